import fc from 'fast-check';
import type { HeaderList } from '../../../../local/http';
import { cachingIsOff, isShareable, lifetime } from '../../../../local/simulators/cache/lifetime';
import { NOW } from '../../harness';

const MAX = 31_536_000;
const ORIGIN_CONTROLLED = { minTtl: 0, defaultTtl: 86_400, maxTtl: MAX };
const OPTIMIZED = { minTtl: 1, defaultTtl: 86_400, maxTtl: MAX };
const HOUR = { minTtl: 60, defaultTtl: 600, maxTtl: 3_600 };

const cacheControl = (value: string): HeaderList => [['Cache-Control', value]];
const expires = (seconds: number): HeaderList => [['Expires', new Date(NOW + seconds * 1000).toUTCString()]];
const secondsFresh = (ttls: typeof HOUR, headers: HeaderList, status = 200): number | undefined => {
  const times = lifetime(ttls, status, headers, NOW, 10);
  return times && (times.freshUntil - NOW) / 1000;
};

test.each<[statement: string, ttls: typeof HOUR, headers: HeaderList, seconds: number | undefined]>([
  ['CF-C7 max-age is the edge lifetime', ORIGIN_CONTROLLED, cacheControl('max-age=300'), 300],
  ['CF-C7 max-age is capped by the maximum TTL', HOUR, cacheControl('max-age=99999'), 3_600],
  ['CF-C7 max-age is raised to the minimum TTL', HOUR, cacheControl('max-age=5'), 60],
  ['CF-C8 s-maxage wins over max-age', HOUR, cacheControl('max-age=100, s-maxage=200'), 200],
  ['CF-C8 s-maxage is clamped too', HOUR, cacheControl('max-age=100, s-maxage=5'), 60],
  ['CF-C9 Expires alone gives the lifetime', HOUR, expires(120), 120],
  ['CF-C9 Expires beyond the maximum is cut', HOUR, expires(9_999), 3_600],
  ['CF-C9 Expires in the past gives the minimum', HOUR, expires(-5), 60],
  ['CF-C10 neither gives the default', HOUR, [], 600],
  ['CF-C10 neither gives the minimum when that is larger', { ...HOUR, defaultTtl: 5 }, [], 60],
  ['CF-C11 no-store is kept for the minimum TTL', OPTIMIZED, cacheControl('no-store'), 1],
  ['CF-C11 private is kept for the minimum TTL, whatever max-age says', OPTIMIZED, cacheControl('private, max-age=500'), 1],
  ['CF-C12 max-age wins over Expires', HOUR, [...cacheControl('max-age=100'), ...expires(500)], 100],
  [
    'CF-C12 a max-age above 100 years is 100 years',
    { ...HOUR, maxTtl: 1e12 },
    cacheControl('max-age=99999999999'),
    3_153_600_000,
  ],
  ['CF-C14 no-store is not kept without a minimum TTL', ORIGIN_CONTROLLED, cacheControl('no-store'), undefined],
  ['CF-C14 private is not kept without a minimum TTL', ORIGIN_CONTROLLED, cacheControl('private'), undefined],
  ['CF-C14 no-cache is kept, and stale at once, without a minimum TTL', ORIGIN_CONTROLLED, cacheControl('no-cache'), 0],
  ['CF-C16 max-age=0 is stale at once without a minimum TTL', ORIGIN_CONTROLLED, cacheControl('max-age=0'), 0],
  ['CF-C16 max-age=0 is a second with CachingOptimized', OPTIMIZED, cacheControl('max-age=0'), 1],
  ['CF-C18 three zeros keep nothing', { minTtl: 0, defaultTtl: 0, maxTtl: 0 }, cacheControl('max-age=300'), undefined],
  ['CF-C19 immutable changes nothing', HOUR, cacheControl('max-age=100, immutable'), 100],
  ['CF-C10 a malformed max-age counts as absent', HOUR, cacheControl('max-age=soon'), 600],
])('%s', (_statement, ttls, headers, seconds) => {
  expect(secondsFresh(ttls, headers)).toBe(seconds);
});

test('CF-C47 a redirect is kept like an object', () => {
  expect(secondsFresh(HOUR, cacheControl('max-age=100'), 301)).toBe(100);
});

test.each([404, 414, 500, 501, 502, 503, 504])('CF-C39 %i is kept for the error caching minimum', (status) => {
  expect(secondsFresh(HOUR, [], status)).toBe(10);
});

test.each([400, 403, 405, 412, 415])('CF-C40 %i is kept only when the origin gives it a lifetime', (status) => {
  expect(secondsFresh(HOUR, [], status)).toBeUndefined();
  expect(secondsFresh(HOUR, cacheControl('max-age=30'), status)).toBe(30);
});

test.each([401, 406, 409, 410, 416, 429])('CF-C41 %i is not kept', (status) => {
  expect(secondsFresh(HOUR, cacheControl('max-age=30'), status)).toBeUndefined();
});

test('CF-C39 an error with a longer lifetime than the minimum keeps it', () => {
  expect(secondsFresh(HOUR, cacheControl('max-age=30'), 404)).toBe(30);
  expect(secondsFresh(HOUR, cacheControl('max-age=3'), 404)).toBe(10);
});

test('CF-C42 an error that the origin forbids to keep is not kept; other server errors are', () => {
  expect(secondsFresh(HOUR, cacheControl('no-store'), 404)).toBeUndefined();
  expect(secondsFresh(HOUR, cacheControl('no-cache'), 501)).toBeUndefined();
  expect(secondsFresh(HOUR, cacheControl('no-store'), 503)).toBe(10);
});

const seconds = (headers: HeaderList): Record<string, number> => {
  const { freshUntil, revalidateUntil, staleIfErrorUntil } = lifetime(HOUR, 200, headers, NOW, 10)!;
  return {
    fresh: (freshUntil - NOW) / 1000,
    revalidate: (revalidateUntil - NOW) / 1000,
    onError: (staleIfErrorUntil - NOW) / 1000,
  };
};

test('CF-C21 stale-while-revalidate begins at expiry and ends with the maximum TTL', () => {
  expect(seconds(cacheControl('max-age=100, stale-while-revalidate=50'))).toMatchObject({ fresh: 100, revalidate: 150 });
  expect(seconds(cacheControl('max-age=3000, stale-while-revalidate=5000'))).toMatchObject({ revalidate: 3_600 });
});

test('CF-C22 stale-if-error begins at expiry and ends with the maximum TTL', () => {
  expect(seconds(cacheControl('max-age=100, stale-if-error=50'))).toMatchObject({ onError: 150 });
  expect(seconds(cacheControl('max-age=3000, stale-if-error=5000'))).toMatchObject({ onError: 3_600 });
});

test('CF-C17 stale-if-error=0 allows no stale copy; without the directive the maximum TTL is the end (CF-C25)', () => {
  expect(seconds(cacheControl('max-age=100, stale-if-error=0'))).toMatchObject({ fresh: 100, onError: 100 });
  expect(seconds(cacheControl('max-age=100'))).toMatchObject({ onError: 3_600 });
});

test('CF-C18 caching is off only with three zeros', () => {
  expect(cachingIsOff({ minTtl: 0, defaultTtl: 0, maxTtl: 0 })).toBe(true);
  expect(cachingIsOff({ minTtl: 0, defaultTtl: 0, maxTtl: 1 })).toBe(false);
});

test.each(['private', 'no-store', 'no-cache', 'max-age=0', 's-maxage=0'])(
  'CF-C49 %s is not shared without a minimum TTL',
  (value) => {
    expect(isShareable(ORIGIN_CONTROLLED, cacheControl(value))).toBe(false);
    expect(isShareable(OPTIMIZED, cacheControl(value))).toBe(true);
  },
);

test('CF-C25 whatever the origin sends, a copy is fresh for at least the minimum and stale for at most the maximum TTL', () => {
  const directive = fc.tuple(
    fc.constantFrom('max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error'),
    fc.nat(10_000_000),
  );
  fc.assert(
    fc.property(fc.array(directive), (directives) => {
      const headers = cacheControl(directives.map(([name, value]) => `${name}=${value}`).join(', '));
      const { freshUntil, revalidateUntil, staleIfErrorUntil } = lifetime(HOUR, 200, headers, NOW, 10)!;
      expect(freshUntil).toBeGreaterThanOrEqual(NOW + 60_000);
      expect(revalidateUntil).toBeGreaterThanOrEqual(freshUntil);
      expect(staleIfErrorUntil).toBeGreaterThanOrEqual(freshUntil);
      expect(Math.max(revalidateUntil, staleIfErrorUntil)).toBeLessThanOrEqual(NOW + 3_600_000);
    }),
  );
});
