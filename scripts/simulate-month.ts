// Writes docs/simulated-month.md: a month of a registry of open-source shape through the local edge, and what is published of it
// against what happened. Takes the scale of the population, 0 to 1 (the default, about three million requests). Writes nothing and
// exits 1 when the month does not show what it has to.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAIR_USE_DEFAULTS } from '../domain/usage/fair-use/settings';
import { periodNamed } from '../domain/usage/period';
import { openDuckdb } from '../lib/cli/usage/duckdb-engine';
import { monthDocument } from '../test/month/document';
import { type FairOutcome, fairFindings, fairOutcome } from '../test/month/fair-findings';
import { fairWeek } from '../test/month/fair-week';
import { findings, type Outcome } from '../test/month/findings';
import { monthFixture } from '../test/month/month';
import { publishedOf, reportOfMonth, tablesOfMonth } from '../test/month/published';

const OCTOBER = periodNamed('2026-10');
/** Low enough that the worst CI meets it. */
const ANONYMOUS_REQUESTS = 600;

/** @returns seconds of one processor beside the result */
async function timed<T>(name: string, work: () => Promise<T>): Promise<[T, number]> {
  const started = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  console.log(`${name}: ${Math.round(seconds)} s`);
  return [result, seconds];
}

async function fairUseIn(logs: string, scratch: string): Promise<FairOutcome> {
  const log = await fairWeek(logs, 1);
  const engine = await openDuckdb({ logs, scratch });
  try {
    return await fairOutcome(engine, log, FAIR_USE_DEFAULTS);
  } finally {
    await engine.close();
  }
}

async function main(folder: string, scale: number): Promise<void> {
  const [logs, scratch] = [join(folder, 'logs'), join(folder, 'scratch')];
  mkdirSync(scratch);
  const [month, edge] = await timed('edge', () => monthFixture({ folder: logs, scale, anonymousRequests: ANONYMOUS_REQUESTS }));
  const [tables, counting] = await timed('tables', () => tablesOfMonth(logs, scratch, OCTOBER));
  const [fairUse] = await timed('fair use', () => fairUseIn(join(folder, 'week'), scratch));
  const report = reportOfMonth(tables, OCTOBER);
  const texts = publishedOf(report, tables).map(({ key, body }) => `${key}\n${body.toString()}`);
  const outcome: Outcome = { month, tables, report, texts };
  const seen = findings(outcome);
  const all = [...seen, ...fairFindings(fairUse)];
  for (const { holds, expected, saw } of all) console.log(`${holds ? 'yes' : 'NO '} ${expected}: ${saw}`);
  if (all.some(({ holds }) => !holds)) {
    process.exitCode = 1;
    return;
  }
  const logBytes = month.keys.reduce((sum, key) => sum + statSync(join(logs, key)).size, 0);
  const seconds = { edge, tables: counting };
  writeFileSync('docs/simulated-month.md', monthDocument({ ...outcome, findings: seen, scale, logBytes, seconds, fairUse }));
  console.log('wrote docs/simulated-month.md');
}

const scale = Number(process.argv[2] ?? 1);
if (!(scale > 0 && scale <= 1)) throw new RangeError(`The scale is a number above 0 and up to 1, got: ${process.argv[2]}`);
const folder = mkdtempSync(join(tmpdir(), 'simulated-month-'));
void main(folder, scale).finally(() => {
  rmSync(folder, { recursive: true, force: true });
});
