import type { CachePolicy } from '../../../../local/assembly/model';
import type { EdgeRequest } from '../../../../local/http';
import { cacheKey, encodingOf } from '../../../../local/simulators/cache/key';
import { DOMAIN, managed, request } from '../../harness';

const OPTIMIZED = managed('CachingOptimized');
const keyOf = (path: string, changes: Partial<EdgeRequest> = {}, policy: CachePolicy = OPTIMIZED): string =>
  cacheKey(DOMAIN, policy, true, request(path, changes)).key;

test('CF-P17 the key holds the distribution and the path, not the Host header', () => {
  expect(keyOf('/a', { headers: [['Host', 'packages.example.org']] })).toBe(keyOf('/a'));
  expect(keyOf('/b')).not.toBe(keyOf('/a'));
  expect(cacheKey('d2.cloudfront.net', OPTIMIZED, true, request('/a')).key).not.toBe(keyOf('/a'));
});

test('CF-P18 spellings of one path are different keys', () => {
  expect(new Set(['/a%2Bb', '/a%2bb', '/a+b', '/a+b/'].map((path) => keyOf(path))).size).toBe(4);
});

test('CF-P19 HEAD shares the key of GET, OPTIONS has one of its own', () => {
  expect(keyOf('/a', { method: 'HEAD' })).toBe(keyOf('/a'));
  expect(keyOf('/a', { method: 'OPTIONS' })).not.toBe(keyOf('/a'));
});

test('CF-P20 CachingOptimized neither keys nor forwards the query', () => {
  expect(keyOf('/a?x=1')).toBe(keyOf('/a'));
  expect(cacheKey(DOMAIN, OPTIMIZED, true, request('/a?x=1')).query).toBeUndefined();
});

test('CF-P20 where the query is in the key, order and letter case count', () => {
  const policy = managed('UseOriginCacheControlHeaders-QueryStrings');
  expect(new Set(['?a=1&b=2', '?b=2&a=1', '?A=1&b=2'].map((query) => keyOf(`/x${query}`, {}, policy))).size).toBe(3);
});

test.each<[CachePolicy['queryStrings']['behaviour'], string | undefined]>([
  ['none', undefined],
  ['all', 'a=1&b=2&c'],
  ['whitelist', 'b=2'],
  ['allExcept', 'a=1&c'],
])('a query selection of %s lets through %s', (behaviour, query) => {
  const policy = { ...OPTIMIZED, queryStrings: { behaviour, names: ['b'] } };
  expect(cacheKey(DOMAIN, policy, true, request('/x?a=1&b=2&c')).query).toBe(query);
});

test('CF-C6 an asterisk in a list is a literal', () => {
  const policy = { ...OPTIMIZED, queryStrings: { behaviour: 'whitelist', names: ['*'] } } as const;
  expect(cacheKey(DOMAIN, policy, true, request('/x?a=1')).query).toBeUndefined();
});

test('headers and cookies named by the policy are in the key and go to the origin; Authorization is not', () => {
  const policy = { ...OPTIMIZED, headers: ['x-kind'], cookies: { behaviour: 'whitelist', names: ['s'] } } as const;
  const { key, headers } = cacheKey(
    DOMAIN,
    policy,
    true,
    request('/a', {
      headers: [
        ['X-Kind', 'k'],
        ['Cookie', 's=1; t=2'],
        ['Authorization', 'secret'],
      ],
    }),
  );
  expect(headers).toEqual([
    ['x-kind', 'k'],
    ['Cookie', 's=1'],
  ]);
  expect(key).not.toContain('secret');
});

test.each<[sent: string | undefined, forwarded: string | undefined]>([
  ['gzip, deflate, br', 'br,gzip'],
  ['br;q=1.0, gzip;q=0.5', 'br,gzip'],
  ['GZIP', 'gzip'],
  ['br', 'br'],
  ['gzip, br;q=0', 'gzip'],
  ['deflate', 'identity'],
  ['identity', 'identity'],
  [undefined, undefined],
])('CF-C56 Accept-Encoding %s becomes %s', (sent, forwarded) => {
  const headers = sent === undefined ? [] : ([['Accept-Encoding', sent]] as const);
  expect(encodingOf(cacheKey(DOMAIN, OPTIMIZED, true, request('/a', { headers })))).toBe(forwarded);
});

test('CF-C56 viewers that accept neither share the entry of those that say nothing', () => {
  expect(keyOf('/a', { headers: [['Accept-Encoding', 'deflate']] })).toBe(keyOf('/a'));
  expect(keyOf('/a', { headers: [['Accept-Encoding', 'br, gzip']] })).toBe(
    keyOf('/a', { headers: [['Accept-Encoding', 'gzip,br']] }),
  );
  expect(keyOf('/a', { headers: [['Accept-Encoding', 'gzip']] })).not.toBe(keyOf('/a'));
});

test('CF-P35 an HTTP/1.0 viewer gets nothing compressed', () => {
  const sent = request('/a', { httpVersion: '1.0', headers: [['Accept-Encoding', 'gzip']] });
  expect(encodingOf(cacheKey(DOMAIN, OPTIMIZED, true, sent))).toBeUndefined();
});

test('CF-C54 without the flags of the policy, or without compression, the encoding is not in the key', () => {
  const gzip = request('/a', { headers: [['Accept-Encoding', 'gzip']] });
  expect(encodingOf(cacheKey(DOMAIN, managed('CachingOptimizedForUncompressedObjects'), true, gzip))).toBeUndefined();
  expect(encodingOf(cacheKey(DOMAIN, OPTIMIZED, false, gzip))).toBeUndefined();
});
