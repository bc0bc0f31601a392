/** Pages for people, as releases and commands leave them. */
import { namesKey } from '../../../domain/contracts/keys';
import { listObject, listPages } from '../../../domain/site/package-list';
import { benchOf, give, type Of, release } from './histories';

const DEMO: Of = { ecosystem: 'pypi', project: 'demo' };
const OTHER: Of = { ecosystem: 'pypi', project: 'demo-other' };
const PAGE = 'index/-/packages/pypi/demo/index.html';
const LIST = 'index/-/packages/pypi/index.html';

const textAt = (bench: ReturnType<typeof benchOf>, key: string): string => bench.packages.current(key)!.body.toString();

test('a release puts its project on the list, and on its own page the number of its ledger entry', async () => {
  const bench = benchOf([DEMO, OTHER]);
  await release(bench, OTHER, '1.0.0');
  await release(bench, DEMO, '1.0.0');
  expect(textAt(bench, LIST)).toContain('<li><a href="/-/packages/pypi/demo/">demo</a></li>');
  expect(textAt(bench, LIST)).toContain('<li><a href="/-/packages/pypi/demo-other/">demo-other</a></li>');
  expect(textAt(bench, PAGE)).toContain('ledger entry 1</a>');
  expect(JSON.parse(textAt(bench, 'index/-/stats/pypi/demo/latest.json'))).toEqual({
    schema: 1,
    ecosystem: 'pypi',
    project: 'demo',
    latest: null,
    months: [],
  });
});

test('a yank, a deprecation and a block show on the page, and go again', async () => {
  const bench = benchOf([DEMO]);
  await release(bench, DEMO, '1.0.0');
  await release(bench, DEMO, '1.9.0');
  const before = textAt(bench, PAGE);
  await give(bench, DEMO, { action: 'yank', version: '1.9.0', reason: 'Loses data.' });
  expect(textAt(bench, PAGE)).toContain('<h2>Install 1.0.0</h2>');
  expect(textAt(bench, PAGE)).toContain('<strong>Yanked.</strong> <bdi>Loses data.</bdi>');
  await give(bench, DEMO, { action: 'block', reason: 'A court order.', status: 451 });
  expect(textAt(bench, PAGE)).toContain('Blocked by the registry: A court order.');
  expect(textAt(bench, PAGE)).not.toContain('1.9.0');
  await give(bench, DEMO, { action: 'unblock' });
  await give(bench, DEMO, { action: 'unyank', version: '1.9.0' });
  expect(textAt(bench, PAGE)).toBe(before);
});

test('the page is cleared from the edge with the project’s other documents', async () => {
  const bench = benchOf([DEMO]);
  await release(bench, DEMO, '1.0.0');
  expect(bench.packages.current(PAGE)!.metadata!['cache-tag']).toBe('ecosystem:pypi,project:pypi:demo,index:pypi:demo');
});

test('a reindex makes page, list and numbers anew, of releases before there were any too', async () => {
  const bench = benchOf([DEMO]);
  await release(bench, DEMO, '1.0.0');
  await release(bench, DEMO, '1.9.0');
  const keys = [PAGE, LIST, 'state/entries/pypi/demo.json'] as const;
  const stored = () => keys.map((key) => (bench.packages.current(key) ?? bench.records.current(key))!.body.toString());
  const before = stored();
  for (const key of keys) {
    await bench.packages.remove(key);
    await bench.records.remove(key);
  }
  await give(bench, DEMO);
  expect(stored()).toEqual(before);
});

test('a list that becomes too long is divided: its parts are there before it leads to them, the one of the new name last', async () => {
  const bench = benchOf([DEMO]);
  const names = Array.from({ length: 750 }, (_, i) => `other-${String(i).padStart(4, '0')}`);
  expect([listPages(names).parts.length, listPages(['demo', ...names]).parts.length]).toEqual([0, 2]);
  await bench.records.put(namesKey('pypi'), {
    body: Buffer.from(JSON.stringify({ schema: 1, names })),
    contentType: 'application/json',
  });
  const long = listObject(bench.intake.registry, 'pypi', listPages(names));
  await bench.packages.put(LIST, { body: long.body, contentType: long.contentType });
  const put = jest.spyOn(bench.packages, 'put');
  await release(bench, DEMO, '1.0.0');
  expect(put.mock.calls.map(([key]) => key).filter((key) => key.startsWith('index/-/packages/'))).toEqual([
    'index/-/packages/pypi/~o/index.html',
    LIST,
    'index/-/packages/pypi/~d/index.html',
    PAGE,
  ]);
  expect(textAt(bench, LIST)).toContain('<a href="/-/packages/pypi/~d/">d…</a>');
  expect(textAt(bench, 'index/-/packages/pypi/~d/index.html')).toContain('<a href="/-/packages/pypi/demo/">demo</a>');
});
