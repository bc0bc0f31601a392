/** A badge with the downloads of a month: an image of text, so that its title says the same. */
import { escapeHtml } from '../../packages/html';

const LABEL = 'downloads';
/** Widths of the common sans-serif fonts at 11 px: rather too wide than cut off. */
const CHARACTER = 7;
const PADDING = 6;

const width = (text: string): number => text.length * CHARACTER + 2 * PADDING;

/** `1.23M`, `45.6k`, `780`: downwards, as the numbers themselves are. */
export function shortNumber(value: number): string {
  const unit = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ].find(([size]) => value >= Number(size)) as readonly [number, string] | undefined;
  return unit ? `${Number((value / unit[0]).toPrecision(3))}${unit[1]}` : String(value);
}

/** @param downloads of the month; null where they are too few to be published */
export function badge(downloads: number | null): string {
  const value = downloads === null ? 'few' : `${shortNumber(downloads)}/month`;
  const [left, right] = [width(LABEL), width(value)];
  const title = escapeHtml(`${LABEL}: ${value}`);
  const text = (of: string, from: number, wide: number): string => `<text x="${from + wide / 2}" y="14">${escapeHtml(of)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}">
<title>${title}</title>
<rect width="${left + right}" height="20" rx="3" fill="#1b1b1f"/>
<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="#0b4fb3"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">${text(LABEL, 0, left)}${text(value, left, right)}</g>
</svg>
`;
}
