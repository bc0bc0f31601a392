/** How unequal something is: what share of the whole the busiest share draws, against the line of equality. Both in percent. */
import { type Html, html } from '../../site/html';
import { at, type Box, type Described, figure, picture } from './svg';

export interface Curve extends Described {
  /** Ascending; 0 and 100 are added. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly xTitle: string;
  readonly yTitle: string;
}

const BOX: Box = { width: 420, height: 420, left: 60, right: 20, top: 40, bottom: 70 };
const MARKS = [0, 25, 50, 75, 100];

export function curve(chart: Curve): Html {
  const x = (value: number): number => BOX.left + (value / 100) * (BOX.width - BOX.left - BOX.right);
  const y = (value: number): number => BOX.height - BOX.bottom - (value / 100) * (BOX.height - BOX.top - BOX.bottom);
  const points = [{ x: 0, y: 0 }, ...chart.points.filter((point) => point.x < 100), { x: 100, y: 100 }];
  const path = points.map((point) => `${at(x(point.x))},${at(y(point.y))}`).join(' ');
  const drawn = picture(chart, BOX, [
    ...MARKS.map((mark) => cross(mark, x, y)),
    html`<line class="ideal" x1="${at(x(0))}" y1="${at(y(0))}" x2="${at(x(100))}" y2="${at(y(100))}"/>`,
    html`<polyline class="line" points="${path}"/>`,
    ...points.slice(1, -1).map((point) => html`<circle class="s0" cx="${at(x(point.x))}" cy="${at(y(point.y))}" r="5"/>`),
    html`<text x="${BOX.left - 40}" y="22">${chart.yTitle}</text>`,
    html`<text x="${at(x(50))}" y="${BOX.height - 14}" text-anchor="middle">${chart.xTitle}</text>`,
  ]);
  return figure(chart, drawn, { kind: 'sq' });
}

const cross = (mark: number, x: (value: number) => number, y: (value: number) => number): Html => {
  const name = mark % 50 === 0 ? '' : 'w';
  return html`<line class="grid" x1="${at(x(0))}" x2="${at(x(100))}" y1="${at(y(mark))}" y2="${at(y(mark))}"/><text class="${name}" x="${BOX.left - 8}" y="${at(y(mark) + 5)}" text-anchor="end">${mark}</text><text class="${name}" x="${at(x(mark))}" y="${BOX.height - BOX.bottom + 24}" text-anchor="middle">${mark}</text>`;
};
