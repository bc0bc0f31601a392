/** From records to the lines of a log file, in the delivery's fields and their order (LOG-2 to LOG-7). */
import type { LogDeliveryModel } from '../../assembly/model';
import { LOG_FIELDS } from './fields';
import type { LogRecord } from './record';

type Layout = Pick<LogDeliveryModel, 'format' | 'fields' | 'delimiter'>;

/** @throws Error when the delivery names a field that the edge does not know */
export function checkFields(fields: readonly string[]): void {
  const unknown = fields.filter((field) => !(field in LOG_FIELDS));
  if (unknown.length > 0) {
    throw new Error(
      `The log delivery names unknown fields, got: ${unknown.join(', ')}. Allowed are: ${Object.keys(LOG_FIELDS).join(', ')}.`,
    );
  }
}

/** One line without its line feed. */
export function formatRecord({ format, fields, delimiter }: Layout, record: LogRecord): string {
  const values = fields.map((field) => String(LOG_FIELDS[field]!(record) ?? '-'));
  // LOG-5: in JSON every value is a string.
  if (format === 'json') return JSON.stringify(Object.fromEntries(fields.map((field, i) => [field, values[i]])));
  return values.join(format === 'w3c' ? '\t' : delimiter);
}

/** What stands above the lines: the field names for w3c (LOG-7), nothing otherwise. */
export const fileHead = ({ format, fields }: Layout): string =>
  format === 'w3c' ? `#Version: 1.0\n#Fields: ${fields.join(' ')}\n` : '';
