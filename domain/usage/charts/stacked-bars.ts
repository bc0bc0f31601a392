/** Bars over time, each made of parts: bytes a day by tier. */
import { type Html, html } from '../../site/html';
import { SERIES_COUNT } from './style';
import { at, type Box, type Described, figure, levels, picture, stepsUpTo } from './svg';

export interface StackedBars extends Described {
  /** Names of parts, from the bottom up. */
  readonly series: readonly string[];
  readonly bars: readonly { readonly label: string; readonly values: readonly number[] }[];
  readonly text: (value: number) => string;
  /** In which levels are round, for a highest value. @default 1 */
  readonly unitFor?: (highest: number) => number;
}

const BOX: Box = { width: 720, height: 320, left: 90, right: 10, top: 10, bottom: 40 };

/** Of a bar with the gap beside it. */
const WIDEST = 60;

export function stackedBars(chart: StackedBars): Html {
  const { series, bars, text, unitFor = () => 1 } = chart;
  const highest = Math.max(0, ...bars.map(({ values }) => sum(values)));
  const steps = stepsUpTo(highest, unitFor(highest));
  const top = steps.at(-1)!;
  const y = (value: number): number => BOX.height - BOX.bottom - (value / top) * (BOX.height - BOX.top - BOX.bottom);
  const slot = Math.min(WIDEST, (BOX.width - BOX.left - BOX.right) / Math.max(1, bars.length));
  const parts = bars.map(({ label, values }, i) => {
    const x = BOX.left + i * slot;
    return html`${values.map((_, part) => bar(x, slot, { from: y(sum(values.slice(0, part))), to: y(sum(values.slice(0, part + 1))), part }))}${dayMark(label, i, x + slot / 2)}`;
  });
  const drawn = picture(chart, BOX, [...levels(BOX, steps, y, text), ...parts]);
  return figure(chart, drawn, series.length > 1 ? { below: legend(series) } : {});
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const bar = (x: number, slot: number, { from, to, part }: { from: number; to: number; part: number }): Html =>
  from - to < 0.05
    ? html``
    : html`<rect class="s${part % SERIES_COUNT}" x="${at(x + slot * 0.1)}" y="${at(to)}" width="${at(slot * 0.8)}" height="${at(from - to)}"/>`;

/** Every fifth has its name, and on phones every tenth. */
function dayMark(label: string, i: number, x: number): Html {
  if (i % 5 !== 0) return html``;
  const y = BOX.height - BOX.bottom + 24;
  return i % 10 === 0
    ? html`<text x="${at(x)}" y="${y}" text-anchor="middle">${label}</text>`
    : html`<text class="w" x="${at(x)}" y="${y}" text-anchor="middle">${label}</text>`;
}

const legend = (series: readonly string[]): Html =>
  html`<ul class="legend">${series.map(
    (name, i) =>
      html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="s${i % SERIES_COUNT}" width="10" height="10"/></svg>${name}</li>`,
  )}</ul>`;
