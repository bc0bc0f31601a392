import type { OriginModel } from '../../../../local/assembly/model';
import { header } from '../../../../local/http';
import type { OriginResponse } from '../../../../local/ports';
import { climbsOut, keyOfPath } from '../../../../local/simulators/s3-origin/key';
import { createMemoryBucket } from '../../../../local/simulators/s3-origin/memory-bucket';
import { createS3Origin } from '../../../../local/simulators/s3-origin/s3-origin';
import { DISTRIBUTION_ARN, manualClock, origin, readAndList, text } from '../../harness';

const [READ, LIST] = readAndList().Statement;

function setUp(changes: Partial<OriginModel> = {}) {
  const memory = createMemoryBucket(manualClock().clock);
  const ask = createS3Origin(origin(changes), DISTRIBUTION_ARN, memory.bucket);
  const get = (path: string, method = 'GET', headers: readonly (readonly [string, string])[] = []): Promise<OriginResponse> =>
    ask({ method, path, query: undefined, headers, body: Buffer.alloc(0) });
  return { ...memory, get };
}

test.each<[path: string, key: string | undefined]>([
  ['/a%2Bb.deb', 'a+b.deb'],
  ['/a+b.deb', 'a b.deb'],
  ['/a%20b', 'a b'],
  ['/a%2Fb', 'a/b'],
  ['/a%252Fb', 'a%2Fb'],
  ['/a//b', 'a//b'],
  ['/caf%C3%A9', 'café'],
  ['/', ''],
  ['/a%zz', undefined],
])('S3-8, S3-9 path %s asks for key %s', (path, key) => {
  expect(keyOfPath(path)).toBe(key);
});

test.each<[key: string, out: boolean]>([
  ['a/../b', false],
  ['a/../../b', true],
  ['../a', true],
  ['a//../b', false],
])('S3-10 key %s climbs out: %s', (key, out) => {
  expect(climbsOut(key)).toBe(out);
});

test('S3-8 a literal + is a space, so only %2B finds the object', async () => {
  const { put, get } = setUp();
  put('a+b.deb', 'deb');
  expect((await get('/a+b.deb')).status).toBe(404);
  expect(text(await get('/a%2Bb.deb'))).toBe('deb');
});

test('S3-6 a missing key is 404 where the bucket may be listed, 403 where not', async () => {
  const listable = await setUp().get('/nothing');
  expect([listable.status, text(listable)]).toEqual([
    404,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
  ]);
  const closed = await setUp({ bucketPolicy: { Statement: [READ!] } }).get('/nothing');
  expect([closed.status, text(closed)]).toEqual([
    403,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  ]);
});

test('S3-4 without the grant, or unsigned, an object is 403', async () => {
  for (const changes of [{ bucketPolicy: { Statement: [LIST!] } }, { bucketPolicy: undefined }, { signed: false }]) {
    const { put, get } = setUp(changes);
    put('a', 'secret');
    expect((await get('/a')).status).toBe(403);
  }
});

test('S3-7 HEAD has the status of GET and no body', async () => {
  const { put, get } = setUp();
  put('a', 'abc');
  const found = await get('/a', 'HEAD');
  expect([found.status, header(found.headers, 'content-length'), text(found)]).toEqual([200, '3', '']);
  const missing = await get('/b', 'HEAD');
  expect([missing.status, text(missing)]).toEqual([404, '']);
});

test('S3-17 an error has no Content-Length', async () => {
  expect((await setUp().get('/nothing')).headers).toEqual([
    ['Content-Type', 'application/xml'],
    ['Server', 'AmazonS3'],
  ]);
});

test('S3-16, CF-C77 metadata and validators pass, S3’s own ids and checksums do not', async () => {
  const { put, get } = setUp();
  put('a', 'abc', [
    ['x-amz-meta-cache-tag', 'project:demo'],
    ['x-amz-version-id', 'v'],
    ['x-amz-id-2', 'i'],
    ['x-amz-request-id', 'r'],
    ['x-amz-checksum-crc32', 'c'],
    ['Set-Cookie', 's'],
  ]);
  expect((await get('/a')).headers.map(([name]) => name)).toEqual([
    'ETag',
    'Last-Modified',
    'Accept-Ranges',
    'Content-Length',
    'Date',
    'x-amz-meta-cache-tag',
    'x-amz-version-id',
    'Server',
  ]);
});

test('S3-11, S3-12 validators are answered 304; If-None-Match goes before If-Modified-Since', async () => {
  const { put, get } = setUp();
  put('a', 'abc');
  const { headers } = await get('/a');
  const etag = header(headers, 'etag')!;
  const modified = header(headers, 'last-modified')!;
  expect((await get('/a', 'GET', [['If-None-Match', etag]])).status).toBe(304);
  expect((await get('/a', 'GET', [['If-Modified-Since', modified]])).status).toBe(304);
  expect(
    (
      await get('/a', 'GET', [
        ['If-None-Match', '"other"'],
        ['If-Modified-Since', modified],
      ])
    ).status,
  ).toBe(200);
});

test('S3-13, CF-C31 ranges are not passed on: the edge asks for the whole object', async () => {
  const { put, get } = setUp();
  put('a', 'abc');
  expect((await get('/a', 'GET', [['Range', 'bytes=0-0']])).status).toBe(200);
});

test.each(['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'])('S3-20 %s is 403', async (method) => {
  expect((await setUp().get('/a', method)).status).toBe(403);
});

test('CF-P23 the root lists the bucket where listing is allowed, else 403', async () => {
  const open = setUp();
  open.put('secret-name', 'x');
  expect(text(await open.get('/'))).toContain('<Key>secret-name</Key>');
  expect((await setUp({ bucketPolicy: { Statement: [READ!] } }).get('/')).status).toBe(403);
});

test('CF-P21 the origin path is put before the key', async () => {
  const { put, get } = setUp({ originPath: '/public' });
  put('public/a', 'abc');
  expect(text(await get('/a'))).toBe('abc');
});

test('a path that is no URI is 400', async () => {
  expect((await setUp().get('/a%zz')).status).toBe(400);
  expect((await setUp().get('/a/%2e%2e/../../b')).status).toBe(400);
});

test('S3-18 an error of the bucket keeps its status and code', async () => {
  const slow: OriginResponse = {
    status: 503,
    headers: [['x-amz-id-2', 'i']],
    body: Buffer.from('<Error><Code>SlowDown</Code></Error>'),
  };
  const ask = createS3Origin(origin(), DISTRIBUTION_ARN, () => Promise.resolve(slow));
  const response = await ask({ method: 'GET', path: '/a', query: undefined, headers: [], body: Buffer.alloc(0) });
  expect([response.status, text(response)]).toEqual([
    503,
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SlowDown</Code><Message>SlowDown</Message></Error>',
  ]);
});
