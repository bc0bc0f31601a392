/** Named amounts beside each other, each with its number: cost by component. A second amount is drawn below the first. */
import { type Html, html } from '../../site/html';
import { at, type Box, type Described, figure, picture } from './svg';

export interface Bars extends Described {
  readonly bars: readonly { readonly label: string; readonly value: number; readonly second?: number }[];
  readonly text: (value: number) => string;
}

const ROW = 44;
const [WIDTH, LEFT, RIGHT] = [720, 150, 240];

export function bars(chart: Bars): Html {
  const highest = Math.max(0, ...chart.bars.flatMap(({ value, second = 0 }) => [value, second]));
  const length = (value: number): number => (highest > 0 ? (Math.max(0, value) / highest) * (WIDTH - LEFT - RIGHT) : 0);
  const box: Box = { width: WIDTH, height: chart.bars.length * ROW, left: LEFT, right: RIGHT, top: 0, bottom: 0 };
  const rows = chart.bars.map(({ label, value, second }, i) => {
    const y = i * ROW;
    const numbers = second === undefined ? chart.text(value) : `${chart.text(value)} / ${chart.text(second)}`;
    return html`<text x="${LEFT - 10}" y="${y + 27}" text-anchor="end">${label}</text>${rect(0, y + 6, length(value), second === undefined ? 30 : 14)}${
      second === undefined ? html`` : rect(1, y + 22, length(second), 14)
    }<text x="${at(LEFT + Math.max(length(value), length(second ?? 0)) + 8)}" y="${y + 27}">${numbers}</text>`;
  });
  return figure(chart, picture(chart, box, rows));
}

const rect = (series: number, y: number, width: number, height: number): Html =>
  html`<rect class="s${series}" x="${LEFT}" y="${y}" width="${at(Math.max(1, width))}" height="${height}"/>`;
