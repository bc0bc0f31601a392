/** The example's template, as it is synthesised, at work in the local edge. */
import { createEdge } from '../../local/app';
import type { EdgeModel } from '../../local/assembly/model';
import { readModel } from '../../local/assembly/read-model';
import { loadTemplate } from '../../local/assembly/template';
import { type EdgeResponse, header } from '../../local/http';
import { createMemoryBucket } from '../../local/simulators/s3-origin/memory-bucket';
import { exampleConfig, synthesise } from '../lib/synthesis';
import { deployedAs } from './deployed-as';
import { manualClock, request, text, xCache } from './harness';

const STACK = 'example-registry';

let model: EdgeModel;
beforeAll(() => {
  const { directory } = synthesise(exampleConfig('small'));
  const template = loadTemplate(directory, STACK);
  model = readModel(template, deployedAs(STACK, template));
});

function setUp() {
  const time = manualClock();
  const memory = createMemoryBucket(time.clock);
  const edge = createEdge(model, {
    clock: time.clock,
    random: (bytes) => Buffer.alloc(bytes, 1),
    bucket: () => memory.bucket,
    keyValueStore: () => ({ get: () => Promise.resolve(undefined), meta: () => Promise.reject(new Error('not asked')) }),
    ipSets: () => [],
    putLog: () => Promise.resolve(),
    log: () => undefined,
  });
  const get = (path: string, changes = {}): Promise<EdgeResponse> => edge.handle(request(path, changes));
  return { ...memory, ...time, edge, get };
}

test('a project page is served from the index, cached, and gone after an invalidation by tag', async () => {
  const { put, get, edge } = setUp();
  const tagged = [
    ['Content-Type', 'text/html'],
    ['Cache-Control', 'max-age=60'],
    ['x-amz-meta-cache-tag', 'project:pypi:demo'],
  ] as const;
  put('index/pypi/simple/demo/index.html', 'first', tagged);
  expect([await get('/pypi/simple/demo/'), await get('/pypi/simple/demo/')].map(xCache)).toEqual([
    'Miss from cloudfront',
    'Hit from cloudfront',
  ]);
  put('index/pypi/simple/demo/index.html', 'second', tagged);
  expect(edge.invalidate(model.distributions[0]!.id, ['#project:pypi:demo'])).toBe(1);
  expect(text(await get('/pypi/simple/demo/'))).toBe('second');
});

test('S3-6 a missing project is 404, not 403', async () => {
  expect((await setUp().get('/pypi/simple/nothing/')).status).toBe(404);
});

test('CF-P23 nobody sees a listing of the bucket', async () => {
  const { put, get } = setUp();
  put('index/pypi/simple/demo/index.html', 'x');
  for (const path of ['/', '/?list-type=2', '/index/', '//', '/pypi/../']) expect(text(await get(path))).not.toContain('<Key>');
});

test('the bucket holds nothing else for a reader: keys outside files and index are denied', async () => {
  const { put, get } = setUp();
  put('secret/key', 'x');
  expect((await get('/secret/key')).status).toBe(404);
});

test('a client that forges the header of the web ACL is blocked', async () => {
  const forged = await setUp().get('/pypi/simple/demo/', { headers: [['x-amzn-waf-over-limit', 'no']] });
  expect([forged.status, header(forged.headers, 'server')]).toEqual([403, 'CloudFront']);
});

test('POST is answered by the function, which the behaviour lets through', async () => {
  const refused = await setUp().get('/pypi/simple/demo/', { method: 'POST' });
  expect([refused.status, xCache(refused)]).toEqual([405, 'FunctionGeneratedResponse from cloudfront']);
});

test('the first page and security.txt are served as they are stored', async () => {
  const { put, get } = setUp();
  put('index/-/home.html', 'home');
  put('index/-/security.txt', 'Contact: mailto:a@b.example');
  expect(text(await get('/'))).toBe('home');
  expect(text(await get('/.well-known/security.txt'))).toBe('Contact: mailto:a@b.example');
});

test('advisories are served as they are stored', async () => {
  const { put, get } = setUp();
  put('index/-/osv/all.json', '[]', [['Content-Type', 'application/json']]);
  const answer = await get('/-/osv/all.json');
  expect([answer.status, text(answer), header(answer.headers, 'content-type')]).toEqual([200, '[]', 'application/json']);
  expect((await get('/-/osv/COMMONS-EXAMPLE-0.json')).status).toBe(404);
});
