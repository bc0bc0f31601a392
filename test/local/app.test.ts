/** The edge from request to response, in CloudFront's order. */
import { gunzipSync } from 'node:zlib';
import { createEdge } from '../../local/app';
import type { DistributionModel, LogDeliveryModel, WebAclModel } from '../../local/assembly/model';
import { ASSUMPTIONS } from '../../local/assumptions';
import { header } from '../../local/http';
import { OriginUnreachable } from '../../local/ports';
import {
  behaviour,
  distribution,
  edgeModel,
  managed,
  NOW,
  origin,
  request,
  testEdge,
  text,
  viewerFunction,
  xCache,
} from './harness';

const DELIVERY: LogDeliveryModel = {
  bucket: 'logs',
  prefix: 'cloudfront',
  suffixPath: '{HH}',
  hiveCompatible: false,
  format: 'json',
  delimiter: '\t',
  fields: ['cs-uri-stem', 'sc-status', 'x-edge-result-type', 'x-edge-detailed-result-type', 'viewer-request-log-data'],
};
const VISIBILITY = { CloudWatchMetricsEnabled: true, MetricName: 'm', SampledRequestsEnabled: true };
const BLOCK_ADMIN = {
  Name: 'no-admin',
  Priority: 0,
  Action: { Block: {} },
  Statement: {
    ByteMatchStatement: {
      FieldToMatch: { UriPath: {} },
      PositionalConstraint: 'STARTS_WITH',
      SearchString: '/admin',
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  },
  VisibilityConfig: VISIBILITY,
};

const webAcl = (...rules: unknown[]): WebAclModel => ({
  name: 'acl',
  arn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/acl/1',
  properties: { Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} }, Rules: rules, VisibilityConfig: VISIBILITY },
  ipSets: new Map(),
  ruleGroups: new Map(),
});
const withFunction = (code: string, changes: Partial<DistributionModel> = {}): DistributionModel =>
  distribution({ behaviours: [behaviour({ viewerRequest: viewerFunction(code) })], ...changes });
const HTML = [
  ['Content-Type', 'text/html'],
  ['Cache-Control', 'max-age=60'],
] as const;

test('an object is a Miss, then a Hit, with CloudFront’s headers around S3’s own (CF-C74, CF-C76, S3-16)', async () => {
  const { put, get, pass } = testEdge();
  put('a', 'abc', [...HTML, ['x-amz-meta-cache-tag', 't']]);
  expect(xCache(await get('/a'))).toBe('Miss from cloudfront');
  pass(7);
  const hit = await get('/a');
  expect(hit.status).toBe(200);
  expect(text(hit)).toBe('abc');
  expect(hit.headers.map(([name]) => name)).toEqual([
    'ETag',
    'Last-Modified',
    'Accept-Ranges',
    'Content-Length',
    'Date',
    'Content-Type',
    'Cache-Control',
    'x-amz-meta-cache-tag',
    'Server',
    'X-Cache',
    'Via',
    'X-Amz-Cf-Pop',
    'X-Amz-Cf-Id',
    'Age',
  ]);
  expect([xCache(hit), header(hit.headers, 'age'), header(hit.headers, 'server')]).toEqual([
    'Hit from cloudfront',
    '7',
    'AmazonS3',
  ]);
});

test('CF-C74 the request id is 56 characters of base64url and another one each time', async () => {
  const { put, get } = testEdge();
  put('a', 'abc');
  const ids = [await get('/a'), await get('/a')].map(({ headers }) => header(headers, 'x-amz-cf-id')!);
  expect(ids.every((id) => /^[\w-]{54}==$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(2);
});

test('CF-P3 a request that the web ACL blocks reaches neither function nor origin', async () => {
  const { get, asked, lines } = testEdge(
    withFunction('function handler() { throw new Error("ran"); }', { webAcl: webAcl(BLOCK_ADMIN) }),
  );
  const blocked = await get('/admin');
  expect([blocked.status, xCache(blocked), header(blocked.headers, 'server')]).toEqual([
    403,
    'Error from cloudfront',
    'CloudFront',
  ]);
  expect(text(blocked)).toContain('Request blocked.');
  expect([asked, lines]).toEqual([[], []]);
});

test('WAF-B3 a custom response is sent as the web ACL words it', async () => {
  const rule = {
    ...BLOCK_ADMIN,
    Action: {
      Block: {
        CustomResponse: {
          ResponseCode: 429,
          CustomResponseBodyKey: 'slow',
          ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
        },
      },
    },
  };
  const acl = webAcl(rule);
  const bodies = { slow: { ContentType: 'APPLICATION_JSON', Content: '{"status":429}' } };
  const { get } = testEdge(distribution({ webAcl: { ...acl, properties: { ...acl.properties, CustomResponseBodies: bodies } } }));
  const limited = await get('/admin');
  expect([
    limited.status,
    text(limited),
    header(limited.headers, 'retry-after'),
    header(limited.headers, 'content-type'),
  ]).toEqual([429, '{"status":429}', '60', 'application/json']);
});

test('WAF-L5 a header that the web ACL inserts replaces the client’s and is seen by the function', async () => {
  const rule = {
    ...BLOCK_ADMIN,
    Action: { Count: { CustomRequestHandling: { InsertHeaders: [{ Name: 'over', Value: 'yes' }] } } },
  };
  const code = 'function handler(event) { return { statusCode: 200, body: event.request.headers["x-amzn-waf-over"].value }; }';
  const { get } = testEdge(withFunction(code, { webAcl: webAcl(rule) }));
  expect(text(await get('/admin', { headers: [['X-Amzn-Waf-Over', 'forged']] }))).toBe('yes');
});

test('CF-P4, FN-15 a function’s answer ends the request at the edge', async () => {
  const { get, asked } = testEdge(
    withFunction(
      'function handler() { return { statusCode: 418, statusDescription: "Short", headers: { "x-a": { value: "1" } }, body: "tea" }; }',
    ),
  );
  const made = await get('/a');
  expect([made.status, made.reason, text(made), xCache(made)]).toEqual([
    418,
    'Short',
    'tea',
    'FunctionGeneratedResponse from cloudfront',
  ]);
  expect([header(made.headers, 'server'), header(made.headers, 'content-length'), header(made.headers, 'date')]).toEqual([
    'CloudFront',
    '3',
    new Date(NOW).toUTCString(),
  ]);
  expect(asked).toEqual([]);
});

test('CF-P13 a rewritten URI is what the cache and the bucket see', async () => {
  const { put, get, asked } = testEdge(
    withFunction('function handler(event) { event.request.uri = "/index/b"; return event.request; }'),
  );
  put('index/b', 'abc', HTML);
  await get('/a');
  expect(xCache(await get('/c'))).toBe('Hit from cloudfront');
  expect(asked.map(({ key }) => key)).toEqual(['index/b']);
});

test.each<[code: string, status: number, result: string]>([
  ['function handler() { throw new Error("broken"); }', 503, 'FunctionExecutionError'],
  [
    'function handler(event) { event.request.headers["via"] = { value: "x" }; return event.request; }',
    502,
    'FunctionValidationError',
  ],
])('FN-24, FN-25 %s is %i', async (code, status, result) => {
  const { get, lines } = testEdge(withFunction(code));
  const failed = await get('/a');
  expect([failed.status, xCache(failed)]).toEqual([status, `${result} from cloudfront`]);
  expect(lines.filter((line) => line.startsWith(`${result} for request `))).toHaveLength(1);
});

test('FN-16, FN-17 a viewer-response function changes answers below 400 only', async () => {
  const code = 'function handler(event) { event.response.headers["x-vr"] = { value: "1" }; return event.response; }';
  const { put, get } = testEdge(distribution({ behaviours: [behaviour({ viewerResponse: viewerFunction(code) })] }));
  put('a', 'abc');
  const found = await get('/a');
  expect([header(found.headers, 'x-vr'), text(found)]).toEqual(['1', 'abc']);
  expect(header((await get('/nothing')).headers, 'x-vr')).toBeUndefined();
});

test('CF-P30 a method outside the set is a page of CloudFront, without the function', async () => {
  const { get, lines } = testEdge(withFunction('function handler() { throw new Error("ran"); }'));
  const refused = await get('/a', { method: 'POST' });
  expect([refused.status, xCache(refused), lines]).toEqual([403, 'Error from cloudfront', []]);
  expect(text(refused)).toContain('not configured to allow the HTTP request method');
});

test.each<[assumption: 'wafSeesDisallowedMethods' | 'wafSeesRedirects', changes: object]>([
  ['wafSeesDisallowedMethods', { method: 'POST' }],
  ['wafSeesRedirects', { scheme: 'http' }],
])('UNK-1, UNK-2 the web ACL sees such a request, or does not when %s is flipped', async (assumption, changes) => {
  const matched = async (value: boolean): Promise<number> => {
    const { get, edge } = testEdge(distribution({ webAcl: webAcl(BLOCK_ADMIN) }), {
      assumptions: { ...ASSUMPTIONS, [assumption]: value },
    });
    await get('/admin', changes);
    return edge.stats().distributions[0]!.rules[0]!.matched;
  };
  expect([await matched(true), await matched(false)]).toEqual([1, 0]);
});

test('CF-P32, CF-P33 plain HTTP is redirected, host, path and query kept', async () => {
  const { get } = testEdge();
  const redirect = await get('/a%2Fb?x=1', { scheme: 'http' });
  expect([
    redirect.status,
    xCache(redirect),
    header(redirect.headers, 'location'),
    header(redirect.headers, 'content-type'),
  ]).toEqual([301, 'Redirect from cloudfront', 'https://d1.cloudfront.net/a%2Fb?x=1', 'text/html']);
  expect(header(redirect.headers, 'content-length')).toBe('167');
});

test('CF-P34 a host of no distribution is 403', async () => {
  const { edge } = testEdge();
  const refused = await edge.handle({ ...request('/a'), headers: [['Host', 'other.example']] });
  expect([refused.status, xCache(refused)]).toEqual([403, 'Error from cloudfront']);
});

test('CF-P34 each host has its own distribution', async () => {
  const second = distribution({ id: 'E2', domainName: 'd2.cloudfront.net', arn: 'arn:aws:cloudfront::1:distribution/E2' });
  const edge = createEdge(edgeModel(distribution(), second), {
    clock: () => NOW,
    random: (bytes) => Buffer.alloc(bytes),
    bucket: () => () => Promise.resolve({ status: 200, headers: [], body: Buffer.from('object') }),
    keyValueStore: () => ({ get: () => Promise.resolve(undefined), meta: () => Promise.reject(new Error('none')) }),
    ipSets: () => [],
    putLog: () => Promise.resolve(),
    log: () => undefined,
  });
  await edge.handle(request('/a'));
  expect(edge.stats().distributions.map(({ metrics }) => metrics.Requests)).toEqual([1, 0]);
  expect([edge.invalidate('E2', ['/*']), edge.invalidate('E3', ['/*']), edge.invalidate('E1', ['/*'])]).toEqual([0, 0, 1]);
});

test('CF-P24, CF-P26 an oversize URL is 414 and leaves no log line', async () => {
  const { get, edge } = testEdge(distribution({ logDelivery: DELIVERY }));
  expect((await get(`/${'a'.repeat(9_000)}`)).status).toBe(414);
  expect(edge.stats().distributions[0]).toMatchObject({ logLinesWaiting: 0, metrics: { Requests: 0 } });
});

test('CF-P27 GET with a body is 403', async () => {
  expect((await testEdge().get('/a', { body: Buffer.from('x') })).status).toBe(403);
});

test('CF-P22 the default root object stands for / and for nothing below', async () => {
  const { put, get } = testEdge(distribution({ defaultRootObject: 'index.html' }));
  put('index.html', 'home');
  expect(text(await get('/'))).toBe('home');
  expect((await get('/dir/')).status).toBe(404);
});

test('UNK-27 the function sees the root object, or / when the assumption is flipped', async () => {
  const echo = withFunction('function handler(event) { return { statusCode: 200, body: event.request.uri }; }', {
    defaultRootObject: 'index.html',
  });
  expect(text(await testEdge(echo).get('/'))).toBe('/index.html');
  expect(text(await testEdge(echo, { assumptions: { ...ASSUMPTIONS, rootObjectBeforeFunction: false } }).get('/'))).toBe('/');
});

test('CF-C55, CF-C66 a compressed Miss has no Content-Length, the Hit has; both carry the weak tag', async () => {
  const { put, get } = testEdge();
  put('a', 'x'.repeat(5_000), HTML);
  const gzip = { headers: [['Accept-Encoding', 'gzip']] } as const;
  const miss = await get('/a', gzip);
  const hit = await get('/a', gzip);
  expect(gunzipSync(miss.body).toString()).toBe('x'.repeat(5_000));
  expect([header(miss.headers, 'content-length'), header(hit.headers, 'content-length')]).toEqual([
    undefined,
    String(hit.body.length),
  ]);
  expect(header(hit.headers, 'etag')).toMatch(/^W\/"[0-9a-f]{32}"$/);
});

test('CF-C35 a range of a compressed copy counts compressed bytes', async () => {
  const { put, get } = testEdge();
  put('a', 'x'.repeat(5_000), HTML);
  const whole = await get('/a', { headers: [['Accept-Encoding', 'gzip']] });
  const part = await get('/a', {
    headers: [
      ['Accept-Encoding', 'gzip'],
      ['Range', 'bytes=0-9'],
    ],
  });
  expect(part.status).toBe(206);
  expect(part.body.equals(whole.body.subarray(0, 10))).toBe(true);
});

test('CF-C54 nothing is compressed where the behaviour does not say so', async () => {
  const { put, get } = testEdge(distribution({ behaviours: [behaviour({ compress: false })] }));
  put('a', 'x'.repeat(5_000), HTML);
  expect(header((await get('/a', { headers: [['Accept-Encoding', 'gzip']] })).headers, 'content-encoding')).toBeUndefined();
});

test('CF-C29 a conditional request on a Miss is fetched whole and answered 304 (UNK-7)', async () => {
  const { put, get } = testEdge();
  put('a', 'abc', HTML);
  const etag = header((await get('/a')).headers, 'etag')!;
  const fresh = testEdge();
  fresh.put('a', 'abc', HTML);
  const answer = await fresh.get('/a', { headers: [['If-None-Match', etag]] });
  expect([answer.status, xCache(answer), text(answer)]).toEqual([304, 'Miss from cloudfront', '']);
  expect(fresh.asked[0]!.headers).toEqual([]);
});

test('CF-P37, CF-P39 the bucket is asked for nothing but the key and validators', async () => {
  const { put, get, asked } = testEdge();
  put('a', 'abc', HTML);
  await get('/a?x=1', {
    headers: [
      ['Authorization', 'Bearer t'],
      ['Cookie', 's=1'],
      ['Accept', 'text/html'],
      ['Range', 'bytes=0-0'],
    ],
  });
  expect(asked).toEqual([{ method: 'GET', key: 'a', headers: [] }]);
});

test.each<[kind: 'connect' | 'timeout', status: number]>([
  ['connect', 502],
  ['timeout', 504],
])('an origin that is away (%s) is %i, kept ten seconds (CF-C39)', async (kind, status) => {
  const { get, fail, asked, pass } = testEdge();
  fail(new OriginUnreachable(kind, 'away'));
  const failed = await get('/a');
  expect([failed.status, xCache(failed), (await get('/a')).status, asked.length]).toEqual([
    status,
    'Error from cloudfront',
    status,
    1,
  ]);
  pass(10);
  await get('/a');
  expect(asked).toHaveLength(2);
});

test('CF-C17, CF-C23 a copy outlives an origin that is away', async () => {
  const { put, get, fail, pass } = testEdge();
  put('a', 'abc', HTML);
  await get('/a');
  fail(new OriginUnreachable('connect', 'away'));
  pass(3_600);
  const stale = await get('/a');
  expect([stale.status, text(stale), xCache(stale), header(stale.headers, 'age')]).toEqual([
    200,
    'abc',
    'Hit from cloudfront',
    '3600',
  ]);
});

test('a bug behind the edge is not taken for an origin that is away', async () => {
  const { get, fail } = testEdge();
  fail(new TypeError('bug'));
  await expect(get('/a')).rejects.toThrow(new TypeError('bug'));
});

test('the error caching minimum of the distribution holds for its status', async () => {
  const { get, put, pass } = testEdge(distribution({ errorCachingMinTtl: new Map([[404, 2]]) }));
  await get('/a');
  put('a', 'abc', HTML);
  pass(2);
  expect((await get('/a')).status).toBe(200);
});

describe('CF-C45 a page for a status', () => {
  // CF-P2: were the page asked for through the function, it would be sought below index/ twice.
  const REWRITES = "function handler(event) { event.request.uri = '/index' + event.request.uri; return event.request; }";
  const edgeWithPage = () => {
    const made = testEdge(withFunction(REWRITES, { errorPages: new Map([[404, { path: '/index/missing', status: 404 }]]) }));
    const put = (key: string, body: string) => {
      made.put(key, body, HTML);
    };
    return { ...made, put };
  };

  test('takes the place of the answer about a missing object', async () => {
    const { get, put } = edgeWithPage();
    put('index/missing', 'There is no such thing.');
    const answer = await get('/a');
    expect([answer.status, header(answer.headers, 'content-type'), text(answer)]).toEqual([
      404,
      'text/html',
      'There is no such thing.',
    ]);
    expect(xCache(answer)).toBe('Error from cloudfront'); // CF-C46
  });

  test('hides an object that has come in the meantime for as long as the page may be kept', async () => {
    const { get, put, pass } = edgeWithPage();
    put('index/missing', 'There is no such thing.');
    await get('/a');
    put('index/a', 'abc');
    pass(59);
    expect((await get('/a')).status).toBe(404);
    pass(1);
    expect((await get('/a')).status).toBe(200);
  });

  test('is the error of the page when that is missing too', async () => {
    const { get } = edgeWithPage();
    const answer = await get('/a');
    expect([answer.status, text(answer)]).toEqual([404, expect.stringContaining('NoSuchKey')]);
  });
});

test('CF-C73 a tag invalidation shows what was published', async () => {
  const { put, get, edge } = testEdge();
  const tagged = [...HTML, ['x-amz-meta-cache-tag', 'project:pypi:demo']] as const;
  put('a', 'old', tagged);
  await get('/a');
  put('a', 'new', tagged);
  expect(text(await get('/a'))).toBe('old');
  expect(edge.invalidate('E1', ['#project:pypi:demo'])).toBe(1);
  expect(text(await get('/a'))).toBe('new');
});

test('CF-C78, CF-C85 the response headers policy decorates fresh, cached, made and blocked answers', async () => {
  const responseHeadersPolicy = {
    name: 'p',
    remove: ['x-amz-meta-secret'],
    set: [{ name: 'X-P', value: '1', override: true }],
    cors: undefined,
  };
  const code = 'function handler(event) { return event.request.uri === "/made" ? { statusCode: 200 } : event.request; }';
  const model = distribution({
    behaviours: [behaviour({ responseHeadersPolicy, viewerRequest: viewerFunction(code) })],
    webAcl: webAcl(BLOCK_ADMIN),
  });
  const seen = async (assumptions = ASSUMPTIONS) => {
    const { put, get } = testEdge(model, { assumptions });
    put('a', 'abc', [['x-amz-meta-secret', 's']]);
    const answers = [await get('/a'), await get('/a'), await get('/made'), await get('/admin')];
    return answers.map(({ headers }) => [header(headers, 'x-p'), header(headers, 'x-amz-meta-secret')]);
  };
  expect(await seen()).toEqual([
    ['1', undefined],
    ['1', undefined],
    ['1', undefined],
    ['1', undefined],
  ]); // UNK-12
  expect((await seen({ ...ASSUMPTIONS, policyDecoratesBlocked: false }))[3]).toEqual([undefined, undefined]);
});

test('HEAD has no body whoever makes the answer', async () => {
  const { get, put } = testEdge(
    withFunction(
      'function handler(event) { return event.request.uri === "/made" ? { statusCode: 200, body: "x" } : event.request; }',
    ),
  );
  put('a', 'abc');
  for (const path of ['/a', '/made', '/nothing']) expect(text(await get(path, { method: 'HEAD' }))).toBe('');
});

test('LOG-15 the log says how each request ended, in the fields of the delivery', async () => {
  const code =
    'import cf from "cloudfront";\nfunction handler(event) { cf.logCustomData("seen"); return event.request.uri === "/made" ? { statusCode: 200 } : event.request; }';
  const model = withFunction(code, { webAcl: webAcl(BLOCK_ADMIN), logDelivery: DELIVERY });
  const { put, get, pass, edge, logFiles } = testEdge(model);
  put('a', 'abc', HTML);
  await get('/a');
  await get('/a');
  pass(60);
  await get('/a');
  await get('/nothing');
  await get('/nothing');
  await get('/made');
  await get('/admin');
  await get('/a', { method: 'PUT' });
  await get('/a', { scheme: 'http' });
  expect(edge.stats().distributions[0]!.logLinesWaiting).toBe(9);
  await edge.flushLogs();
  const lines = gunzipSync(logFiles[0]!.body)
    .toString()
    .trim()
    .split('\n')
    .map((line) => Object.values(JSON.parse(line) as object).join(' '));
  expect(lines).toEqual([
    '/a 200 Miss Miss seen',
    '/a 200 Hit Hit seen',
    '/a 200 RefreshHit RefreshHit seen',
    '/nothing 404 Error Error seen',
    '/nothing 404 Error Error seen',
    '/made 200 FunctionGeneratedResponse FunctionGeneratedResponse seen',
    '/admin 403 Error InvalidRequestBlocked -',
    '/a 403 Error InvalidRequestMethod -',
    '/a 301 Redirect Redirect -',
  ]);
  expect(logFiles[0]).toMatchObject({ bucket: 'logs', key: 'cloudfront/17/E1.2026-11-22-17.0a0a0a0a.gz' });
});

test('UNK-22 the log has the viewer’s path, or the rewritten one when the assumption is flipped', async () => {
  const logged = async (logsViewerPath: boolean): Promise<string> => {
    const model = withFunction('function handler(event) { event.request.uri = "/b"; return event.request; }', {
      logDelivery: { ...DELIVERY, fields: ['cs-uri-stem'] },
    });
    const { get, edge, logFiles } = testEdge(model, { assumptions: { ...ASSUMPTIONS, logsViewerPath } });
    await get('/a');
    await edge.flushLogs();
    return gunzipSync(logFiles[0]!.body).toString();
  };
  expect([await logged(true), await logged(false)]).toEqual(['{"cs-uri-stem":"/a"}\n', '{"cs-uri-stem":"/b"}\n']);
});

test('where addresses are is logged when somebody knows', async () => {
  const model = distribution({ logDelivery: { ...DELIVERY, fields: ['asn', 'c-country'] } });
  const { get, edge, logFiles } = testEdge(model, {
    locate: (address) => (address === '192.0.2.1' ? { asn: '64500', country: 'DE' } : {}),
  });
  await get('/a');
  await get('/a', { clientIp: '192.0.2.2' });
  await edge.flushLogs();
  expect(gunzipSync(logFiles[0]!.body).toString()).toBe('{"asn":"64500","c-country":"DE"}\n{"asn":"-","c-country":"-"}\n');
});

test('the last 200 requests are remembered, newest first', async () => {
  const { get, edge } = testEdge();
  for (let i = 0; i < 205; i++) await get(`/${i}?q`);
  const { requests } = edge.stats();
  expect([requests.length, requests[199]!.path]).toEqual([200, '/5?q']);
  expect(requests[0]).toEqual({
    time: '2026-11-22T17:30:05.000Z',
    client: '192.0.2.1',
    method: 'GET',
    path: '/204?q',
    logData: undefined,
    status: 404,
    xCache: 'Error from cloudfront',
    ms: 0,
  });
});

test('all copies can be evicted, and copies are bounded in bytes', async () => {
  const { put, get, edge } = testEdge(distribution(), { maxCacheBytes: 5 });
  put('a', 'abc', HTML);
  put('b', 'abc', HTML);
  await get('/a');
  await get('/b');
  expect(edge.stats().distributions[0]!.cache).toEqual({ entries: 1, bytes: 3 });
  expect(edge.evictAll()).toBe(1);
  expect(xCache(await get('/b'))).toBe('Miss from cloudfront');
});

test('CF-C21 the background revalidation of the whole edge can be awaited', async () => {
  const { put, get, edge, pass } = testEdge();
  put('a', 'old', [['Cache-Control', 'max-age=1, stale-while-revalidate=60']]);
  await get('/a');
  put('a', 'new');
  pass(2);
  expect(text(await get('/a'))).toBe('old');
  await edge.settled();
  expect(text(await get('/a'))).toBe('new');
});

test('CF-C2 with CachingDisabled every request asks the bucket', async () => {
  const { put, get, asked } = testEdge(distribution({ behaviours: [behaviour({ cachePolicy: managed('CachingDisabled') })] }));
  put('a', 'abc', HTML);
  await get('/a');
  expect(xCache(await get('/a'))).toBe('Miss from cloudfront');
  expect(asked).toHaveLength(2);
});

test('a template that a simulator cannot follow is refused when the edge is made', () => {
  const policy = { Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { IpAddress: {} } }] } as const;
  expect(() => testEdge(distribution({ origins: new Map([['origin', origin({ bucketPolicy: policy })]]) }))).toThrow(
    new Error("The policy of an origin's bucket uses IpAddress, which the local edge does not evaluate."),
  );
});
