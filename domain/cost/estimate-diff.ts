/** What changed between two estimates, for somebody who decides whether to pay for it. */
import type { Estimate, EstimateLine } from './estimate';
import { dollars } from './money';

export interface Change {
  readonly item: string;
  readonly before: number;
  readonly after: number;
}

export interface EstimateDiff {
  readonly idle: Change;
  readonly month: Change;
  readonly year: Change;
  readonly cheapest: { readonly before: string; readonly after: string };
  /** Lines whose cost changed by half a cent or more, the largest change first. */
  readonly lines: readonly Change[];
  /** Fields of the traffic profile that differ. */
  readonly traffic: readonly string[];
}

const CENT = 0.005;

export function diffEstimates(before: Estimate, after: Estimate): EstimateDiff {
  const [old, now] = [byItem(before.lines), byItem(after.lines)];
  const lines = [...new Set([...old.keys(), ...now.keys()])].map((item) => ({
    item,
    before: old.get(item) ?? 0,
    after: now.get(item) ?? 0,
  }));
  const fields = [...new Set([...Object.keys(before.traffic), ...Object.keys(after.traffic)])] as (keyof Estimate['traffic'])[];
  return {
    idle: { item: 'idle month', before: before.idle, after: after.idle },
    month: { item: 'expected month', before: before.month, after: after.month },
    year: { item: 'month in a year', before: before.inAYear, after: after.inAYear },
    cheapest: { before: before.cheapest.name, after: after.cheapest.name },
    lines: lines.filter((line) => Math.abs(line.after - line.before) >= CENT).sort((a, b) => size(b) - size(a)),
    traffic: fields
      .filter((field) => JSON.stringify(before.traffic[field]) !== JSON.stringify(after.traffic[field]))
      .map((field) => `${field}: ${JSON.stringify(before.traffic[field])} before, ${JSON.stringify(after.traffic[field])} now`),
  };
}

const size = (change: Change): number => Math.abs(change.after - change.before);

function byItem(lines: readonly EstimateLine[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { item, monthly } of lines) totals.set(item, (totals.get(item) ?? 0) + monthly);
  return totals;
}

export function diffText(diff: EstimateDiff): string {
  const sums = [diff.idle, diff.month, diff.year].map((change) => `  ${change.item}: ${changeText(change)}`);
  const lines = diff.lines.map((change) => `  ${change.item}: ${changeText(change)}`);
  const { before, after } = diff.cheapest;
  return [
    'What changes against the last synthesis:',
    ...sums,
    before === after ? `  cheapest way to deliver: still ${after}` : `  cheapest way to deliver: ${after} instead of ${before}`,
    ...(diff.traffic.length ? ['Because other traffic is expected:', ...diff.traffic.map((text) => `  ${text}`)] : []),
    ...(lines.length ? ['Line by line:', ...lines] : ['No line of the expected month changes.']),
  ].join('\n');
}

function changeText({ before, after }: Change): string {
  const by = after - before;
  if (Math.abs(by) < CENT) return `${dollars(after)}, as before`;
  return `${dollars(after)}, ${dollars(Math.abs(by))} ${by > 0 ? 'more' : 'less'} than ${dollars(before)}`;
}
