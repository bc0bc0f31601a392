/** Who gives what, beside what they draw. */

import { usd } from './cost';
import { FAIR_SHARE } from './drawn';
import type { Contribution } from './input';
import type { Cells, Column, ReportTable } from './types';

export const givenUsd = (contributions: readonly Contribution[]): Record<'money' | 'credits', number> => {
  const of = (wanted: 'money' | 'credits'): number =>
    contributions.reduce((sum, { kind = 'money', monthlyUsd }) => sum + (kind === wanted ? monthlyUsd : 0), 0);
  return { money: of('money'), credits: of('credits') };
};

export function contributionTable(contributions: readonly Contribution[]): ReportTable {
  const named = contributions.filter((one) => one.public);
  const rest = contributions.filter((one) => !one.public);
  return {
    title: 'Contributions',
    about: 'What is given each month, as configured. Who has not agreed to be named is in the last row.',
    columns: [
      { name: 'from', title: 'From' },
      { name: 'kind', title: 'In' },
      { name: 'monthlyUsd', title: 'A month', unit: 'USD' },
    ],
    rows: [
      ...named.map((one) => ({ from: nameOf(one), kind: one.kind ?? 'money', monthlyUsd: usd(one.monthlyUsd) })),
      ...(['money', 'credits'] as const).flatMap((kind) => {
        const given = givenUsd(rest)[kind];
        return given > 0 ? [{ from: 'others', kind, monthlyUsd: usd(given) }] : [];
      }),
    ],
  };
}

const nameOf = ({ from, holder, tier }: Contribution): string => from ?? holder ?? `tier ${tier!}`;

const GIVEN: readonly Column[] = [
  { name: 'contributedUsd', title: 'Contributed', unit: 'USD' },
  { name: 'balanceUsd', title: 'Contributed less fair share', unit: 'USD' },
];

/** Puts what is given beside the fair share of rows, by the tier or the partner that they are of. */
export function withContributions(table: ReportTable, givenTo: (row: Cells) => number): ReportTable {
  if (!table.columns.includes(FAIR_SHARE)) return table;
  return {
    ...table,
    columns: table.columns.flatMap((column) => (column === FAIR_SHARE ? [column, ...GIVEN] : [column])),
    rows: table.rows.map((row) => {
      const given = givenTo(row);
      return { ...row, contributedUsd: usd(given), balanceUsd: usd(given - Number(row.fairShareUsd)) };
    }),
  };
}

/** Contributions of partners count for their tier too. */
export const ofTier =
  (contributions: readonly Contribution[]) =>
  ({ tier }: Cells): number =>
    givenUsdOf(contributions.filter((one) => one.tier === tier));

export const ofHolder =
  (contributions: readonly Contribution[]) =>
  ({ holder }: Cells): number =>
    givenUsdOf(contributions.filter((one) => one.public && `${one.holder} (${one.tier})` === holder));

const givenUsdOf = (some: readonly Contribution[]): number => some.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
