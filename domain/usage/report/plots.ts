/** The three pictures of a report. Each says in words what it shows. */
import { type Html, html } from '../../site/html';
import { bars } from '../charts/bars';
import { curve } from '../charts/curve';
import { stackedBars } from '../charts/stacked-bars';
import { OTHER } from '../k-anonymity';
import { bytesText, bytesUnit, usdText } from './text';
import type { Cells, TransparencyReport } from './types';

export function dayChart({ tables }: TransparencyReport): Html {
  const rows = tables.tierDays?.rows ?? [];
  if (rows.length === 0) return html``;
  const days = [...new Set(rows.map(({ day }) => String(day)))];
  const series = [...new Set(rows.map(({ tier }) => String(tier)))].sort((a, b) => totalOf(rows, b) - totalOf(rows, a));
  const lines = days.map((day) => ({ label: dayOf(day), values: series.map((tier) => bytesOn(rows, day, tier)) }));
  const sums = lines.map(({ values }) => values.reduce((all, value) => all + value, 0));
  const busiest = sums.indexOf(Math.max(...sums));
  return stackedBars({
    id: 'days',
    title: 'Bytes a day, by tier',
    finding: `${days.length} days; the busiest was ${days[busiest]!} with ${bytesText(sums[busiest]!)}, the quietest had ${bytesText(Math.min(...sums))}. Most is ${series[0]!}.`,
    series: series.map((name) => (name === OTHER ? 'other tiers' : name)),
    bars: lines,
    text: bytesText,
    unitFor: bytesUnit,
  });
}

const totalOf = (rows: readonly Cells[], tier: string): number =>
  rows.reduce((sum, row) => sum + (row.tier === tier ? Number(row.bytes) : 0), 0);
const bytesOn = (rows: readonly Cells[], day: string, tier: string): number =>
  Number(rows.find((row) => row.day === day && row.tier === tier)?.bytes ?? 0);
const dayOf = (day: string): string => String(Number(day.slice(8)));

export function costChart({ tables, figures }: TransparencyReport): Html {
  const rows = tables.cost?.rows ?? [];
  if (rows.length === 0) return html``;
  const [first] = rows;
  const billed = rows.some(({ actualUsd }) => actualUsd !== null);
  return bars({
    id: 'cost',
    title: billed ? 'Cost by component: estimated, and below it actual' : 'Estimated cost by component',
    finding: `Of ${usdText(figures.estimatedUsd?.value ?? 0)} in all, ${String(first!.component)} is ${usdText(Number(first!.estimatedUsd))}.`,
    bars: rows.map(({ component, estimatedUsd, actualUsd }) => ({
      label: String(component),
      value: Number(estimatedUsd),
      ...(actualUsd !== null && { second: Number(actualUsd) }),
    })),
    text: usdText,
  });
}

export function concentrationChart({ tables }: TransparencyReport): Html {
  const rows = (tables.concentration?.rows ?? []).filter(({ bytesPercent }) => bytesPercent !== null);
  const [first] = rows;
  if (!first || rows.length < 2) return html``;
  return curve({
    id: 'concentration',
    title: 'Concentration: bytes by the busiest addresses',
    finding: `The busiest ${first.addressesPercent} percent of addresses draw ${first.bytesPercent} percent of the bytes.`,
    points: rows.map(({ addressesPercent, bytesPercent }) => ({ x: Number(addressesPercent), y: Number(bytesPercent) })),
    xTitle: 'busiest addresses (%)',
    yTitle: 'bytes (%)',
  });
}
