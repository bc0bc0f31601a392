import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type HeaderList, header, withHeader, withoutHeaders } from '../../../../local/http';
import type { OriginResponse } from '../../../../local/ports';
import { compress } from '../../../../local/simulators/compression/compress';
import { COMPRESSED_TYPES } from '../../../../local/simulators/compression/types';

function object(bytes = 5_000, headers: HeaderList = [], status = 200): OriginResponse {
  const body = Buffer.alloc(bytes, 'abc');
  const own: HeaderList = [
    ['Content-Type', 'text/html'],
    ['Content-Length', String(bytes)],
    ['ETag', '"v1"'],
  ];
  return { status, headers: headers.reduce((all, [name, value]) => withHeader(all, name, value), own), body };
}
const encodingOf = async (response: OriginResponse, encoding: string | undefined = 'br,gzip'): Promise<string | undefined> =>
  header((await compress(response, encoding, true)).headers, 'content-encoding');

test('CF-C55 brotli is chosen when both are accepted', async () => {
  const { headers, body } = await compress(object(), 'br,gzip', true);
  expect(header(headers, 'content-encoding')).toBe('br');
  expect(header(headers, 'content-length')).toBe(String(body.length));
  expect(brotliDecompressSync(body).equals(object().body)).toBe(true);
});

test('CF-C55 gzip is chosen when it is the only one', async () => {
  const { headers, body } = await compress(object(), 'gzip', true);
  expect(header(headers, 'content-encoding')).toBe('gzip');
  expect(gunzipSync(body).equals(object().body)).toBe(true);
});

test.each<[encoding: string | undefined]>([['identity'], [undefined]])(
  'CF-C56 with %s nothing is compressed',
  async (encoding) => {
    expect((await compress(object(), encoding, true)).body.equals(object().body)).toBe(true);
  },
);

test.each<[bytes: number, encoding: string | undefined]>([
  [999, undefined],
  [1_000, 'br'],
  [10_000_000, 'br'],
  [10_000_001, undefined],
])('CF-C57 an object of %i bytes is sent as %s', async (bytes, encoding) => {
  expect(await encodingOf(object(bytes))).toBe(encoding);
});

test.each<[status: number, encoding: string | undefined]>([
  [200, 'br'],
  [403, 'br'],
  [404, 'br'],
  [206, undefined],
  [301, undefined],
  [500, undefined],
])('CF-C57, CF-C67 status %i is sent as %s', async (status, encoding) => {
  expect(await encodingOf(object(5_000, [], status))).toBe(encoding);
});

test('CF-C57 without Content-Length nothing is compressed', async () => {
  const object5k = object();
  expect(await encodingOf({ ...object5k, headers: withoutHeaders(object5k.headers, ['content-length']) })).toBeUndefined();
});

test('CF-C61 what has a Content-Encoding stays as it is', async () => {
  const stored = object(5_000, [['Content-Encoding', 'gzip']]);
  expect(await compress(stored, 'br,gzip', true)).toBe(stored);
});

test.each(['text/html', 'application/json', 'application/json; charset=utf-8', 'TEXT/CSS', 'image/svg+xml'])(
  'CF-C58, CF-C60 %s is compressed',
  async (type) => {
    expect(await encodingOf(object(5_000, [['Content-Type', type]]))).toBe('br');
  },
);

test.each([
  'application/vnd.pypi.simple.v1+json',
  'application/vnd.pypi.simple.v1+html',
  'application/vnd.npm.install-v1+json',
  'application/octet-stream',
  'application/gzip',
  'application/zip',
  'application/java-archive',
  'text/markdown',
  'application/x-ndjson',
])('CF-C59 %s is never compressed', async (type) => {
  expect(await encodingOf(object(5_000, [['Content-Type', type]]))).toBeUndefined();
});

test('CF-C58 the list has 48 types', () => {
  expect(COMPRESSED_TYPES.size).toBe(48);
});

test.each<[etag: string, sent: string | undefined]>([
  ['"v1"', 'W/"v1"'],
  ['W/"v1"', 'W/"v1"'],
  ['v1', undefined],
])('CF-C65 ETag %s becomes %s on compression', async (etag, sent) => {
  expect(header((await compress(object(5_000, [['ETag', etag]]), 'gzip', true)).headers, 'etag')).toBe(sent);
});

test('CF-C65 an uncompressed answer keeps its ETag', async () => {
  expect(header((await compress(object(), undefined, true)).headers, 'etag')).toBe('"v1"');
});

test('UNK-11 what is compressible varies by Accept-Encoding, compressed or not, unless the assumption is flipped', async () => {
  const vary = async (encoding: string | undefined, add: boolean, headers: HeaderList = []) =>
    header((await compress(object(5_000, headers), encoding, add)).headers, 'vary');
  expect(await vary('gzip', true)).toBe('Accept-Encoding');
  expect(await vary(undefined, true)).toBe('Accept-Encoding');
  expect(await vary('gzip', true, [['Vary', 'Origin']])).toBe('Origin, Accept-Encoding');
  expect(await vary('gzip', false)).toBeUndefined();
});
