/** What one holder of a token used, for that holder alone: exact, because it is theirs. */
import { groupBy } from '../../group-by';
import type { Proposal } from '../fair-use/state';
import { daysOf } from '../period';
import { adviceFor } from '../report/advice';
import { fairShareUsd, usd } from '../report/cost';
import { type Contribution, recordsOf, totalOf, type UsageRecord } from '../report/input';
import { percentOf } from '../report/totals';
import type { Advice, Figure, ReportTable, TransparencyReport } from '../report/types';
import type { Period, UsageTable } from '../tables';

export interface HolderInput {
  readonly registry: string;
  /** Where they can ask. */
  readonly contact: string;
  /** The month that is running, or has just ended. */
  readonly month: Period;
  /** Last day that is counted, `YYYY-MM-DD`. */
  readonly until: string;
  /** `tiers` and `holder_projects` of the days of that month, and of earlier months. */
  readonly tables: readonly UsageTable[];
  /** Published reports, any order: they say what a month cost. */
  readonly reports: readonly TransparencyReport[];
  readonly contributions?: readonly Contribution[] | undefined;
  /** Of fair use, about anybody. */
  readonly proposals?: readonly Proposal[];
}

export interface Holder {
  readonly tier: string;
  readonly holder: string;
}

export interface HolderUsage extends Holder {
  readonly schema: 1;
  readonly registry: string;
  readonly contact: string;
  readonly month: string;
  readonly until: string;
  /** Of the month so far. */
  readonly figures: Readonly<Record<string, Figure>>;
  readonly tables: Readonly<Record<'days' | 'months' | 'projects', ReportTable>>;
  readonly advice: readonly Advice[];
  /** What fair use has found about the holder. */
  readonly fairUse: readonly Pick<Proposal, 'reason' | 'since' | 'until'>[];
}

const MEASURES = ['downloads', 'bytes', 'requests', 'repeats', 'repeat_bytes', 'limited', 'refused'] as const;
type Sums = Readonly<Record<(typeof MEASURES)[number], number>>;

/** Everybody with a token who has used it in a period that is told of. */
function holdersOf({ tables }: Pick<HolderInput, 'tables'>): Holder[] {
  const found = new Map<string, Holder>();
  for (const table of tables.filter(({ table: name }) => name === 'tiers'))
    for (const { tier, holder } of recordsOf(table))
      if (holder !== '-') found.set(`${tier}/${holder}`, { tier: String(tier), holder: String(holder) });
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, holder]) => holder);
}

/** What everybody with a token used. Rows are told apart once for all: there are many holders, and each has many rows. */
export function allHoldersUsage(input: HolderInput): HolderUsage[] {
  const divided = input.tables
    .filter(({ table }) => table === 'tiers' || table === 'holder_projects')
    .map((table) => ({ table, rows: groupBy(table.rows, ([tier, holder]) => `${tier}/${holder}`) }));
  return holdersOf(input).map((one) => {
    const tables = divided.map(({ table, rows }) => ({ ...table, rows: rows.get(`${one.tier}/${one.holder}`) ?? [] }));
    return holderUsage({ ...input, tables }, one);
  });
}

/** @param input with tables of that holder's rows only */
function holderUsage(input: HolderInput, { tier, holder }: Holder): HolderUsage {
  const { registry, contact, month, until } = input;
  const rowsIn = (name: 'tiers' | 'holder_projects', periods: readonly string[]): UsageRecord[] =>
    input.tables.filter(({ table, period }) => table === name && periods.includes(period)).flatMap(recordsOf);
  const days = daysOf(month).filter((day) => day <= until);
  const projects = rowsIn('holder_projects', days);
  const given = contributedUsd(input.contributions ?? [], { tier, holder });
  return {
    schema: 1,
    registry,
    contact,
    tier,
    holder,
    month: month.name,
    until,
    figures: figuresOf(input, sumsOf(rowsIn('tiers', days)), given),
    tables: {
      days: dayTable(days.map((day) => ({ day, ...sumsOf(rowsIn('tiers', [day])) }))),
      months: monthTable(
        input,
        months(input).map((name) => ({ month: name, ...sumsOf(rowsIn('tiers', [name])) })),
        given,
      ),
      projects: projectTable(projects),
    },
    advice: adviceFor(projects.map(({ ecosystem }) => ecosystem)),
    fairUse: fairUseOf(input, { tier, holder }),
  };
}

/** What was over before the last day that is told of is left out. */
const fairUseOf = ({ proposals = [], until: last }: HolderInput, { tier, holder }: Holder): HolderUsage['fairUse'] =>
  proposals
    .filter((one) => one.status === 'advice' && one.name === `${tier}/${holder}` && one.until.slice(0, 10) > last)
    .map(({ reason, since, until }) => ({ reason, since, until }));

const months = ({ tables }: HolderInput): string[] =>
  [...new Set(tables.filter(({ period }) => /^\d{4}-\d{2}$/.test(period)).map(({ period }) => period))].sort().reverse();

const sumsOf = (rows: readonly UsageRecord[]): Sums =>
  Object.fromEntries(MEASURES.map((measure) => [measure, totalOf(rows, measure)])) as Sums;

const contributedUsd = (contributions: readonly Contribution[], { tier, holder }: Holder): number =>
  contributions
    .filter((one) => one.holder === holder && (one.tier === undefined || one.tier === tier))
    .reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);

/** By what the month cost; while it runs, by what the last one did. Undefined when no report has a price. */
function shareUsd(reports: readonly TransparencyReport[], month: string, use: Sums): number | undefined {
  const priced = reports.filter(({ period, figures }) => period <= month && figures.bytesUsd?.value != null);
  const report = priced.sort((a, b) => (a.period < b.period ? 1 : -1))[0];
  if (!report) return undefined;
  const value = (name: string): number => report.figures[name]?.value ?? 0;
  const parts = { bytesUsd: value('bytesUsd'), requestsUsd: value('requestsUsd'), restUsd: value('restUsd') };
  return fairShareUsd(parts, use, { bytes: value('bytes'), requests: value('requests') });
}

function figuresOf({ reports, month }: HolderInput, sums: Sums, given: number): Record<string, Figure> {
  const share = shareUsd(reports, month.name, sums);
  return {
    downloads: { title: 'Downloads', unit: 'downloads', value: sums.downloads },
    bytes: { title: 'Bytes', unit: 'bytes', value: sums.bytes },
    requests: { title: 'Requests', unit: 'requests', value: sums.requests },
    repeatsPercent: {
      title: 'Downloads of what you had had that day',
      unit: 'percent',
      value: percentOf(sums.repeats, sums.downloads),
      note: 'released files never change, so a cache of your own could have had them',
    },
    repeatBytes: { title: 'Bytes of those', unit: 'bytes', value: sums.repeat_bytes },
    limited: { title: 'Requests above a limit', unit: 'requests', value: sums.limited },
    refused: { title: 'Requests refused (429)', unit: 'requests', value: sums.refused },
    fairShareUsd: {
      title: 'Your fair share of the cost so far',
      unit: 'USD',
      value: share === undefined ? null : usd(share),
      note: share === undefined ? 'no month has been priced yet' : 'estimated, in proportion to your bytes and requests',
    },
    contributedUsd: { title: 'What you give', unit: 'USD', value: usd(given), note: 'a month, as configured' },
  };
}

const COLUMNS = [
  { name: 'downloads', title: 'Downloads', unit: 'downloads' },
  { name: 'bytes', title: 'Bytes', unit: 'bytes' },
  { name: 'requests', title: 'Requests', unit: 'requests' },
  { name: 'repeats', title: 'Repeated downloads', unit: 'downloads' },
  { name: 'repeat_bytes', title: 'Bytes of repeats', unit: 'bytes' },
  { name: 'limited', title: 'Above a limit', unit: 'requests' },
  { name: 'refused', title: 'Refused', unit: 'requests' },
] as const;

const dayTable = (rows: readonly ({ readonly day: string } & Sums)[]): ReportTable => ({
  title: 'By day',
  about: 'Days of the month, in UTC. A repeat is a download of a file that you had downloaded that day.',
  columns: [{ name: 'day', title: 'Day (UTC)' }, ...COLUMNS],
  rows,
});

function monthTable({ reports }: HolderInput, rows: readonly ({ readonly month: string } & Sums)[], given: number): ReportTable {
  return {
    title: 'By month',
    about: 'A repeat is a download of a file that you had downloaded that month. Contributions are as they are configured now.',
    columns: [
      { name: 'month', title: 'Month' },
      ...COLUMNS,
      { name: 'fairShareUsd', title: 'Fair share of the cost', unit: 'USD' },
      { name: 'contributedUsd', title: 'Contributed', unit: 'USD' },
    ],
    rows: rows.map((row) => {
      const share = reports.some(({ period }) => period === row.month) ? shareUsd(reports, row.month, row) : undefined;
      return { ...row, fairShareUsd: share === undefined ? null : usd(share), contributedUsd: usd(given) };
    }),
  };
}

const MOST_PROJECTS = 50;

function projectTable(rows: readonly UsageRecord[]): ReportTable {
  const names = groupBy(rows, ({ ecosystem, project }) => `${ecosystem} ${project}`);
  const projects = [...names].map(([project, some]) => ({ project, ...sumsOf(some) }));
  return {
    title: 'By package',
    about: `The ${MOST_PROJECTS} packages that you drew most bytes of in the month so far.`,
    columns: [{ name: 'project', title: 'Package' }, ...COLUMNS],
    rows: projects.sort((a, b) => b.bytes - a.bytes || (a.project < b.project ? -1 : 1)).slice(0, MOST_PROJECTS),
  };
}
