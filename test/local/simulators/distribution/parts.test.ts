import { behaviourFor, matchesPattern, normalisedPath } from '../../../../local/simulators/distribution/behaviour';
import { gateOf, malformedStatus } from '../../../../local/simulators/distribution/gate';
import { distributionFor } from '../../../../local/simulators/distribution/hosts';
import { applyPolicy, cleanedOriginHeaders, cloudFrontHeaders } from '../../../../local/simulators/distribution/response-headers';
import { behaviour, distribution, request } from '../../harness';

test.each<[pattern: string, path: string, matches: boolean]>([
  ['/pypi/*', '/pypi/simple/', true],
  ['pypi/*', '/pypi/simple/', true],
  ['*product.jpg', '/a/product.jpg', true],
  ['a*.jpg', '/abra/cadabra/x.jpg', true],
  ['a??.jpg', '/ant.jpg', true],
  ['a??.jpg', '/at.jpg', false],
  ['*.doc?', '/x.doc', false],
  ['*.doc?', '/x.docx', true],
  ['*.jpg', '/LOGO.JPG', false],
  ['/a.b', '/axb', false],
  ['*', '/', true],
])('CF-P6, CF-P7, CF-P8 pattern %s and path %s: %s', (pattern, path, matches) => {
  expect(matchesPattern(pattern, path)).toBe(matches);
});

test.each<[path: string, normalised: string]>([
  ['//pypi//x', '/pypi/x'],
  ['/a/b/..', '/a/'],
  ['/a/./b', '/a/b'],
  ['/a/../../b', '/b'],
  ['/%70ypi/x', '/pypi/x'],
  ['/a%2fb', '/a%2Fb'],
  ['/', '/'],
  ['/a/', '/a/'],
])('CF-P10, CF-P12 %s is matched as %s', (path, normalised) => {
  expect(normalisedPath(path)).toBe(normalised);
});

test('CF-P5 the first matching behaviour wins, the default is last', () => {
  const list = ['/a/*', '/a/b/*', '*'].map((pathPattern) => behaviour({ pathPattern }));
  expect(behaviourFor(list, '/a/b/c').pathPattern).toBe('/a/*');
  expect(behaviourFor(list, '/c').pathPattern).toBe('*');
  expect(behaviourFor(list, '/a/b/..').pathPattern).toBe('/a/*');
});

test('CF-P24 a URL of 8,192 bytes passes, one more is 414', () => {
  expect(malformedStatus(request(`/${'a'.repeat(8_191)}`))).toBeUndefined();
  expect(malformedStatus(request(`/${'a'.repeat(8_192)}`))).toBe(414);
  expect(malformedStatus(request(`/?${'a'.repeat(8_191)}`))).toBe(414);
});

test('CF-P25 a head beyond 32,768 bytes is 494', () => {
  expect(malformedStatus(request('/', { headers: [['X', 'a'.repeat(32_000)]] }))).toBeUndefined();
  expect(malformedStatus(request('/', { headers: [['X', 'a'.repeat(32_768)]] }))).toBe(494);
});

test.each(['/a\u0000', '/a\nb', '/a b', 'a'])('UNK-28 the path %j is 400', (path) => {
  expect(malformedStatus(request(path))).toBe(400);
});

test('UNK-28 a broken escape and raw bytes beyond ASCII pass', () => {
  expect([malformedStatus(request('/%zz')), malformedStatus(request('/caf\u00e9'))]).toEqual([undefined, undefined]);
});

test.each<[method: string, httpVersion: '1.0' | '1.1', gate: unknown]>([
  ['GET', '1.1', { kind: 'redirect', status: 301 }],
  ['HEAD', '1.1', { kind: 'redirect', status: 301 }],
  ['POST', '1.1', { kind: 'redirect', status: 307 }],
  ['DELETE', '1.1', { kind: 'redirect', status: 307 }],
  ['POST', '1.0', { kind: 'https-only' }],
])('CF-P32 redirect-to-https: %s over HTTP/%s', (method, httpVersion, gate) => {
  expect(gateOf(behaviour(), request('/', { scheme: 'http', method, httpVersion }))).toEqual(gate);
});

test('CF-P32 https-only refuses plain HTTP, allow-all takes it', () => {
  const plain = request('/', { scheme: 'http' });
  expect(gateOf(behaviour({ viewerProtocolPolicy: 'https-only' }), plain)).toEqual({ kind: 'https-only' });
  expect(gateOf(behaviour({ viewerProtocolPolicy: 'allow-all' }), plain)).toBeUndefined();
});

test('CF-P29, CF-P30 a method outside the set is refused', () => {
  expect(gateOf(behaviour(), request('/', { method: 'POST' }))).toEqual({ kind: 'method' });
  expect(gateOf(behaviour({ allowedMethods: ['GET', 'HEAD', 'POST'] }), request('/', { method: 'POST' }))).toBeUndefined();
});

const SITES = [
  { model: distribution({ id: 'E1', aliases: ['packages.example.org', '*.files.example.org'] }) },
  { model: distribution({ id: 'E2', domainName: 'd2.cloudfront.net' }) },
  { model: distribution({ id: 'E3', domainName: 'd3.cloudfront.net', enabled: false }) },
];

test.each<[host: string | undefined, id: string | undefined]>([
  ['d1.cloudfront.net', 'E1'],
  ['D2.CloudFront.net:443', 'E2'],
  ['packages.example.org', 'E1'],
  ['eu.files.example.org', 'E1'],
  ['a.eu.files.example.org', undefined],
  ['files.example.org', undefined],
  ['d3.cloudfront.net', undefined],
  ['other.example', undefined],
  [undefined, undefined],
  ['127.0.0.1:8080', 'E1'],
  ['localhost', 'E1'],
  ['[::1]:8080', 'E1'],
  ['127.0.0.1.evil.example', undefined],
])('CF-P34 host %s means distribution %s', (host, id) => {
  expect(distributionFor(SITES, host)?.model.id).toBe(id);
});

test('CF-C77, CF-C51 what S3 says to CloudFront alone does not go on', () => {
  const headers = [
    ['x-amz-id-2', 'a'],
    ['x-amz-request-id', 'b'],
    ['Set-Cookie', 'c'],
    ['Upgrade', 'd'],
    ['ETag', '"v"'],
  ] as const;
  expect(cleanedOriginHeaders(headers, [])).toEqual([['ETag', '"v"']]);
});

test('CF-C50 Vary keeps Accept-Encoding, Cookie and what the policy forwards', () => {
  expect(cleanedOriginHeaders([['Vary', 'Origin, Accept-Encoding, X-Kind']], ['x-kind'])).toEqual([
    ['Vary', 'Accept-Encoding, X-Kind'],
  ]);
  expect(cleanedOriginHeaders([['Vary', 'Origin']], [])).toEqual([]);
});

const POLICY = { name: 'p', remove: [], set: [], cors: undefined };

test('CF-C79, CF-C80 removal comes before addition; Server is put back', () => {
  const policy = { ...POLICY, remove: ['x-a', 'server'], set: [{ name: 'X-A', value: 'new', override: false }] };
  const headers = [
    ['X-A', 'old'],
    ['Server', 'AmazonS3'],
  ] as const;
  expect(applyPolicy(policy, [], headers)).toEqual([
    ['Server', 'CloudFront'],
    ['X-A', 'new'],
  ]);
});

test('CF-C83 without override the origin’s header stays, with it it goes', () => {
  const set = (override: boolean) => ({ ...POLICY, set: [{ name: 'X-A', value: 'policy', override }] });
  expect(applyPolicy(set(false), [], [['x-a', 'origin']])).toEqual([['x-a', 'origin']]);
  expect(applyPolicy(set(true), [], [['x-a', 'origin']])).toEqual([['X-A', 'policy']]);
  expect(applyPolicy(set(false), [], [])).toEqual([['X-A', 'policy']]);
});

test('CF-C83 CORS is all or nothing, and only for requests with Origin', () => {
  const cors = (override: boolean) => ({
    ...POLICY,
    cors: { headers: [['Access-Control-Allow-Origin', '*']], override } as const,
  });
  const asked = [['Origin', 'https://example.org']] as const;
  const given = [['Access-Control-Max-Age', '5']] as const;
  expect(applyPolicy(cors(false), asked, [])).toEqual([['Access-Control-Allow-Origin', '*']]);
  expect(applyPolicy(cors(false), [], [])).toEqual([]);
  expect(applyPolicy(cors(false), asked, given)).toEqual(given);
  expect(applyPolicy(cors(true), asked, given)).toEqual([['Access-Control-Allow-Origin', '*']]);
});

test('CF-C74, CF-P36 CloudFront adds its own headers, Alt-Svc with HTTP/3 only', () => {
  const own = { xCache: 'Hit', via: 'abc', pop: 'LOC50-C1', requestId: 'id==', age: 3 };
  expect(cloudFrontHeaders('http2and3', own)).toEqual([
    ['X-Cache', 'Hit from cloudfront'],
    ['Via', '1.1 abc.cloudfront.net (CloudFront)'],
    ['X-Amz-Cf-Pop', 'LOC50-C1'],
    ['Alt-Svc', 'h3=":443"; ma=86400'],
    ['X-Amz-Cf-Id', 'id=='],
    ['Age', '3'],
  ]);
  expect(cloudFrontHeaders('http2', { ...own, age: undefined }).map(([name]) => name)).toEqual([
    'X-Cache',
    'Via',
    'X-Amz-Cf-Pop',
    'X-Amz-Cf-Id',
  ]);
});
