/** From the usage tables of a month to what may be said of each package. */
import { groupBy } from '../../group-by';
import { cellsOf, OTHER, type Part } from '../report/cells';
import { rowsOf, totalOf, type UsageRecord } from '../report/input';
import type { UsageTable } from '../tables';
import type { Counted, Totals } from './documents';
import { versionOf } from './version-of';

/** All that is published of one package and month. */
export interface PackageCounts extends Counted {
  readonly ecosystem: string;
  readonly project: string;
  readonly versions: readonly (Counted & { readonly version: string })[];
  readonly other: Counted | null;
}

export interface MonthCounts {
  readonly totals: Totals;
  /** Those of at least k addresses, most downloads first. */
  readonly packages: readonly PackageCounts[];
  /** Sums of the packages and of what is left over, by ecosystem. */
  readonly ecosystems: readonly (Counted & { readonly ecosystem: string })[];
}

/** @param tables of which `files` and `hours` of the month are used. @throws Error when one of the two is missing */
export function countsOf(tables: readonly UsageTable[], month: string, k: number): MonthCounts {
  const hours = rowsOf(tables, 'hours', month);
  // Only what is installed counts: a package's metadata is asked for many times more.
  const files = rowsOf(tables, 'files', month).filter(({ kind }) => kind === 'file');
  const ecosystems = [...groupBy(files, (row) => String(row.ecosystem))].map(([ecosystem, rows]) =>
    ecosystemCounts(ecosystem, rows, k),
  );
  return {
    totals: {
      month,
      requests: totalOf(hours, 'requests'),
      bytes: totalOf(hours, 'bytes'),
      downloads: totalOf(hours, 'downloads'),
    },
    packages: ecosystems.flatMap(({ packages }) => packages).sort(byDownloads),
    ecosystems: ecosystems
      .filter(({ cells }) => cells.length > 0)
      .map(({ ecosystem, cells }) => ({ ecosystem, downloads: totalOf(cells, 'downloads'), bytes: totalOf(cells, 'bytes') }))
      .sort((a, b) => (a.ecosystem < b.ecosystem ? -1 : 1)),
  };
}

/** By ecosystem, so that what is left over is never one small package even to who knows an ecosystem's sum. */
function ecosystemCounts(ecosystem: string, rows: readonly UsageRecord[], k: number) {
  const projects = groupBy(rows, (row) => String(row.project));
  const cells = cellsOf(
    rows.map((row) => partOf(row, String(row.project))),
    'downloads',
    k,
  );
  const packages = cells
    .filter(({ key, values }) => key !== OTHER && values.downloads! > 0)
    .map(({ key, values }) => ({
      ecosystem,
      project: key,
      ...countedOf(values),
      ...versionCounts(ecosystem, key, projects.get(key)!, k),
    }));
  return { ecosystem, packages, cells: cells.map(({ values }) => countedOf(values)).map((counted) => ({ ...counted })) };
}

function versionCounts(ecosystem: string, project: string, rows: readonly UsageRecord[], k: number) {
  const parts = rows.map((row) => partOf(row, versionOf(ecosystem, project, String(row.path)) ?? OTHER));
  const cells = cellsOf(parts, 'downloads', k);
  const other = cells.find(({ key }) => key === OTHER);
  return {
    versions: cells.filter((cell) => cell !== other).map(({ key, values }) => ({ version: key, ...countedOf(values) })),
    other: other ? countedOf(other.values) : null,
  };
}

const partOf = (row: UsageRecord, key: string): Part => ({
  key,
  addresses: Number(row.addresses),
  values: { downloads: Number(row.downloads), bytes: Number(row.bytes) },
});

const countedOf = (values: Readonly<Record<string, number>>): Counted => ({ downloads: values.downloads!, bytes: values.bytes! });

const byDownloads = (a: PackageCounts, b: PackageCounts): number =>
  b.downloads - a.downloads || (a.ecosystem + a.project < b.ecosystem + b.project ? -1 : 1);
