/** Files of an access log, right ones and faulty ones. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { ACCESS_LOG_FIELDS } from '../../../domain/contracts/access-log';
import { logFolder } from '../../../domain/usage/log-files';
import type { MemoryObjectStore } from '../../../functions/shared/memory/object-store';

export const DISTRIBUTION = 'E2EXAMPLE';
export const DAY = '2026-10-05';
export const NEXT_DAY = '2026-10-06';

/** Lines of an hour that differ in their bytes. */
export const lines = (
  day: string,
  hour: string,
  bytes: readonly number[],
  more: Readonly<Record<string, string>> = {},
): string[] =>
  bytes.map((size) => {
    const values = { date: day, time: `${hour}:15:00`, 'sc-bytes': String(size) };
    return JSON.stringify({ ...Object.fromEntries(ACCESS_LOG_FIELDS.map((name) => [name, '-'])), ...values, ...more });
  });

export const packed = (all: readonly string[]): Buffer => gzipSync(all.map((line) => `${line}\n`).join(''));

export const keyOf = (day: string, hour: string, name: string): string =>
  `${logFolder(DISTRIBUTION, day, hour)}${DISTRIBUTION}.${day}-${hour}.${name}.gz`;

export const deliver = (logs: MemoryObjectStore, key: string, body: Buffer) =>
  logs.put(key, { body, contentType: 'application/gzip' });

/** `sc-bytes` of every line below a day's folder, which must all be of that day. */
export function counted(logs: MemoryObjectStore, day: string): number[] {
  const keys = logs.keys().filter((key) => key.startsWith(logFolder(DISTRIBUTION, day)));
  const all = keys.flatMap((key) => gunzipSync(logs.current(key)!.body).toString().trim().split('\n'));
  const values = all.map((line) => JSON.parse(line) as Record<string, string>);
  expect(values.filter(({ date }) => date !== day)).toEqual([]);
  return values.map((value) => Number(value['sc-bytes'])).sort((a, b) => a - b);
}
