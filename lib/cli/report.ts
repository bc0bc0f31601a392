/** `registry report`: from log files to the account of a month, as files or published. Nothing of it needs AWS where the logs are here. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deliveredKey } from '../../domain/contracts/usage';
import type { PublicObject } from '../../domain/packages/ecosystem';
import type { LedgerHead } from '../../domain/records/ledger-documents';
import { HEAD_KEY } from '../../domain/records/ledger-documents';
import { serialize } from '../../domain/usage/aggregate';
import type { Finding } from '../../domain/usage/fair-use/propose';
import { K } from '../../domain/usage/k-anonymity';
import { addDays, previousPeriod } from '../../domain/usage/period';
import type { History } from '../../domain/usage/report/history';
import { makeTables, neededTables } from '../../domain/usage/report/needed';
import { nextVersion } from '../../domain/usage/report/next';
import { HISTORY_KEY, publishReport, reportKey } from '../../domain/usage/report/publish';
import { reportOf } from '../../domain/usage/report/report';
import type { TransparencyReport } from '../../domain/usage/report/types';
import { type Period, tableKey, type UsageTable } from '../../domain/usage/tables';
import { loadConfig, type RegistryConfig } from '../config';
import { CliError, UsageError } from './failure';
import { findPlace, type PlaceOptions } from './place';
import { costInput } from './report-cost';
import { unfairUse } from './report-fair-use';
import { type Find, fileOf, finder } from './report-kept';
import { holderPages, statistics } from './report-pages';
import { periodFor } from './report-period';
import { countedFaults, reportText } from './report-text';
import { type CleanLogs, cleanLogs } from './usage/clean-logs';
import type { UsageRegistry, World } from './world';

export interface ReportOptions extends PlaceOptions {
  /** Folder of log files. @default the logs bucket of the stack */
  readonly logs?: string;
  readonly month?: string;
  readonly day?: string;
  readonly out?: string;
  readonly publish?: boolean;
  readonly correction?: string;
  /** Fewest addresses behind a row. */
  readonly k: number;
  /** Folder of a cloud assembly, whose templates are priced. @default the deployed template */
  readonly assembly?: string;
  readonly costs?: string;
  readonly json?: boolean;
}

/** @returns the exit code: 0 */
export async function report(options: ReportOptions, world: World): Promise<number> {
  checkOptions(options);
  if (options.logs !== undefined && !existsSync(options.logs))
    throw new CliError(`There is no folder '${options.logs}'; name the one with the log files`);
  const config = loadConfig(options.config);
  const period = periodFor(options, world.clock());
  const registry =
    options.logs === undefined || options.publish || options.local ? await world.connectUsage(findPlace(options)) : undefined;
  const scratch = mkdtempSync(join(tmpdir(), 'registry-report-'));
  try {
    const { logs, tables, unfair } = await counted({ options, config, period, registry, scratch }, world);
    const made = await written({ options, config, period, registry, logs, tables }, world);
    world.out(
      options.json ? JSON.stringify(made.report, null, 2) : reportText(made.report, { logs, unfair, places: made.places }),
    );
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true }); // it holds addresses
  }
}

function checkOptions({ month, day, k, publish, local, correction }: ReportOptions): void {
  if (month !== undefined && day !== undefined)
    throw new UsageError('A report is of a month or of a day, got: both; leave --month or --day out');
  if (publish && k < K && !local)
    throw new UsageError(
      `A published report shows groups of at least ${K} addresses, got: --k ${k}; leave --k out, or leave --publish out`,
    );
  if (publish && day !== undefined && !local)
    throw new UsageError('A published report is of a whole month, got: --day; name it with --month');
  if (correction !== undefined && !publish)
    throw new UsageError('--correction says why a published report is replaced, got: no --publish; add it');
}

interface Source {
  readonly options: ReportOptions;
  readonly config: RegistryConfig;
  readonly period: Period;
  readonly registry: UsageRegistry | undefined;
  readonly scratch: string;
}

/** Days whose lines are needed: those of the period, of the weeks that end in it, and one at each end for lines that came late. */
async function counted(
  { options, config, period, registry, scratch }: Source,
  world: World,
): Promise<{ logs: CleanLogs; tables: UsageTable[]; unfair: Finding[] }> {
  const today = world.clock().toISOString().slice(0, 10);
  const needed = neededTables(period, [today, period.until].sort()[0]);
  let folder = options.logs;
  if (folder === undefined) {
    folder = join(scratch, 'fetched');
    mkdirSync(folder);
    await registry!.fetchLogs(
      daysAround(
        needed.map((one) => one.period),
        today,
      ),
      folder,
    );
  }
  const clean = join(scratch, 'clean');
  mkdirSync(clean);
  const logs = await cleanLogs(folder, clean);
  const engine = await world.openUsageEngine(clean, scratch);
  try {
    const tables = await makeTables(engine, needed, { k: options.k, folders: logs.folders });
    const { folders } = logs;
    return { logs, tables, unfair: await unfairUse(engine, { needed, tables, folders, settings: config.fairUse }) };
  } finally {
    await engine.close();
  }
}

function daysAround(periods: readonly Period[], today: string): string[] {
  const first = addDays(periods.map(({ from }) => from).sort()[0]!, -1);
  const last = addDays(
    periods
      .map(({ until }) => until)
      .sort()
      .at(-1)!,
    1,
  );
  const days: string[] = [];
  for (let day = first; day <= last && day <= today; day = addDays(day, 1)) days.push(day);
  return days;
}

interface Made extends Omit<Source, 'scratch'> {
  readonly logs: CleanLogs;
  readonly tables: readonly UsageTable[];
}

async function written(at: Made, world: World): Promise<{ report: TransparencyReport; places: string[] }> {
  const { options, period, registry, tables } = at;
  const found = finder(options, registry);
  const before = await found<TransparencyReport>(reportKey(period.name));
  const made = await reportFor(at, before, found, world);
  const url = registry?.url ?? NOWHERE;
  const history = await found<History>(HISTORY_KEY);
  const whole = period.kind === 'month';
  const objects = [
    ...publishReport({ report: made, ...(before && { before }), ...(history && { history }), url }),
    ...(whole ? await statistics(at, found, world) : []),
    ...(whole ? await holderPages(at, made, found) : []),
  ];
  if (options.out !== undefined) writeFiles(options.out, objects, tables);
  if (options.publish) for (const object of objects) await registry!.put(object);
  return { report: made, places: placesOf(options, url, period) };
}

/** Stands in links for an address that nobody has said. */
const NOWHERE = 'https://registry.invalid';

const placesOf = ({ out, publish }: ReportOptions, url: string, { name }: Period): string[] => [
  ...(out === undefined ? [] : [join(out, 'transparency', name, 'index.html')]),
  ...(publish ? [`${url}/-/transparency/${name}/`] : []),
];

async function reportFor(
  at: Made,
  before: TransparencyReport | undefined,
  found: Find,
  world: World,
): Promise<TransparencyReport> {
  const { options, config, period, registry, logs, tables } = at;
  const previous = await found<TransparencyReport>(reportKey(previousPeriod(period).name));
  const head = registry && (await found<LedgerHead>(HEAD_KEY));
  const delivered = await registry?.findTable(deliveredKey(period.name));
  const cost = await costInput(options, config, { period, registry }, world);
  return reportOf({
    ...nextVersion(before, {
      today: world.clock().toISOString().slice(0, 10),
      correction: options.correction,
      ledger: head && { entries: head.entries, head: head.head },
    }),
    registry: config.registry,
    foundation: config.foundation,
    period,
    k: options.k,
    tables,
    ...(previous && { previous }),
    ...(cost && { cost }),
    ...(delivered && { delivered: JSON.parse(delivered.toString()) as number }),
    contributions: config.contributions,
    brakeMoves: registry ? (await registry.brake()).moves : [],
    faults: countedFaults(logs),
  });
}

function writeFiles(folder: string, objects: readonly PublicObject[], tables: readonly UsageTable[]): void {
  const write = (name: string, body: Buffer | string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), body);
  };
  for (const { key, body } of objects) write(fileOf(key), body);
  for (const table of tables) write(tableKey(table.table, table.period), serialize(table));
}
