/** The daily run: looks at new log files, makes the tables of the periods that are due, and hands over to what is made from them. */
import { RUNS_PREFIX } from '../../../domain/contracts/usage';
import { serialize } from '../../../domain/usage/aggregate';
import { logFolders } from '../../../domain/usage/log-files';
import { daysOf, periodNamed, periodOf } from '../../../domain/usage/period';
import { scanUsd } from '../../../domain/usage/scan-cost';
import { alwaysMade, inspectedDays, madeOnce } from '../../../domain/usage/schedule';
import { type Period, tableKey, type UsageTable } from '../../../domain/usage/tables';
import type { Clock, ObjectStore } from '../../shared/ports';
import { inspectLogs, type LogInspection } from './inspect-logs';

export interface UsageJob extends LogInspection {
  readonly usage: Pick<ObjectStore, 'get' | 'head' | 'put'>;
  readonly aggregate: (period: Period) => Promise<readonly UsageTable[]>;
  /** Bytes that each query so far has read. */
  readonly scans: readonly number[];
  /** Whether the account of a month is published, and stays as it is. */
  readonly isPublished: (month: Period) => Promise<boolean>;
  /** What is made from tables, by name, one after the other when all are there. What fails keeps nothing else from being made. */
  readonly afterwards: Readonly<Record<string, MadeFromTables>>;
  readonly clock: Clock;
  /** Takes one line of JSON. */
  readonly print: (line: string) => void;
}

/** @param made the periods whose tables are new, and those of which there is nothing */
export type MadeFromTables = (made: readonly Period[], today: string) => Promise<void>;

/** What an operator asks for; the schedule asks for what is due. */
export interface UsageRequest {
  /** Names of days, weeks and months to make again, `2026-10-05`, `2026-W41` or `2026-10`. */
  readonly periods?: readonly string[];
}

/** What making a period took. Kept beside the tables, not in them: a re-run may read fewer bytes. */
export interface UsageRun {
  readonly period: string;
  readonly queries: number;
  readonly scannedBytes: number;
  readonly usd: number;
}

/** @throws Error naming each part that could not be made, after the others have been */
export async function runUsage(job: UsageJob, { periods: asked }: UsageRequest): Promise<void> {
  const today = job.clock().toISOString().slice(0, 10);
  const due = asked ? asked.map(periodNamed) : await duePeriods(job, today);
  const days = asked ? [...new Set(due.flatMap(daysOf))].sort() : inspectedDays(today);
  const { files, faults, touched } = await inspectLogs(job, days);
  job.print(JSON.stringify({ inspected: { days, files, faults } }));
  const late = await latePeriods(job, touched, { due, today });
  const failures: Error[] = [];
  const made: Period[] = [];
  for (const period of [...late, ...due].sort(byKindThenStart)) {
    const isMade = await attempt(period.name, () => make(job, period), failures);
    if (isMade) made.push(period);
  }
  for (const [name, run] of Object.entries(job.afterwards)) await attempt(name, () => run(made, today), failures);
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `Of the daily count ${failures.length} parts failed: ${failures.map(({ message }) => message).join(' ')}`,
    );
}

async function attempt(name: string, part: () => Promise<void>, failures: Error[]): Promise<boolean> {
  try {
    await part();
    return true;
  } catch (error) {
    failures.push(new Error(`${name}: ${String(error)}`, { cause: error }));
    return false;
  }
}

async function duePeriods({ usage }: UsageJob, today: string): Promise<Period[]> {
  const once = madeOnce(today);
  const done = await Promise.all(once.map((period) => usage.head(runKey(period))));
  return [...once.filter((_, i) => !done[i]), ...alwaysMade(today)].sort(byKindThenStart);
}

/**
 * Days that have got lines long after they were counted; and their weeks and months, where those are made already. A month whose account
 * is published is left as it is: who corrects it is told that there is something to correct.
 */
async function latePeriods(
  { usage, isPublished, print }: UsageJob,
  touched: readonly string[],
  { due, today }: { readonly due: readonly Period[]; readonly today: string },
): Promise<Period[]> {
  const late: Period[] = [];
  const add = (period: Period) => {
    if (![...due, ...late].some(({ name }) => name === period.name)) late.push(period);
  };
  for (const day of touched.filter((one) => one < today)) {
    add(periodOf('day', day));
    for (const period of [periodOf('week', day), periodOf('month', day)]) {
      if (!(await usage.head(runKey(period)))) continue;
      if (period.kind === 'month' && (await isPublished(period))) print(JSON.stringify({ late: day, published: period.name }));
      else add(period);
    }
  }
  return late;
}

const KINDS = ['day', 'week', 'month'];
const byKindThenStart = (a: Period, b: Period): number =>
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.from < b.from ? -1 : 1);

/** Account of a run: where it is, all tables of the period are. */
export const runKey = ({ name }: Period): string => `${RUNS_PREFIX}${name}.json`;

/**
 * The account of the run comes last: where it is, all tables are. Without a log file nothing was served, or it was so long ago that the
 * files have expired: nothing is asked or written then, and what is there stays.
 */
async function make(job: UsageJob, period: Period): Promise<void> {
  const { usage, aggregate, scans, print } = job;
  if (!(await hasLogFiles(job, period))) {
    print(JSON.stringify({ withoutLogFiles: period.name }));
    return;
  }
  const before = scans.length;
  for (const table of await aggregate(period)) await putJson(usage, tableKey(table.table, period.name), serialize(table));
  const own = scans.slice(before);
  const run: UsageRun = {
    period: period.name,
    queries: own.length,
    scannedBytes: own.reduce((sum, bytes) => sum + bytes, 0),
    usd: scanUsd(own),
  };
  print(JSON.stringify({ made: run }));
  await putJson(usage, runKey(period), `${JSON.stringify(run)}\n`);
}

/** Looking costs next to nothing; a query is billed for 10 MB, whatever it finds. */
async function hasLogFiles({ logs, distributionIds }: UsageJob, period: Period): Promise<boolean> {
  for (const folder of distributionIds.flatMap((id) => logFolders(id, period)))
    if ((await logs.list(folder)).objects.length > 0) return true;
  return false;
}

const putJson = (store: Pick<ObjectStore, 'put'>, key: string, text: string) =>
  store.put(key, { body: Buffer.from(text), contentType: 'application/json' });
