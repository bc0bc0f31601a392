import { Script } from 'node:vm';
import { createAdmin } from '../../../local/admin/admin';
import { createAdjustableClock } from '../../../local/clock';
import { type EdgeResponse, type HeaderList, header } from '../../../local/http';
import { createPlaces } from '../../../local/places';
import { NOW, request, testEdge, text } from '../harness';

const HOST = '127.0.0.1:8081';
const SAME_ORIGIN = ['Origin', `http://${HOST}`] as const;

function setUp() {
  const bench = testEdge();
  const time = createAdjustableClock(() => NOW);
  const places = createPlaces();
  const invalidations = [{ time: '2026-11-22T17:30:00.000Z', id: 'I1', items: ['#a'], removed: 2 }];
  const admin = createAdmin({
    edge: bench.edge,
    clock: time,
    places,
    wafMode: 'precise',
    invalidations: () => invalidations,
    edgeUrl: 'http://127.0.0.1:8080',
  });
  const ask = (path: string, method = 'GET', headers: HeaderList = [], body = '', host = HOST): Promise<EdgeResponse> =>
    admin({ ...request(path, { method, body: Buffer.from(body) }), headers: [['Host', host], ...headers] });
  const post = (path: string, body = '') => ask(path, 'POST', [SAME_ORIGIN], body);
  return { ...bench, time, places, ask, post };
}

test('the page is one self-contained document', async () => {
  const page = await setUp().ask('/');
  expect([page.status, header(page.headers, 'content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(text(page)).not.toMatch(/\b(src|href)="(?!")|@import|url\(/);
  expect(header(page.headers, 'content-security-policy')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
});

test('the script of the page parses', async () => {
  const script = /<script>(.*)<\/script>/s.exec(text(await setUp().ask('/')))![1]!;
  expect(() => new Script(script)).not.toThrow();
});

test('the state tells what happened and what time it is', async () => {
  const { ask, get } = setUp();
  await get('/nothing');
  expect(JSON.parse(text(await ask('/state.json')))).toMatchObject({
    edgeUrl: 'http://127.0.0.1:8080',
    now: '2026-11-22T17:30:05.000Z',
    aheadMs: 0,
    wafMode: 'precise',
    places: [],
    distributions: [{ id: 'E1', metrics: { Requests: 1 } }],
    requests: [{ path: '/nothing', status: 404 }],
    invalidations: [{ id: 'I1', items: ['#a'], removed: 2 }],
  });
});

test('the clock moves forward', async () => {
  const { post, time } = setUp();
  expect(text(await post('/advance', '{"seconds":60}'))).toBe('{"now":"2026-11-22T17:31:05.000Z"}');
  expect(time.offset()).toBe(60_000);
});

test.each(['', 'not json', '{}', '{"seconds":-1}', '{"seconds":0}', '{"seconds":"60"}', '{"seconds":99999999999}'])(
  'the clock does not move for %j',
  async (body) => {
    const { post, time } = setUp();
    const refused = await post('/advance', body);
    expect([refused.status, time.offset()]).toEqual([400, 0]);
    expect(text(refused)).toContain("'seconds' must be a number above 0 and at most 31622400, got: ");
  },
);

test('a clock that should go back says why it does not', () => {
  const time = createAdjustableClock(() => NOW);
  expect(() => {
    time.advance(-1);
  }).toThrow(new RangeError('The clock only moves forward, got: -1 ms.'));
});

test('a client can be said to be somewhere', async () => {
  const { post, places } = setUp();
  expect((await post('/place', '{"addresses":"127.0.0.7","country":"DE","asn":"64500"}')).status).toBe(200);
  expect((await post('/place', '{"addresses":"127.0.0.8","country":"","asn":64501}')).status).toBe(200);
  expect(['127.0.0.7', '127.0.0.8'].map(places.locate)).toEqual([{ country: 'DE', asn: '64500' }, { asn: '64501' }]);
});

test.each([
  ['', '\'addresses\' must be an address or a range in CIDR form, got: "".'],
  ['{"addresses":"127.0.0.7","asn":"AS1"}', '\'asn\' must be the number of a network such as 64500, got: "AS1".'],
])('nobody is moved by %j', async (body, error) => {
  const { post, places } = setUp();
  const refused = await post('/place', body);
  expect([refused.status, JSON.parse(text(refused)), places.list()]).toEqual([400, { error }, []]);
});

test('all copies can be evicted', async () => {
  const { post, put, get, edge } = setUp();
  put('a', 'abc');
  await get('/a');
  expect(text(await post('/evict'))).toBe('{"removed":1}');
  expect(edge.stats().distributions[0]!.cache.entries).toBe(0);
});

test('logs can be delivered at once', async () => {
  expect((await setUp().post('/flush-logs')).status).toBe(200);
});

test.each<[what: string, origin: HeaderList, got: string]>([
  ['another page', [['Origin', 'https://evil.example']], 'https://evil.example'],
  ['another port', [['Origin', 'http://127.0.0.1:9999']], 'http://127.0.0.1:9999'],
  ['a sandboxed frame', [['Origin', 'null']], 'null'],
  ['nowhere', [], 'none'],
])('a change asked for by %s is refused', async (_what, origin, got) => {
  const { ask, time } = setUp();
  const refused = await ask('/advance', 'POST', origin, '{"seconds":60}');
  expect([refused.status, JSON.parse(text(refused)), time.offset()]).toEqual([
    403,
    { error: `The request must come from this page: the Origin header must be http://${HOST}, got: ${got}.` },
    0,
  ]);
});

test.each(['GET', 'PUT', 'DELETE'])('a change needs POST, not %s', async (method) => {
  const { ask, time } = setUp();
  expect([(await ask('/advance', method, [SAME_ORIGIN], '{"seconds":60}')).status, time.offset()]).toEqual([
    method === 'GET' ? 404 : 405,
    0,
  ]);
});

test('a host name that is not loopback is refused, whatever it resolves to', async () => {
  const { ask } = setUp();
  const refused = await ask('/state.json', 'GET', [], '', 'evil.example:8081');
  expect([refused.status, JSON.parse(text(refused))]).toEqual([
    403,
    { error: 'Open this page by its loopback address, got the host name: evil.example:8081.' },
  ]);
  expect((await ask('/state.json', 'GET', [], '', 'localhost:8081')).status).toBe(200);
});

test('what does not exist is said', async () => {
  const { ask, post } = setUp();
  expect(text(await ask('/other'))).toBe('{"error":"Nothing at /other; there is / and /state.json."}');
  expect(text(await post('/other'))).toBe(
    '{"error":"POST /other is not offered; POST to /advance, /place, /evict, /flush-logs."}',
  );
});
