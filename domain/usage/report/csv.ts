/** Tables as CSV: RFC 4180, a header line, UTF-8. A spreadsheet must not take a text for a formula. */
import { headText } from './text';
import type { Figure, ReportTable } from './types';

export const tableCsv = ({ columns, rows }: ReportTable): string =>
  csv([columns.map(headText), ...rows.map((row) => columns.map(({ name }) => row[name] ?? null))]);

export const figuresCsv = (figures: Readonly<Record<string, Figure>>): string =>
  csv([
    ['Figure', 'Value', 'Unit', 'Note'],
    ...Object.values(figures).map(({ title, value, unit, note }) => [title, value, unit, note ?? null]),
  ]);

type Field = string | number | null;

const csv = (lines: readonly (readonly Field[])[]): string => lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');

/** https://owasp.org/www-community/attacks/CSV_Injection */
function field(value: Field): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
