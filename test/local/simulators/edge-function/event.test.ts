import type { HeaderList } from '../../../../local/http';
import { CONTEXT, evaluated, passed, request, run, sorted } from './harness';

test('FN-1 the event names its version, distribution, request and viewer', async () => {
  expect(await evaluated('[event.version, event.context, event.viewer, event.response]')).toEqual([
    '1.0',
    { ...CONTEXT, eventType: 'viewer-request' },
    { ip: '192.0.2.1' },
    null,
  ]);
});

test.each([
  [undefined, {}],
  ['', {}],
  ['a=1&b', { a: { value: '1' }, b: { value: '' } }],
  ['a=1&a=2', { a: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] } }],
  ['q=%E5%AE%B6&x=a=b', { q: { value: '%E5%AE%B6' }, x: { value: 'a=b' } }],
])('FN-2, FN-4 and CF-P15 the query %s arrives as %j', async (query, expected) => {
  expect(await evaluated('request.querystring', { query })).toEqual(expected);
});

test('CF-P15 the path arrives as sent', async () => {
  expect(await evaluated('request.uri', { path: '/@scope%2fname+x' })).toBe('/@scope%2fname+x');
});

test('FN-3, FN-4 and FN-21 headers: lower-case, repeated ones collapsed, cookies apart, hidden ones hidden', async () => {
  const headers: HeaderList = [
    ['Host', 'h'],
    ['Accept', 'a, b'],
    ['X-Two', '1'],
    ['x-two', '2'],
    ['\u00c9', 'upper'],
    ['Cookie', 'c=1; d=2'],
    ['Connection', 'close'],
    ['X-Amz-Cf-Id', 'id'],
    ['X-Edge-Anything', 'x'],
    ['X-Amzn-RequestId', 'x'],
  ];
  expect(await evaluated('[request.headers, request.cookies]', { headers })).toEqual([
    {
      host: { value: 'h' },
      accept: { value: 'a, b' },
      'x-two': { value: '1', multiValue: [{ value: '1' }, { value: '2' }] },
      '\u00c9': { value: 'upper' },
    },
    { c: { value: '1' }, d: { value: '2' } },
  ]);
});

test.each([
  ['a=1&&b', 'a=1&&b'],
  ['', ''],
  [undefined, null],
])('FN-10 the raw query of %j is %j', async (query, expected) => {
  expect(await evaluated('request.rawQueryString() === undefined ? null : request.rawQueryString()', { query })).toBe(expected);
});

test('FN-11 the body is not visible', async () => {
  expect(await evaluated('Object.keys(request)', { body: Buffer.from('secret') })).toEqual([
    'method',
    'uri',
    'querystring',
    'headers',
    'cookies',
  ]);
});

test('what the function leaves alone goes on as it came, hidden headers and odd queries included', async () => {
  const original = request({
    query: 'b&&a=%zz',
    headers: [
      ['host', 'h'],
      ['connection', 'close'],
      ['cookie', 'a=1;b=2'],
    ],
  });
  const { headers, ...rest } = await passed('', original);
  const { headers: before, ...same } = original;
  expect(rest).toEqual(same);
  expect(sorted(headers)).toEqual(sorted(before));
});

test('FN-6 and FN-16 a viewer-response function sees the response and may change it, its body included', async () => {
  const { viewerResponse } = run(`function handler(event) {
    const response = event.response;
    response.headers['x-seen'] = { value: JSON.stringify([event.context.eventType, response.statusCode, response.cookies, event.request.uri]) };
    response.statusCode = 201;
    response.statusDescription = 'Made';
    response.body = 'new';
    return response;
  }`);
  const before = {
    status: 200,
    headers: [
      ['Content-Type', 'text/plain'],
      ['Set-Cookie', 'a=1; Path=/; Secure'],
    ] as HeaderList,
  };
  expect(await viewerResponse(request(), before, CONTEXT)).toEqual({
    kind: 'continue',
    value: {
      status: 201,
      reason: 'Made',
      headers: [
        ['content-type', 'text/plain'],
        ['x-seen', '["viewer-response",200,{"a":{"value":"1","attributes":"Path=/; Secure"}},"/a"]'],
        ['set-cookie', 'a=1; Path=/; Secure'],
      ],
      body: Buffer.from('new'),
    },
  });
});

test('FN-16 a viewer-response function that leaves the body alone says nothing of it', async () => {
  const { viewerResponse } = run('function handler(event) { return event.response; }');
  const before = { status: 200, headers: [['via', '1.1 x']] as HeaderList };
  expect(await viewerResponse(request(), before, CONTEXT)).toEqual({ kind: 'continue', value: before });
});
