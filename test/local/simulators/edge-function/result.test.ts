import type { EdgeRequest } from '../../../../local/http';
import { CONTEXT, passed, request, run, sorted, viewerRequest } from './harness';

const invalid = (message: string) => ({ kind: 'error', error: 'FunctionValidationError', message });

describe('FN-5 a changed multiValue wins, otherwise a changed value replaces the first', () => {
  const twice: Partial<EdgeRequest> = {
    headers: [
      ['x-two', '1'],
      ['x-two', '2'],
    ],
  };
  test.each([
    ["request.headers['x-two'].value = '9'", ['9', '2']],
    ["request.headers['x-two'].multiValue = [{ value: '7' }, { value: '8' }]", ['7', '8']],
    ["request.headers['x-two'].value = '9'; request.headers['x-two'].multiValue[1].value = '3'", ['1', '3']],
    ["request.headers['x-two'] = { value: '5' }", ['5']],
    ["delete request.headers['x-two']", []],
  ])('%s', async (body, values) => {
    const { headers } = await passed(body, twice);
    expect(headers.map(([, value]) => value)).toEqual(values);
  });
});

test.each([
  ["request.querystring = 'b=2&a=1'", 'b=2&a=1'],
  ["request.querystring.c = { value: '3' }", 'a=1&b&c=3'],
  ["request.querystring.a.multiValue = [{ value: '1' }, { value: '2' }]", 'a=1&a=2&b'],
  ['request.querystring = {}', undefined],
  ["request.querystring = ''", undefined],
])('FN-8 after %s the query is %s', async (body, query) => {
  expect((await passed(body, { query: 'a=1&b' })).query).toBe(query);
});

test('a changed path, header and cookie go on', async () => {
  const after = await passed(
    "request.uri = '/b%20c'; request.headers['x-new'] = { value: 'v' }; request.cookies.b = { value: '2' }",
    {
      headers: [
        ['host', 'h'],
        ['cookie', 'a=1'],
      ],
    },
  );
  expect(after.path).toBe('/b%20c');
  expect(sorted(after.headers)).toEqual([
    ['cookie', 'a=1; b=2'],
    ['host', 'h'],
    ['x-new', 'v'],
  ]);
});

test.each([
  ["request.method = 'HEAD'; return request", `'method' is read-only, got: "HEAD"`],
  ["request.uri = 'a'; return request", `'uri' must be a path that starts with /, got: "a"`],
  ["request.uri = '/a?b'; return request", `'uri' must be a path that starts with /, got: "/a?b"`],
  ["request.headers['X-New'] = { value: 'v' }; return request", 'header names must be lower-case tokens, got: "X-New"'],
  ["request.headers['via'] = { value: 'v' }; return request", "header 'via' is read-only in viewer-request"],
  ["request.headers.host.value = 'other'; return request", "header 'host' is read-only in viewer-request"],
  ['delete request.headers.host; return request', "header 'host' is read-only in viewer-request"],
  ["request.headers['x-edge-a'] = { value: 'v' }; return request", "header 'x-edge-a' is not allowed"],
  ["request.headers['x-cache'] = { value: 'v' }; return request", "header 'x-cache' is not allowed"],
  ["request.headers.a = 'v'; return request", `header 'a' must be { value: one line }, got: "v"`],
  ["request.headers.a = { value: 'v\\nw' }; return request", `header 'a' must be { value: one line }, got: {"value":"v\\nw"}`],
  ["request.headers.cookie = { value: 'a=1' }; return request", "header 'cookie' is set through 'cookies'"],
  ["request.querystring = 'a b'; return request", `'querystring' must not have spaces, control characters or #, got: "a b"`],
  [
    "request.querystring.a = { value: '#' }; return request",
    `'querystring' must not have spaces, control characters or #, got: "a=#"`,
  ],
  ["request.uri = '/' + 'a'.repeat(8192); return request", "'uri' and 'querystring' must be shorter than 8192 characters"],
  ['return event', 'the function must return the request or a response, got another object'],
  ['return undefined', 'the function must return a request or a response, got: null'],
  ["return 'text'", 'the function must return a request or a response, got: "text"'],
  ["return { statusCode: '200' }", `'statusCode' must be a whole number from 100 to 599, got: "200"`],
  ["return { statusCode: 200, statusDescription: 'a\\nb' }", `'statusDescription' must be one line, got: "a\\nb"`],
  ["return { statusCode: 200, body: { encoding: 'base64', data: '???' } }", "'body.data' is not base64"],
  [
    "return { statusCode: 200, body: { encoding: 'hex', data: '00' } }",
    `'body' must be a text or { encoding: 'text' | 'base64', data }, got: {"encoding":"hex","data":"00"}`,
  ],
  [
    "return { statusCode: 200, headers: { 'content-length': { value: '3' } } }",
    "header 'content-length' is read-only in viewer-request",
  ],
  ["return { statusCode: 200, headers: { 'x-amz-cf-pop': { value: 'x' } } }", "header 'x-amz-cf-pop' is not allowed"],
])('FN-7, FN-9, FN-21 to FN-23 and FN-25: %s is a validation error', async (body, message) => {
  expect(await viewerRequest(body)).toEqual(invalid(message));
});

test.each([
  ['{ statusCode: 404 }', { status: 404, headers: [], body: Buffer.alloc(0) }],
  [
    "{ statusCode: 302, statusDescription: 'Over there', headers: { location: { value: '/b' } } }",
    { status: 302, reason: 'Over there', headers: [['location', '/b']], body: Buffer.alloc(0) },
  ],
  ["{ statusCode: 200, body: 'é' }", { status: 200, headers: [], body: Buffer.from('é') }],
  ["{ statusCode: 200, body: { encoding: 'text', data: 'a' } }", { status: 200, headers: [], body: Buffer.from('a') }],
  ["{ statusCode: 200, body: { encoding: 'base64', data: '/w==' } }", { status: 200, headers: [], body: Buffer.from([255]) }],
  [
    "{ statusCode: 200, cookies: { a: { value: '1', attributes: 'Secure' } } }",
    { status: 200, headers: [['set-cookie', 'a=1; Secure']], body: Buffer.alloc(0) },
  ],
])('FN-6, FN-13 and FN-14 the response %s', async (expression, response) => {
  expect(await viewerRequest(`return ${expression};`)).toEqual({ kind: 'respond', response });
});

test('FN-22 in a viewer-response function other headers are read-only', async () => {
  const { viewerResponse } = run(
    "function handler(event) { event.response.headers.via = { value: 'me' }; return event.response; }",
  );
  expect(await viewerResponse(request(), { status: 200, headers: [] }, CONTEXT)).toEqual(
    invalid("header 'via' is read-only in viewer-response"),
  );
});
