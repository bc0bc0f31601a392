import fc from 'fast-check';
import { type HeaderList, header } from '../../../../local/http';
import type { OriginResponse } from '../../../../local/ports';
import { deliver } from '../../../../local/simulators/cache/deliver';
import { request, text } from '../../harness';

const MODIFIED = 'Sun, 22 Nov 2026 10:00:00 GMT';
const LATER = 'Sun, 22 Nov 2026 11:00:00 GMT';
const EARLIER = 'Sun, 22 Nov 2026 09:00:00 GMT';

const copy = (body = '0123456789', etag = '"v1"'): OriginResponse => ({
  status: 200,
  headers: [
    ['Content-Type', 'text/plain'],
    ['Content-Length', String(body.length)],
    ['ETag', etag],
    ['Last-Modified', MODIFIED],
    ['Cache-Control', 'max-age=60'],
  ],
  body: Buffer.from(body),
});
const ask = (headers: HeaderList, of = copy(), method = 'GET'): OriginResponse => deliver(request('/a', { headers, method }), of);

test.each<[headers: HeaderList, status: number]>([
  [[['If-None-Match', '"v1"']], 304],
  [[['If-None-Match', 'W/"v1"']], 304],
  [[['If-None-Match', '"v0", "v1"']], 304],
  [[['If-None-Match', '*']], 304],
  [[['If-None-Match', '"v2"']], 200],
  [[['If-None-Match', 'v1']], 200],
  [[['If-Modified-Since', MODIFIED]], 304],
  [[['If-Modified-Since', LATER]], 304],
  [[['If-Modified-Since', EARLIER]], 200],
  [[['If-Modified-Since', 'yesterday']], 200],
  [
    [
      ['If-None-Match', '"v2"'],
      ['If-Modified-Since', LATER],
    ],
    200,
  ],
  [[], 200],
])('CF-C29 conditional request %j is answered %i at the edge', (headers, status) => {
  expect(ask(headers).status).toBe(status);
  expect(ask(headers, copy(), 'HEAD').status).toBe(status);
});

test('CF-C29 the weak tag of a compressed copy matches what a viewer of the strong one holds', () => {
  expect(ask([['If-None-Match', '"v1"']], copy('x', 'W/"v1"')).status).toBe(304);
});

test('CF-C29 a 304 keeps what describes the copy and drops what describes the body', () => {
  expect(ask([['If-None-Match', '"v1"']])).toEqual({
    status: 304,
    headers: [
      ['ETag', '"v1"'],
      ['Last-Modified', MODIFIED],
      ['Cache-Control', 'max-age=60'],
    ],
    body: Buffer.alloc(0),
  });
});

test.each<[range: string, served: string, contentRange: string]>([
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=4-', '456789', 'bytes 4-9/10'],
  ['bytes=-3', '789', 'bytes 7-9/10'],
  ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ['bytes=8-99', '89', 'bytes 8-9/10'],
])('CF-C31, CF-C36 range %s is served from the copy', (range, served, contentRange) => {
  const response = ask([['Range', range]]);
  expect([
    response.status,
    text(response),
    header(response.headers, 'content-range'),
    header(response.headers, 'content-length'),
  ]).toEqual([206, served, contentRange, String(served.length)]);
});

test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('CF-C36 range %s cannot be satisfied', (range) => {
  const response = ask([['Range', range]]);
  expect([response.status, text(response), header(response.headers, 'content-range')]).toEqual([416, '', 'bytes */10']);
});

test.each(['bytes=300-400,100-200', 'bytes=0-3,2-5', 'bytes=5-2', 'bytes=-', 'items=0-3', 'bytes=a-b', 'bytes=0-1,4-5'])(
  'CF-C34 range %s is answered with the whole object',
  (range) => {
    const response = ask([['Range', range]]);
    expect([response.status, text(response)]).toEqual([200, '0123456789']);
  },
);

test.each<[ifRange: string, status: number]>([
  ['"v1"', 206],
  ['"v0"', 200],
  ['W/"v1"', 200],
  [MODIFIED, 206],
  [EARLIER, 200],
])('CF-C36 If-Range %s gives %i', (ifRange, status) => {
  expect(
    ask([
      ['Range', 'bytes=0-3'],
      ['If-Range', ifRange],
    ]).status,
  ).toBe(status);
});

test('CF-C36 a weak tag never satisfies If-Range, even when it is the copy’s own', () => {
  expect(
    ask(
      [
        ['Range', 'bytes=0-3'],
        ['If-Range', 'W/"v1"'],
      ],
      copy('0123456789', 'W/"v1"'),
    ).status,
  ).toBe(200);
});

test('CF-P19 HEAD has the headers of GET and no body; a range does not concern it', () => {
  const response = ask([['Range', 'bytes=0-3']], copy(), 'HEAD');
  expect([response.status, header(response.headers, 'content-length'), text(response)]).toEqual([200, '10', '']);
});

test('an error is neither conditional nor ranged', () => {
  const missing: OriginResponse = { status: 404, headers: [['ETag', '"v1"']], body: Buffer.from('no') };
  expect(
    ask(
      [
        ['If-None-Match', '"v1"'],
        ['Range', 'bytes=0-0'],
      ],
      missing,
    ),
  ).toEqual(missing);
});

test('CF-C36 pieces that cover an object put it together again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (bytes, step) => {
      const whole = { ...copy(), body: Buffer.from(bytes) };
      const starts = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) => i * step);
      const parts = starts.map((first) => ask([['Range', `bytes=${first}-${first + step - 1}`]], whole).body);
      expect(Buffer.concat(parts).equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});
