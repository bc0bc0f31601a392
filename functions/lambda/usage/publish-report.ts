/** Once the tables of a month are there: its account, the public statistics, and the private page of each holder. */
import { BRAKE_STATE_KEY, type BrakeState } from '../../../domain/contracts/brake';
import { CACHE_TAG_METADATA } from '../../../domain/contracts/cache-tags';
import { LOG_FAULTS_PREFIX } from '../../../domain/contracts/usage';
import type { Template } from '../../../domain/cost/template';
import type { PublicObject } from '../../../domain/packages/ecosystem';
import { HEAD_KEY, type LedgerHead } from '../../../domain/records/ledger-documents';
import { parse } from '../../../domain/usage/aggregate';
import { holderUsageObjects } from '../../../domain/usage/partner/objects';
import { previousPeriod } from '../../../domain/usage/period';
import type { ReportFile } from '../../../domain/usage/report/file';
import type { History } from '../../../domain/usage/report/history';
import type { LogFault } from '../../../domain/usage/report/input';
import { earlierMonths, neededTables } from '../../../domain/usage/report/needed';
import { nextVersion } from '../../../domain/usage/report/next';
import { HISTORY_KEY, publishReport, reportKey } from '../../../domain/usage/report/publish';
import { reportOf } from '../../../domain/usage/report/report';
import type { TransparencyReport } from '../../../domain/usage/report/types';
import { madeOnce } from '../../../domain/usage/schedule';
import { HISTORY_MONTHS, type StatsInput, statsObjects } from '../../../domain/usage/stats/objects';
import { type Period, tableKey, type UsageTable } from '../../../domain/usage/tables';
import { getJson } from '../../shared/json';
import type { ObjectStore } from '../../shared/ports';
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
}

/** Repeated, it writes the same bytes. @param today `YYYY-MM-DD` */
export async function publishMonth(at: Reporting, month: Period, today: string): Promise<void> {
  const { packages, file, url } = at;
  const tables = await tablesFor(at, month);
  const before = await read<TransparencyReport>(packages, reportKey(month.name));
  const history = await read<History>(packages, HISTORY_KEY);
  const report = await reportFor(at, { month, tables, before, today });
  const { registry, contact, contributions } = file;
  const objects = [
    ...publishReport({ report, url, ...(before && { before }), ...(history && { history }) }),
    ...statsObjects({ registry, months: [...(await countedBefore(at, month)), { month: month.name, tables }] }),
    ...holderUsageObjects({ registry, contact, month, until: month.until, tables, reports: [report], contributions }),
  ];
  for (const object of objects) await put(packages, object);
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

/** All that there are: a registry may be younger than the month. */
async function tablesFor({ usage }: Reporting, month: Period): Promise<UsageTable[]> {
  const keys = neededTables(month).flatMap(({ period, names }) => names.map((name) => tableKey(name, period.name)));
  const found: UsageTable[] = [];
  for (const key of keys) {
    const stored = await usage.get(key);
    if (stored) found.push(parse(stored.body.toString()));
  }
  return found;
}

/** The months before it in which something was served, as far back as the pointers of statistics go. */
async function countedBefore({ usage }: Reporting, month: Period): Promise<StatsInput['months']> {
  const months: StatsInput['months'][number][] = [];
  for (const { name } of earlierMonths(month, HISTORY_MONTHS - 1)) {
    const stored = [await usage.get(tableKey('hours', name)), await usage.get(tableKey('files', name))];
    const tables = stored.flatMap((each) => (each ? [parse(each.body.toString())] : []));
    if (tables.length === stored.length) months.push({ month: name, tables });
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
  });
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

const read = async <T>(store: ObjectStore, key: string): Promise<T | undefined> => (await getJson<T>(store, key))?.value;

const put = (packages: ObjectStore, { key, body, contentType, cacheControl, tags }: PublicObject) =>
  packages.put(key, { body, contentType, cacheControl, metadata: { [CACHE_TAG_METADATA]: tags.join(',') } });
