import { serialize } from '../../../domain/usage/aggregate';
import type { TransparencyReport } from '../../../domain/usage/report/types';
import { tableKey } from '../../../domain/usage/tables';
import { publishDue } from '../../../functions/lambda/usage/publish-report';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { OCTOBER, sampleTables } from '../../domain/usage/report/sample';
import { type MemoryReporting, memoryReporting } from './reporting';

const TODAY = '2026-11-03';
const REPORT = 'index/-/transparency/2026-10/report.json';

const ask = jest.fn<Promise<number>, [Date, Date]>();
let at: MemoryReporting;

beforeEach(async () => {
  ask.mockReset().mockResolvedValue(0);
  at = { ...(await memoryReporting(sampleTables())), delivered: ask };
  for (const key of [
    '2026-10-05/a.duplicate.json',
    '2026-10-06/b.duplicate.json',
    '2026-10-31/c.empty.json',
    '2026-11-01/d.empty.json',
  ])
    await at.usage.put(`log-faults/${key}`, { body: Buffer.from('{}'), contentType: 'x' });
});

const report = () => JSON.parse(at.packages.current(REPORT)!.body.toString()) as TransparencyReport;

test('a month whose tables are new gets its account and statistics', async () => {
  await publishDue(at, [OCTOBER], TODAY);
  expect(report()).toMatchObject({ registry: 'example', period: '2026-10', published: TODAY, version: 1 });
  const folders = new Set(at.packages.keys().map((key) => key.split('/').slice(0, 3).join('/')));
  expect([...folders]).toEqual(['index/-/stats', 'index/-/transparency']);
  expect(JSON.stringify(report())).toContain('duplicate');
});

test('published again it is the same bytes, whatever the day', async () => {
  await publishDue(at, [OCTOBER], TODAY);
  const before = at.packages.keys().map((key) => at.packages.current(key)!.body.toString());
  await publishDue(at, [OCTOBER], '2026-11-08');
  expect(at.packages.keys().map((key) => at.packages.current(key)!.body.toString())).toEqual(before);
});

test('it says which part of the requests that CloudFront counted is in the log, and asks once', async () => {
  await publishDue(at, [OCTOBER], TODAY);
  const { logCoverage, requests } = report().figures;
  expect(logCoverage!.value).toBeNull();
  at = { ...at, packages: new MemoryObjectStore() };
  ask.mockClear().mockResolvedValue(2 * requests!.value!);
  await publishDue(at, [OCTOBER], TODAY);
  await publishDue(at, [OCTOBER], TODAY);
  expect(report().figures.logCoverage!.value).toBe(50);
  expect(ask.mock.calls).toEqual([[new Date('2026-10-01'), new Date('2026-11-01')]]);
});

test('what a run could not publish the next one does, once', async () => {
  await publishDue(at, [], TODAY);
  expect(at.packages.keys()).toEqual([]); // its tables are not all there
  await at.usage.put('runs/2026-10.json', { body: Buffer.from('{}'), contentType: 'x' });
  await publishDue(at, [], TODAY);
  expect(report().version).toBe(1);
  await publishDue(at, [], '2026-11-04');
  expect(at.packages.history(REPORT)).toHaveLength(1);
});

test('a month without a request has no account', async () => {
  const hours = sampleTables().find(({ table, period }) => table === 'hours' && period === '2026-10')!;
  await at.usage.put(tableKey('hours', '2026-10'), { body: Buffer.from(serialize({ ...hours, rows: [] })), contentType: 'x' });
  await publishDue(at, [OCTOBER], TODAY);
  expect(at.packages.keys()).toEqual([]);
});
