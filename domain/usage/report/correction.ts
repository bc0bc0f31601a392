/** Whether a published report may be replaced: a difference of two reports must not tell of fewer people than one of them. */
import { roundingStep } from './cells';
import type { Cells, ReportTable, TransparencyReport } from './types';

/** A published month stays as it is. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** Cells that differ by fewer than k addresses, as sentences; none when the correction may be published. */
export function correctionProblems(before: TransparencyReport, after: TransparencyReport): string[] {
  const names = [...new Set([...Object.keys(before.tables), ...Object.keys(after.tables)])];
  return names.flatMap((name) => tableProblems(name, before.tables[name], after.tables[name], after.k));
}

function tableProblems(name: string, before: ReportTable | undefined, after: ReportTable | undefined, k: number): string[] {
  if (!(before ?? after)!.columns.some((column) => column.name === 'addresses')) return [];
  const [old, now] = [byKey(before), byKey(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !sameUse(old.get(key), now.get(key)) && !farApart(addressesOf(old.get(key)), addressesOf(now.get(key)), k))
    .map((key) => `table '${name}', row '${key}'`);
}

const byKey = (table: ReportTable | undefined): Map<string, Cells> =>
  new Map(table?.rows.map((row) => [String(row[table.columns[0]!.name]), row]));

/** Money may differ: nobody is counted in it. */
const sameUse = (one: Cells | undefined, another: Cells | undefined): boolean => useOf(one) === useOf(another);
const useOf = (row: Cells | undefined): string | undefined =>
  row && JSON.stringify(Object.entries(row).filter(([name]) => !name.endsWith('Usd') && !name.endsWith('Percent')));

const addressesOf = (row: Cells | undefined): number | null => (row ? (row.addresses as number | null) : 0);

/** Both are rounded down, so the true difference may be less by one step. Partners who are named have agreed. */
function farApart(one: number | null, another: number | null, k: number): boolean {
  if (one === null || another === null) return one === another;
  return Math.abs(one - another) - roundingStep(Math.max(one, another)) >= k;
}
