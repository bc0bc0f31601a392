/** Log lines as the CDN delivers them, and where they lie. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ACCESS_LOG_FIELDS, type AccessLogField } from '../../../../domain/contracts/access-log';
import type { EdgeLogRecord } from '../../../../domain/contracts/edge-log';
import { encodeCustomData, encodeLogValue } from '../../../../local/simulators/logs/encode';

/** Values as delivered, with the folder of the file. */
export type LogLine = Readonly<Record<AccessLogField | 'folderDay' | 'folderHour', string>>;

/** A request before it is written down. */
export interface Request {
  readonly day: string;
  readonly time: string;
  readonly ip: string;
  readonly asn: string;
  readonly country: string;
  readonly method: string;
  /** As sent. */
  readonly path: string;
  readonly status: string;
  readonly bytes: string;
  readonly rangeStart: string;
  readonly result: string;
  /** As sent. */
  readonly agent: string;
  readonly edge: EdgeLogRecord | undefined;
  /** @default the day */
  readonly folderDay?: string;
}

const EMPTY = Object.fromEntries(ACCESS_LOG_FIELDS.map((field) => [field, '-'])) as Record<AccessLogField, string>;

export const lineOf = (request: Request): LogLine => ({
  ...EMPTY,
  date: request.day,
  time: request.time,
  'sc-bytes': request.bytes,
  'c-ip': request.ip,
  'cs-method': request.method,
  'cs-uri-stem': encodeLogValue(request.path),
  'sc-status': request.status,
  'cs(User-Agent)': request.agent === '-' ? '-' : encodeLogValue(request.agent),
  'x-edge-result-type': request.result,
  'sc-range-start': request.rangeStart,
  asn: request.asn,
  'c-country': request.country,
  'viewer-request-log-data': request.edge ? encodeCustomData(JSON.stringify(request.edge)) : '-',
  folderDay: request.folderDay ?? request.day,
  folderHour: request.time.slice(0, 2),
});

/** Table `cf_raw` as part of a statement. */
export function rawValues(lines: readonly LogLine[]): string {
  const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const columns = [...ACCESS_LOG_FIELDS.map((field) => field.toLowerCase()), 'year', 'month', 'day', 'hour'];
  const rows = lines.map((line) => {
    const [year, month, day] = line.folderDay.split('-') as [string, string, string];
    return `(${[...ACCESS_LOG_FIELDS.map((field) => line[field]), year, month, day, line.folderHour].map(quoted).join(', ')})`;
  });
  return `cf_raw(${columns.map((name) => `"${name}"`).join(', ')}) AS (VALUES\n${rows.join(',\n')})`;
}

/** A query with its log in it. */
export const withLog = (sql: string, lines: readonly LogLine[]): string =>
  sql.replace(/^WITH /, () => `WITH ${rawValues(lines)},\n`);

/** Writes lines as the CDN does: gzip files in folders by hour. */
export function writeLogs(folder: string, lines: readonly LogLine[]): void {
  const files = new Map<string, string>();
  for (const { folderDay, folderHour, ...fields } of lines) {
    const [year, month, day] = folderDay.split('-') as [string, string, string];
    const path = join(folder, 'distributionid=E1', `year=${year}`, `month=${month}`, `day=${day}`, `hour=${folderHour}`);
    files.set(path, `${files.get(path) ?? ''}${JSON.stringify(fields)}\n`);
  }
  for (const [path, body] of files) {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'E1.gz'), gzipSync(body));
  }
}
