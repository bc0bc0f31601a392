import { gzipSync } from 'node:zlib';
import { SET_ASIDE_PREFIX } from '../../../domain/contracts/usage';
import { inspectLogs, type LogInspection } from '../../../functions/lambda/usage/inspect-logs';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { counted, DAY, DISTRIBUTION, deliver, keyOf, lines, NEXT_DAY, packed } from './log-files';

const DAYS = [DAY, NEXT_DAY];
let logs: MemoryObjectStore;
let usage: MemoryObjectStore;
let opened: string[];
let at: LogInspection;

beforeEach(() => {
  [logs, usage, opened] = [new MemoryObjectStore(), new MemoryObjectStore(), []];
  at = { logs, usage, distributionIds: [DISTRIBUTION] };
  const open = logs.open.bind(logs);
  logs.open = (key) => {
    opened.push(key);
    return open(key);
  };
});

const GOOD = keyOf(DAY, '07', 'aaaaaaaa');
const BAD = keyOf(DAY, '07', 'bbbbbbbb');
const ASIDE = SET_ASIDE_PREFIX + BAD;
const damagedFile = packed(
  lines(
    DAY,
    '07',
    Array.from({ length: 500 }, (_, i) => i),
  ),
).subarray(0, 900);

const cases: [string, Buffer, object, number[]][] = [
  [
    'delivered twice',
    packed(lines(DAY, '07', [1, 2])),
    { fault: 'duplicate', detail: `the same lines have come as ${GOOD}`, fate: 'set-aside' },
    [1, 2],
  ],
  [
    'delivered twice, packed otherwise',
    gzipSync(`${lines(DAY, '07', [1, 2]).join('\n')}\n`, { level: 1 }),
    { fault: 'duplicate', detail: `the same lines have come as ${GOOD}`, fate: 'set-aside' },
    [1, 2],
  ],
  [
    'cut off',
    damagedFile,
    { fault: 'damaged', detail: 'the gzip cannot be read to its end: unexpected end of file', fate: 'set-aside' },
    [1, 2],
  ],
  [
    'not packed',
    Buffer.from('plain text'),
    { fault: 'damaged', detail: 'the gzip cannot be read to its end: incorrect header check', fate: 'set-aside' },
    [1, 2],
  ],
  ['of no bytes', Buffer.alloc(0), { fault: 'empty', detail: 'it has no lines', fate: 'set-aside' }, [1, 2]],
  ['of no lines', gzipSync(''), { fault: 'empty', detail: 'it has no lines', fate: 'set-aside' }, [1, 2]],
  [
    'with another column',
    packed(lines(DAY, '07', [3], { 'x-new': 'x' })),
    { fault: 'unknown-column', detail: 'columns differ from those that are delivered: x-new is new', fate: 'kept' },
    [1, 2, 3],
  ],
  [
    'with a line that is broken',
    packed([...lines(DAY, '07', [3]), '{"date":']),
    {
      fault: 'malformed',
      detail: '1 of 2 lines are no JSON object with a date and a time; they are left out',
      fate: 'sorted',
    },
    [1, 2, 3],
  ],
];

test.each(cases)('a file %s is told once, and totals are right', async (_, body, fault, total) => {
  await deliver(logs, GOOD, packed(lines(DAY, '07', [1, 2])));
  await deliver(logs, BAD, body);
  const first = await inspectLogs(at, DAYS);
  expect(first).toMatchObject({ files: 2, faults: [{ file: BAD, day: DAY, ...fault }] });
  expect(counted(logs, DAY)).toEqual(total);
  const isAside = first.faults[0]?.fate !== 'kept';
  expect([logs.keys().includes(BAD), logs.current(ASIDE)?.body.equals(body) ?? false]).toEqual([!isAside, isAside]);

  const keys = logs.keys();
  expect(await inspectLogs(at, DAYS)).toEqual({ files: 0, faults: [], touched: [] });
  expect([counted(logs, DAY), logs.keys()]).toEqual([total, keys]);
});

test('lines in the folder of another day are counted on their own, which is made again', async () => {
  await deliver(logs, keyOf(DAY, '23', 'a'), packed(lines(DAY, '23', [1])));
  const late = keyOf(NEXT_DAY, '00', 'b');
  await deliver(logs, late, packed([...lines(DAY, '23', [2]), ...lines(NEXT_DAY, '00', [3]), ...lines('2026-09-30', '12', [4])]));
  const { faults, touched } = await inspectLogs(at, DAYS);
  expect(faults).toEqual([
    {
      file: late,
      day: NEXT_DAY,
      fault: 'another-day',
      detail: '2 of 3 lines are of another day; they are counted there',
      fate: 'sorted',
    },
  ]);
  expect(touched).toEqual(['2026-09-30', DAY, NEXT_DAY]);
  expect([counted(logs, DAY), counted(logs, NEXT_DAY), counted(logs, '2026-09-30')]).toEqual([[1, 2], [3], [4]]);
  expect(await inspectLogs(at, DAYS)).toEqual({ files: 0, faults: [], touched: [] });
});

test('a file that is delivered again after it was sorted is not counted again', async () => {
  const body = packed(lines(DAY, '23', [1, 2]));
  await deliver(logs, keyOf(NEXT_DAY, '00', 'a'), body);
  await inspectLogs(at, DAYS);
  await deliver(logs, keyOf(NEXT_DAY, '00', 'b'), body);
  const { faults } = await inspectLogs(at, DAYS);
  expect(faults.map(({ fault, fate }) => [fault, fate])).toEqual([['duplicate', 'set-aside']]);
  expect([counted(logs, DAY), counted(logs, NEXT_DAY)]).toEqual([[1, 2], []]);
});

test('looks only at files that have come since', async () => {
  await deliver(logs, GOOD, packed(lines(DAY, '07', [1, 2])));
  await inspectLogs(at, DAYS);
  await deliver(logs, BAD, packed(lines(DAY, '07', [3])));
  opened = [];
  expect(await inspectLogs(at, DAYS)).toEqual({ files: 1, faults: [], touched: [] });
  expect(opened).toEqual([BAD]);
});

test('a run that ends between any two calls is made good by the next', async () => {
  for (let calls = 0; ; calls++) {
    [logs, usage] = [new MemoryObjectStore(), new MemoryObjectStore()];
    at = { logs, usage, distributionIds: [DISTRIBUTION] };
    await deliver(logs, GOOD, packed(lines(DAY, '07', [1, 2])));
    await deliver(logs, BAD, packed(lines(DAY, '07', [1, 2])));
    await deliver(logs, keyOf(NEXT_DAY, '00', 'c'), packed([...lines(DAY, '23', [5]), ...lines(NEXT_DAY, '00', [6])]));
    const failed = await inspectLogs(failingAfter(at, calls), DAYS).then(
      () => false,
      () => true,
    );
    await inspectLogs(at, DAYS);
    expect([counted(logs, DAY), counted(logs, NEXT_DAY)]).toEqual([[1, 2, 5], [6]]);
    const told = usage.keys().filter((key) => key.startsWith('log-faults/'));
    expect(told.map((key) => usage.history(key).length)).toEqual([1, 1]);
    if (!failed) break;
    expect(calls).toBeLessThan(40);
  }
});

/** The same buckets, of which every call after the first ones fails. */
function failingAfter({ logs: of, usage: and, ...rest }: LogInspection, calls: number): LogInspection {
  let left = calls;
  const failing = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => (left-- > 0 ? method.apply(target, args) : Promise.reject(new Error('S3 is away.')));
      },
    });
  return { ...rest, logs: failing(of), usage: failing(and) };
}

test('a connection that breaks is no fault of the file', async () => {
  await deliver(logs, GOOD, packed(lines(DAY, '07', [1])));
  const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const body = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(reset) }) };
  logs.open = () => Promise.resolve({ etag: '', size: 1, metadata: {}, body });
  await expect(inspectLogs(at, DAYS)).rejects.toThrow(reset);
  expect(usage.keys()).toEqual([]);
});
