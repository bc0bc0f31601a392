/** Once the tables of a month are there: its account, and the public statistics. */
import { BRAKE_STATE_KEY, type BrakeState } from '../../../domain/contracts/brake';
import { deliveredKey, LOG_FAULTS_PREFIX } from '../../../domain/contracts/usage';
import type { Template } from '../../../domain/cost/template';
import { HEAD_KEY, type LedgerHead } from '../../../domain/records/ledger-documents';
import { parse } from '../../../domain/usage/aggregate';
import { addDays, previousPeriod } from '../../../domain/usage/period';
import type { ReportFile } from '../../../domain/usage/report/file';
import type { History } from '../../../domain/usage/report/history';
import type { LogFault } from '../../../domain/usage/report/input';
import { neededTables, recentMonths } from '../../../domain/usage/report/needed';
import { nextVersion } from '../../../domain/usage/report/next';
import { HISTORY_KEY, publishReport, reportKey } from '../../../domain/usage/report/publish';
import { reportOf } from '../../../domain/usage/report/report';
import type { TransparencyReport } from '../../../domain/usage/report/types';
import { madeOnce } from '../../../domain/usage/schedule';
import { HISTORY_MONTHS, type StatsInput, statsObjects } from '../../../domain/usage/stats/objects';
import { type Period, tableKey, type UsageTable } from '../../../domain/usage/tables';
import { getJson } from '../../shared/json';
import type { ObjectStore } from '../../shared/ports';
import { publicWrite } from '../../shared/public-write';
import { runKey } from './usage-job';

export interface Reporting {
  readonly usage: ObjectStore;
  readonly packages: ObjectStore;
  readonly records: ObjectStore;
  readonly file: ReportFile;
  /** `https://<domain>` of the registry, without a trailing slash. */
  readonly url: string;
  /** As it is deployed. */
  readonly template: () => Promise<Template>;
  /** Requests that CloudFront has counted from the first moment on and before the last; 0 when it knows of none. */
  readonly delivered: (from: Date, to: Date) => Promise<number>;
}

/** Repeated, it writes the same bytes. @param today `YYYY-MM-DD` */
export async function publishMonth(at: Reporting, month: Period, today: string): Promise<void> {
  const { packages, file, url } = at;
  const tables = await tablesFor(at, month);
  const before = await read<TransparencyReport>(packages, reportKey(month.name));
  const history = await read<History>(packages, HISTORY_KEY);
  const report = await reportFor(at, { month, tables, before, today });
  const { registry } = file;
  const objects = [
    ...publishReport({ report, url, ...(before && { before }), ...(history && { history }) }),
    ...statsObjects({
      registry,
      month: month.name,
      months: [...(await countedBeside(at, month, today)), { month: month.name, tables }],
    }),
  ];
  for (const object of objects) await packages.put(object.key, publicWrite(object));
}

/** Months whose tables are new, and the last one when an earlier run could not publish it. Of a month without a request there is no account. */
export async function publishDue(at: Reporting, made: readonly Period[], today: string): Promise<void> {
  const asked = made.filter(({ kind }) => kind === 'month');
  const last = madeOnce(today).filter(({ kind, name }) => kind === 'month' && !asked.some((month) => month.name === name));
  for (const month of last)
    if ((await at.usage.head(runKey(month))) && !(await at.packages.head(reportKey(month.name)))) asked.push(month);
  for (const month of asked) if (await hasRequests(at, month)) await publishMonth(at, month, today);
}

async function hasRequests({ usage }: Reporting, { name }: Period): Promise<boolean> {
  const hours = await usage.get(tableKey('hours', name));
  return hours !== undefined && parse(hours.body.toString()).rows.length > 0;
}

const tablesFor = ({ usage }: Reporting, month: Period): Promise<UsageTable[]> =>
  tablesAt(
    usage,
    neededTables(month).flatMap(({ period, names }) => names.map((name) => tableKey(name, period.name))),
  );

/** All that there are: a registry may be younger than the month, and of a period in which nothing was served there is none. */
export async function tablesAt(usage: Pick<ObjectStore, 'get'>, keys: readonly string[]): Promise<UsageTable[]> {
  const found: UsageTable[] = [];
  for (const key of keys) {
    const stored = await usage.get(key);
    if (stored) found.push(parse(stored.body.toString()));
  }
  return found;
}

/** The other months that are published, as far back as the pointers of statistics go. */
async function countedBeside({ usage, packages }: Reporting, month: Period, today: string): Promise<StatsInput['months']> {
  const months: StatsInput['months'][number][] = [];
  for (const { name } of recentMonths(today, HISTORY_MONTHS)) {
    if (name === month.name || !(await packages.head(reportKey(name)))) continue;
    const tables = await tablesAt(usage, [tableKey('hours', name), tableKey('files', name)]);
    if (tables.length === 2) months.push({ month: name, tables });
  }
  return months;
}

interface Made {
  readonly month: Period;
  readonly tables: readonly UsageTable[];
  readonly before: TransparencyReport | undefined;
  readonly today: string;
}

async function reportFor(at: Reporting, { month, tables, before, today }: Made): Promise<TransparencyReport> {
  const { packages, records, file } = at;
  const previous = await read<TransparencyReport>(packages, reportKey(previousPeriod(month).name));
  const head = await read<LedgerHead>(packages, HEAD_KEY);
  const brake = await read<BrakeState>(records, BRAKE_STATE_KEY);
  const delivered = await deliveredIn(at, month);
  return reportOf({
    ...nextVersion(before, { today, ledger: head && { entries: head.entries, head: head.head } }),
    registry: file.registry,
    foundation: file.foundation,
    period: month,
    tables,
    ...(previous && { previous }),
    cost: { templates: [await at.template()], planned: file.traffic },
    contributions: file.contributions,
    brakeMoves: brake?.moves ?? [],
    faults: await faultsOf(at, month),
    ...(delivered > 0 && { delivered }),
  });
}

/** Metrics are gone after 15 months, and a report that is made again has to be the same. */
async function deliveredIn({ usage, delivered }: Reporting, { name, from, until }: Period): Promise<number> {
  const before = await read<number>(usage, deliveredKey(name));
  if (before !== undefined) return before;
  const found = await delivered(new Date(from), new Date(addDays(until, 1)));
  if (found > 0) await usage.put(deliveredKey(name), { body: Buffer.from(`${found}\n`), contentType: 'application/json' });
  return found;
}

/** How many files had which fault: the last but one part of each key. */
async function faultsOf({ usage }: Reporting, { name }: Period): Promise<LogFault[]> {
  const counts = new Map<string, number>();
  const prefix = `${LOG_FAULTS_PREFIX}${name}-`;
  for (let after: string | undefined; ; ) {
    const { objects, truncated } = await usage.list(prefix, after);
    for (const { key } of objects) {
      const reason = key.split('.').at(-2)!;
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    after = objects.at(-1)?.key;
    if (!truncated) break;
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, files]) => ({ reason, files }));
}

export const read = async <T>(store: ObjectStore, key: string): Promise<T | undefined> => (await getJson<T>(store, key))?.value;
