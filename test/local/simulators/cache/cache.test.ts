import type { CachePolicy } from '../../../../local/assembly/model';
import { ASSUMPTIONS } from '../../../../local/assumptions';
import type { HeaderList } from '../../../../local/http';
import type { OriginResponse } from '../../../../local/ports';
import { type Cache, type CacheRequest, type CacheResult, createCache } from '../../../../local/simulators/cache/cache';
import { type ManualClock, managed, manualClock, text } from '../../harness';

const ORIGIN_CONTROLLED = { ...managed('UseOriginCacheControlHeaders'), defaultTtl: 86_400 };
const OPTIMIZED = managed('CachingOptimized');

const answer = (body: string, control = '', more: HeaderList = []): OriginResponse => ({
  status: 200,
  headers: [...(control ? ([['Cache-Control', control]] as const) : []), ['ETag', `"${body}"`], ...more],
  body: Buffer.from(body),
});
const error = (status: number): OriginResponse => ({ status, headers: [], body: Buffer.from(`error ${status}`) });
const notModified = (headers: HeaderList = []): OriginResponse => ({ status: 304, headers, body: Buffer.alloc(0) });

interface Bench extends ManualClock {
  readonly cache: Cache;
  /** Answers of the origin, taken in turn; the last one stays. */
  readonly origin: (...answers: (OriginResponse | Promise<OriginResponse>)[]) => void;
  /** What the origin was asked: method and validators. */
  readonly asked: [method: string, validators: HeaderList][];
  readonly ask: (changes?: Partial<CacheRequest>) => Promise<CacheResult>;
  /** `result age body` */
  readonly see: (changes?: Partial<CacheRequest>) => Promise<string>;
}

function bench(policy: CachePolicy = OPTIMIZED, assumptions = ASSUMPTIONS, maxBytes?: number): Bench {
  const time = manualClock();
  const cache = createCache({ clock: time.clock, assumptions, ...(maxBytes !== undefined && { maxBytes }) });
  const asked: Bench['asked'] = [];
  let answers: (OriginResponse | Promise<OriginResponse>)[] = [];
  const ask: Bench['ask'] = (changes = {}) =>
    cache.serve({
      key: 'k',
      path: '/k',
      policy,
      method: 'get',
      cacheTagHeader: 'x-amz-meta-cache-tag',
      errorMinTtl: () => 10,
      fetch: async (method, validators) => {
        asked.push([method, validators]);
        return await (answers.length > 1 ? answers.shift()! : answers[0]!);
      },
      ...changes,
    });
  return {
    ...time,
    cache,
    asked,
    origin: (...all) => {
      answers = all;
    },
    ask,
    see: async (changes) => {
      const { result, age, response } = await ask(changes);
      return `${result} ${age ?? '-'} ${text(response)}`;
    },
  };
}

/** An answer that comes when the test says so. */
function later(): { readonly promise: Promise<OriginResponse>; readonly come: (response: OriginResponse) => void } {
  let come!: (response: OriginResponse) => void;
  const promise = new Promise<OriginResponse>((resolve) => {
    come = resolve;
  });
  return { promise, come };
}

test('CF-C7 an object is fetched once and served from the copy until it expires; CF-C52 Age counts from storing', async () => {
  const { see, origin, pass, asked } = bench();
  origin(answer('one', 'max-age=60'));
  expect(await see()).toBe('Miss - one');
  pass(59);
  expect(await see()).toBe('Hit 59 one');
  expect(asked).toHaveLength(1);
});

test('CF-C26 an expired copy is revalidated with its validators; a 304 refreshes it, and CF-C27 Age begins again', async () => {
  const { see, origin, pass, asked } = bench();
  origin(answer('one', 'max-age=60', [['Last-Modified', 'Sun, 22 Nov 2026 10:00:00 GMT']]), notModified());
  await see();
  pass(60);
  expect(await see()).toBe('RefreshHit 0 one');
  expect(asked[1]).toEqual([
    'as asked',
    [
      ['If-None-Match', '"one"'],
      ['If-Modified-Since', 'Sun, 22 Nov 2026 10:00:00 GMT'],
    ],
  ]);
  pass(30);
  expect(await see()).toBe('Hit 30 one');
});

test('CF-C26 a changed object replaces the expired copy as a Miss', async () => {
  const { see, origin, pass } = bench();
  origin(answer('one', 'max-age=60'), answer('two', 'max-age=60'));
  await see();
  pass(60);
  expect(await see()).toBe('Miss - two');
  expect(await see()).toBe('Hit 0 two');
});

test('CF-C26 the weak tag that compression made is sent to the origin as the strong one it came from', async () => {
  const { see, origin, pass, asked } = bench();
  origin({ ...answer('one', 'max-age=1'), headers: [['ETag', 'W/"one"']] }, notModified());
  await see();
  pass(86_400);
  await see();
  expect(asked[1]![1]).toEqual([['If-None-Match', '"one"']]);
});

test('UNK-6 a 304 brings new headers, or does not when the assumption is flipped; the body’s own stay', async () => {
  const news = notModified([
    ['Cache-Control', 'max-age=5'],
    ['Content-Encoding', 'gzip'],
  ]);
  const headersAfter = async (revalidationUpdatesHeaders: boolean): Promise<HeaderList> => {
    const { ask, origin, pass } = bench(OPTIMIZED, { ...ASSUMPTIONS, revalidationUpdatesHeaders });
    origin(answer('one', 'max-age=60'), news);
    await ask();
    pass(60);
    return (await ask()).response.headers;
  };
  expect(await headersAfter(true)).toEqual([
    ['ETag', '"one"'],
    ['Cache-Control', 'max-age=5'],
  ]);
  expect(await headersAfter(false)).toEqual([
    ['Cache-Control', 'max-age=60'],
    ['ETag', '"one"'],
  ]);
});

test('CF-C14 without a minimum TTL no-store is a Miss every time, no-cache a RefreshHit after the first', async () => {
  const { see, origin } = bench(ORIGIN_CONTROLLED);
  origin(answer('one', 'no-store'));
  expect([await see(), await see()]).toEqual(['Miss - one', 'Miss - one']);
  origin(answer('two', 'no-cache'), notModified());
  expect([await see(), await see(), await see()]).toEqual(['Miss - two', 'RefreshHit 0 two', 'RefreshHit 0 two']);
});

test('CF-C15 with CachingOptimized no-cache is a Hit within the second, later a RefreshHit', async () => {
  const { see, origin, pass } = bench();
  origin(answer('one', 'no-cache'), notModified());
  expect([await see(), await see()]).toEqual(['Miss - one', 'Hit 0 one']);
  pass(1);
  expect(await see()).toBe('RefreshHit 0 one');
});

test('CF-C18 with CachingDisabled nothing is kept and CF-C49 nothing is collapsed', async () => {
  const { see, origin, asked } = bench(managed('CachingDisabled'));
  origin(answer('one', 'max-age=60'));
  expect(await Promise.all([see(), see()])).toEqual(['Miss - one', 'Miss - one']);
  expect(asked).toHaveLength(2);
});

test('CF-P31 a method that is not cached neither reads nor writes copies', async () => {
  const { see, origin } = bench();
  origin(answer('one', 'max-age=60'), answer('posted', 'max-age=60'));
  await see();
  expect(await see({ method: 'bypass' })).toBe('Miss - posted');
  expect(await see()).toBe('Hit 0 one');
});

test('CF-C21 within stale-while-revalidate the stale copy is served at once while one fetch runs', async () => {
  const { see, origin, pass, cache, asked } = bench();
  origin(answer('one', 'max-age=60, stale-while-revalidate=30'), answer('two', 'max-age=60'));
  await see();
  pass(61);
  expect(await Promise.all([see(), see()])).toEqual(['Hit 61 one', 'Hit 61 one']);
  await cache.settled();
  expect(asked.map(([method]) => method)).toEqual(['as asked', 'GET']);
  expect(await see()).toBe('Hit 0 two');
});

test('CF-C21 after that time the viewer waits for the origin', async () => {
  const { see, origin, pass } = bench();
  origin(answer('one', 'max-age=60, stale-while-revalidate=30'), answer('two', 'max-age=60'));
  await see();
  pass(90);
  expect(await see()).toBe('Miss - two');
});

test('CF-C23 an expired copy stands in for a failing origin, which is asked again after ten seconds', async () => {
  const { see, origin, pass, asked } = bench();
  origin(answer('one', 'max-age=60'), error(503));
  await see();
  pass(60);
  expect(await see()).toBe('Hit 60 one');
  pass(9);
  expect(await see()).toBe('Hit 69 one');
  expect(asked).toHaveLength(2);
  pass(1);
  expect(await see()).toBe('Hit 70 one');
  expect(asked).toHaveLength(3);
});

test('CF-C22 after stale-if-error the failure is shown', async () => {
  const { see, origin, pass } = bench();
  origin(answer('one', 'max-age=60, stale-if-error=5'), error(503));
  await see();
  pass(64);
  expect(await see()).toBe('Hit 64 one');
  pass(1);
  expect(await see()).toBe('Error - error 503');
});

test('CF-C17 even a no-store copy stands in when the minimum TTL is above zero, unless stale-if-error=0', async () => {
  const { see, origin, pass } = bench();
  origin(answer('one', 'no-store'), error(504));
  await see();
  pass(5);
  expect(await see()).toBe('Hit 5 one');
  const strict = bench();
  strict.origin(answer('one', 'no-store, stale-if-error=0'), error(504));
  await strict.see();
  strict.pass(5);
  expect(await strict.see()).toBe('Error - error 504');
});

test('CF-C24 a 4xx replaces the expired copy', async () => {
  const { see, origin, pass } = bench();
  origin(answer('one', 'max-age=60'), error(404));
  await see();
  pass(60);
  expect(await see()).toBe('Error - error 404');
});

test('CF-C39 a 404 is remembered for ten seconds, which is how long CF-C44 hides what was published meanwhile', async () => {
  const { see, origin, pass, asked } = bench();
  origin(error(404), answer('one', 'max-age=60'));
  expect(await see()).toBe('Error - error 404');
  pass(9);
  expect(await see()).toBe('Error 9 error 404');
  expect(asked).toHaveLength(1);
  pass(1);
  expect(await see()).toBe('Miss - one');
});

test('CF-C40 a 403 is not remembered', async () => {
  const { see, origin } = bench();
  origin(error(403), answer('one', 'max-age=60'));
  expect([await see(), await see()]).toEqual(['Error - error 403', 'Miss - one']);
});

test('CF-C48 simultaneous misses ask once: the first is a Miss, the others Hits', async () => {
  const { see, origin, asked } = bench();
  const slow = later();
  origin(slow.promise);
  const all = [see(), see(), see()];
  slow.come(answer('one', 'max-age=60'));
  expect(await Promise.all(all)).toEqual(['Miss - one', 'Hit 0 one', 'Hit 0 one']);
  expect(asked).toHaveLength(1);
});

test('CF-C49 without a minimum TTL an answer that forbids sharing is fetched by each', async () => {
  const { see, origin, asked } = bench(ORIGIN_CONTROLLED);
  const slow = later();
  origin(slow.promise, answer('mine', 'private'));
  const all = [see(), see()];
  slow.come(answer('yours', 'private'));
  expect(await Promise.all(all)).toEqual(['Miss - yours', 'Miss - mine']);
  expect(asked).toHaveLength(2);
});

test('UNK-5 HEAD is answered from the copy of a GET; a HEAD miss stores nothing', async () => {
  const { see, origin, asked } = bench();
  origin(answer('', 'max-age=60'), answer('one', 'max-age=60'));
  expect(await see({ method: 'head' })).toBe('Miss - ');
  expect(await see()).toBe('Miss - one');
  expect(await see({ method: 'head' })).toBe('Hit 0 one');
  expect(asked).toHaveLength(2);
});

test('UNK-5 flipped: HEAD asks the origin though a copy exists', async () => {
  const { see, origin } = bench(OPTIMIZED, { ...ASSUMPTIONS, headUsesGetEntry: false });
  origin(answer('one', 'max-age=60'), answer('', 'max-age=60'));
  await see();
  expect(await see({ method: 'head' })).toBe('Miss - ');
});

test('CF-C73 a tag removes every variant of the objects that carry it, and nothing else', async () => {
  const { see, cache, origin } = bench();
  const tagged = (tags: string): OriginResponse => answer('x', 'max-age=60', [['x-amz-meta-cache-tag', tags]]);
  for (const [key, tags] of [
    ['a', 'p:1'],
    ['a br', 'p:1, q'],
    ['b', 'p:12'],
  ] as const) {
    origin(tagged(tags));
    await see({ key, path: `/${key[0]}` });
  }
  expect(cache.invalidate(['#P:1'])).toBe(2);
  expect(await see({ key: 'b', path: '/b' })).toBe('Hit 0 x');
});

test('an answer that was under way when its invalidation came is served but not kept', async () => {
  const { see, cache, origin } = bench();
  const slow = later();
  origin(slow.promise, answer('new', 'max-age=60'));
  const first = see();
  cache.invalidate(['/k']);
  slow.come(answer('old', 'max-age=60'));
  expect(await first).toBe('Miss - old');
  expect(await see()).toBe('Miss - new');
});

test('who asks after an invalidation does not share an answer that began before it', async () => {
  const { see, cache, origin } = bench();
  const slow = later();
  origin(slow.promise, answer('new', 'max-age=60'));
  const first = see();
  cache.invalidate(['#tag-of-nothing-yet']);
  expect(await see()).toBe('Miss - new');
  slow.come(answer('old', 'max-age=60'));
  expect(await first).toBe('Miss - old');
});

test('CF-C20 the least recently used copies go when the memory is full; a copy larger than all of it is not kept', async () => {
  const { see, cache, origin } = bench(OPTIMIZED, ASSUMPTIONS, 10);
  origin(answer('12345', 'max-age=60'));
  await see({ key: 'a' });
  await see({ key: 'b' });
  await see({ key: 'a' });
  await see({ key: 'c' });
  expect(cache.size()).toEqual({ entries: 2, bytes: 10 });
  expect([await see({ key: 'a' }), await see({ key: 'b' })]).toEqual(['Hit 0 12345', 'Miss - 12345']);
  origin(answer('12345678901', 'max-age=60'));
  await see({ key: 'd' });
  expect(await see({ key: 'd' })).toBe('Miss - 12345678901');
});

test('CF-C20 everything can be evicted', async () => {
  const { see, cache, origin } = bench();
  origin(answer('one', 'max-age=60'));
  await see();
  expect(cache.evictAll()).toBe(1);
  expect(cache.size()).toEqual({ entries: 0, bytes: 0 });
  expect(await see()).toBe('Miss - one');
});
