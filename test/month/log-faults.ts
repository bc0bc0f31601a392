/** Log files that are delivered wrongly: totals stay right, and each fault is told once. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { aggregate, serialize } from '../../domain/usage/aggregate';
import { daysOf, periodNamed } from '../../domain/usage/period';
import { inspectLogs } from '../../functions/lambda/usage/inspect-logs';
import { MemoryObjectStore } from '../../functions/shared/memory/object-store';
import { openDuckdb } from '../../lib/cli/usage/duckdb-engine';
import type { SmallMonth } from './small-month';

/** A week, with all tables that a month has. */
const WEEK = { ...periodNamed('2026-W41'), kind: 'month' as const };
const DAYS = daysOf({ from: '2026-10-05', until: '2026-10-12' });

async function tablesOf({ folder }: SmallMonth, name: string): Promise<string[]> {
  const engine = await openDuckdb({ logs: join(folder, name), scratch: join(folder, 'scratch') });
  const tables = await aggregate(engine, WEEK);
  await engine.close();
  return tables.map(serialize);
}

const linesOf = (body: Buffer): string[] => gunzipSync(body).toString().trimEnd().split('\n');
const packed = (lines: readonly string[]): Buffer => gzipSync(`${lines.join('\n')}\n`);
const withName = (key: string, name: string): string => key.replace(/[^.]+\.gz$/, `${name}.gz`);
/** The folder of the same hour of the day after. */
const aDayLate = (key: string): string =>
  key.replace(/day=(\d\d)/, (_, day: string) => `day=${String(Number(day) + 1).padStart(2, '0')}`);

interface Delivery {
  readonly stored: ReadonlyMap<string, Buffer>;
  /** What is to be told, as `[file, fault]`. */
  readonly faults: readonly (readonly [string, string])[];
}

/** Every kind of fault, each in a file of another hour. */
function delivery({ folder, keys }: SmallMonth): Delivery {
  const ofWeek = keys.filter((key) => /day=(0[5-9]|1[01])\//.test(key));
  const bodyOf = (key: string): Buffer => readFileSync(join(folder, 'logs', key));
  const stored = new Map(ofWeek.map((key) => [key, bodyOf(key)]));
  const [twice, cut, newer, late, empty, mixed] = ofWeek.filter((_, i) => i % 20 === 7) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  stored.set(withName(twice, 'again'), bodyOf(twice));
  stored.set(withName(cut, 'cut'), bodyOf(cut).subarray(0, bodyOf(cut).length - 40));
  stored.set(newer, packed(linesOf(bodyOf(newer)).map((line) => line.replace(/}$/, ',"sc-new":"1"}'))));
  stored.delete(late);
  stored.set(aDayLate(late), bodyOf(late));
  stored.set(withName(empty, 'empty'), gzipSync(''));
  stored.set(mixed, packed([...linesOf(bodyOf(mixed)), 'no line at all']));
  return {
    stored,
    faults: [
      [withName(twice, 'again'), 'duplicate'],
      [withName(cut, 'cut'), 'damaged'],
      [newer, 'unknown-column'],
      [aDayLate(late), 'another-day'],
      [withName(empty, 'empty'), 'empty'],
      [mixed, 'malformed'],
    ],
  };
}

/** What is counted: the log files, not what was set aside. */
function writeAll({ folder }: SmallMonth, name: string, logs: MemoryObjectStore): void {
  for (const key of logs.keys().filter((each) => each.startsWith('cloudfront/'))) {
    const file = join(folder, name, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, logs.current(key)!.body);
  }
  expect(readdirSync(join(folder, name))).toEqual(['cloudfront']);
}

export function logFaultTests(month: () => SmallMonth): void {
  test('delivered twice, cut off, with a new column, a day late, empty, with a broken line: the tables are the same, and each is told once', async () => {
    const { stored, faults } = delivery(month());
    const [logs, usage] = [new MemoryObjectStore(), new MemoryObjectStore()];
    for (const [key, body] of stored) await logs.put(key, { body, contentType: 'application/gzip' });
    const at = { logs, usage, distributionIds: [month().model.distributions[0]!.id] };
    const first = await inspectLogs(at, DAYS);
    expect(first.faults.map(({ file, fault }) => [file, fault]).sort()).toEqual([...faults].sort());
    expect((await inspectLogs(at, DAYS)).faults).toEqual([]);
    writeAll(month(), 'inspected', logs);
    expect(await tablesOf(month(), 'inspected')).toEqual(await tablesOf(month(), 'logs'));
  }, 120_000);

  test('without inspection the same files would be counted wrongly', async () => {
    const { stored } = delivery(month());
    const logs = new MemoryObjectStore();
    for (const [key, body] of stored) if (!key.endsWith('cut.gz')) await logs.put(key, { body, contentType: 'application/gzip' });
    writeAll(month(), 'as delivered', logs);
    expect(await tablesOf(month(), 'as delivered')).not.toEqual(await tablesOf(month(), 'inspected'));
  }, 120_000);
}
