/**
 * Replays real release histories through the rules of domain/signing/watch and prints how often each finds something: what nobody
 * hijacked is a false alarm. `npx tsx scripts/measure-watch.ts`; docs/watch.md holds the table, and a test compares both.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEcosystem } from '../domain/packages/registry';
import type { WatchedRelease } from '../domain/signing/watch';
import { WATCH_RULES, type WatchRule } from '../domain/signing/watch/rules';
import { DEFAULT_SCREENING } from '../lib/config/defaults';

/** Version, time (none where the source has no true ones), and what the release has beside code to be read. */
type Row = readonly [version: string, at: string, trait?: string];
type Histories = Readonly<Record<string, readonly Row[]>>;

/** What each source can tell: PyPI's times and files, npm's scripts. */
const MEASURED: Readonly<Record<string, readonly WatchRule[]>> = {
  pypi: ['silence', 'burst', 'backwards', 'native-code'],
  npm: ['install-hook'],
};

export interface Rate {
  readonly rule: WatchRule;
  readonly releases: number;
  readonly found: number;
  readonly projects: number;
}

export function measure(histories: Histories, limits = DEFAULT_SCREENING): Rate[] {
  const rates = new Map<WatchRule, { releases: number; found: number; projects: Set<string> }>();
  for (const [name, rows] of Object.entries(histories)) {
    const [ecosystem = ''] = name.split('/');
    const module = findEcosystem(ecosystem)!;
    const releases = rows
      .filter(([version]) =>
        isVersion(() => {
          module.checkVersion(version);
        }),
      )
      .map(watchedRelease(ecosystem));
    for (const [i, release] of releases.entries()) {
      if (i === 0) continue;
      const compareVersions = (a: string, b: string): number => module.compareVersions(a, b);
      const watch = { release, history: releases.slice(0, i), limits, compareVersions };
      for (const rule of MEASURED[ecosystem] ?? []) {
        const rate = rates.get(rule) ?? { releases: 0, found: 0, projects: new Set() };
        rates.set(rule, rate);
        rate.releases++;
        if (WATCH_RULES[rule](watch) === undefined) continue;
        rate.found++;
        rate.projects.add(name);
      }
    }
  }
  return [...rates].map(([rule, { releases, found, projects }]) => ({ rule, releases, found, projects: projects.size }));
}

const watchedRelease =
  (ecosystem: string) =>
  ([version, at, trait]: Row): WatchedRelease => ({
    version,
    at: at || '2020-01-01T00:00Z',
    signers: ['publisher'],
    sources: [],
    ...(trait !== undefined && (ecosystem === 'npm' ? { installHook: trait } : { nativeCode: trait })),
  });

function isVersion(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

export const readHistories = (): Histories =>
  JSON.parse(readFileSync(join(__dirname, '../test/fixtures/histories.json'), 'utf8')) as Histories;

/** Rows of the table in docs/watch.md. */
export const rateRows = (rates: readonly Rate[]): string[] =>
  rates.map(({ rule, releases, found, projects }) => {
    const percent = ((100 * found) / releases).toFixed(1);
    return `| \`${rule}\` | ${releases} | ${found} | ${percent} % | ${projects} |`;
  });

if (require.main === module) for (const row of rateRows(measure(readHistories()))) console.log(row);
