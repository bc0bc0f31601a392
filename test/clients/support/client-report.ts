/** What the run saw of each client, as docs/clients.json keeps it and docs/clients.md shows it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '../../../local/start/layout';

/** Whether the run replaces the kept results, in place of being held to them. */
const RECORD = process.env.RECORD_CLIENTS === 'yes';
const FILE = join(ROOT, 'docs', 'clients.json');

export interface ClientReport {
  readonly version: string;
  readonly anonymous: string;
  /** By tier: for which kinds of requests the token was verified. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly limited: {
    readonly tries: number;
    /** Seconds between the tries. */
    readonly waits: string;
    /** Whether it went on by itself. */
    readonly recovers: boolean;
    readonly shows: string;
  };
  readonly expired: Refused;
  readonly revoked: Refused;
}

export interface Refused {
  /** Whether what it printed names the cause: `yes`, `no`, or `with` an option that makes it say more. */
  readonly named: string;
  readonly shows: string;
}

export type Reports = Readonly<Record<string, ClientReport>>;

/** What does not hang on the client's version and the machine's speed. */
const behaviour = ({ anonymous, tokens, limited, expired, revoked }: ClientReport) => ({
  ...{ anonymous, tokens },
  ...{ recovers: limited.recovers, expired: expired.named, revoked: revoked.named },
});

/** Keeps the reports, or holds them to those that are kept. */
export function keepOrCompare(seen: Reports): void {
  if (RECORD) {
    writeFileSync(FILE, `${JSON.stringify(seen, null, 2)}\n`);
    return;
  }
  const kept = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Reports) : {};
  const behaviours = (reports: Reports) =>
    Object.fromEntries(Object.keys(seen).map((name) => [name, reports[name] && behaviour(reports[name])]));
  expect(behaviours(seen)).toEqual(behaviours(kept));
}

/** The lines of an output that say why, in the words of the documents: no local addresses, folders and times. */
export function wordsOf(output: string, cause: RegExp, folder: string): string {
  const lines = stripVTControlCharacters(output)
    .replaceAll(folder, '')
    .replaceAll(/https?:\/\/(token:\S+@)?127\.0\.0\.1:\d+/g, 'https://packages.example.org')
    .replaceAll(/127\.0\.0\.1(:\d+)?/g, 'packages.example.org')
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/g, ' '))
    .filter(Boolean);
  const telling = lines.filter((line) => cause.test(line)).map((line) => around(line, line.search(cause)));
  const others = lines
    .filter((line) => /error|fail|could not|authentication|password/i.test(line))
    .map((line) => around(line, 0));
  return [...new Set(telling.length > 0 ? telling : others)].slice(0, 2).join(' / ');
}

/** Of a long line, what stands about its telling word. */
const around = (line: string, at: number): string =>
  line.length <= 400 ? line : `… ${line.slice(Math.max(0, at - 100), at + 300)} …`;
