/** What charts have in common: a picture that a screen reader can name, a scale, and marks along it. */
import { type Html, html } from '../../site/html';

export interface Described {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, as a sentence with the finding in it. */
  readonly finding: string;
}

export interface Box {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const picture = ({ id, title, finding }: Described, { width, height }: Box, parts: readonly Html[]): Html =>
  html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${finding}</desc>${parts}</svg>`;

/** A picture with its title above, for who sees it. @param kind further class of the figure */
export const figure = (
  chart: Described,
  drawn: Html,
  { kind = '', below = html`` }: { kind?: string; below?: Html } = {},
): Html => html`<figure class="chart${kind && ` ${kind}`}"><figcaption>${chart.title}</figcaption>${drawn}${below}</figure>`;

/** Coordinates with one digit after the point: the same text everywhere. */
export const at = (value: number): string => value.toFixed(1);

/** Round steps up to at least `highest`, four or five of them; 0 has one step of 1. @param unit in which they are round */
export function stepsUpTo(highest: number, unit = 1): number[] {
  if (unit !== 1) return stepsUpTo(highest / unit).map((step) => step * unit);
  if (highest <= 0) return [0, 1];
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, i) => i * step);
}

/** Lines across the picture with what they stand for. */
export const levels = (
  box: Box,
  steps: readonly number[],
  y: (value: number) => number,
  text: (value: number) => string,
): Html[] =>
  steps.map((value, i) => {
    const mark = i % 2 === 1 ? ' class="w"' : '';
    return html`<line class="grid" x1="${box.left}" x2="${box.width - box.right}" y1="${at(y(value))}" y2="${at(y(value))}"/>${
      mark
        ? html`<text class="w" x="${box.left - 8}" y="${at(y(value) + 5)}" text-anchor="end">${text(value)}</text>`
        : html`<text x="${box.left - 8}" y="${at(y(value) + 5)}" text-anchor="end">${text(value)}</text>`
    }`;
  });
