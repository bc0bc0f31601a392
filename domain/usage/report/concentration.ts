/** How unequal use is: what the busiest addresses draw. */
import { roundingFor } from './cells';
import { kOf } from './drawn';
import { type ReportInput, rowsOf, type UsageRecord } from './input';
import { percentOf, type Totals } from './totals';
import type { ReportTable } from './types';

/** Rows are nested, so each has at least k addresses more than the one before; else a difference would tell of fewer. */
export function concentrationTable(input: ReportInput, totals: Totals): ReportTable {
  const rows = [...rowsOf(input.tables, 'concentration', input.period.name)].sort(
    (a, b) => Number(a.permille) - Number(b.permille),
  );
  const round = roundingFor(kOf(input));
  return {
    title: 'Concentration',
    about: 'What the busiest addresses draw together. If all drew the same, 1 % of them would draw 1 % of the bytes.',
    columns: [
      { name: 'addressesPercent', title: 'Busiest addresses', unit: 'percent' },
      { name: 'bytesPercent', title: 'Share of bytes', unit: 'percent' },
      { name: 'requestsPercent', title: 'Share of requests', unit: 'percent' },
    ],
    rows: apart(rows, kOf(input)).map(({ permille, bytes, requests }) => ({
      addressesPercent: Number(permille) / 10,
      bytesPercent: permille === 1000 ? 100 : percentOf(round(Number(bytes)), totals.bytes),
      requestsPercent: permille === 1000 ? 100 : percentOf(round(Number(requests)), totals.requests),
    })),
  };
}

function apart(rows: readonly UsageRecord[], k: number): UsageRecord[] {
  const all = rows.at(-1);
  const kept: UsageRecord[] = [];
  let before = 0;
  for (const row of rows.slice(0, -1)) {
    const addresses = Number(row.addresses);
    if (addresses - before < k || Number(all!.addresses) - addresses < k) continue;
    kept.push(row);
    before = addresses;
  }
  return all ? [...kept, all] : [];
}
