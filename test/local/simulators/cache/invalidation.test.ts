import { invalidationMatcher, tagsOf } from '../../../../local/simulators/cache/invalidation';

const removes = (item: string, path: string): boolean => invalidationMatcher([item])({ path, tags: new Set() });
const tagged = (items: readonly string[], ...tags: string[]): boolean =>
  invalidationMatcher(items)({ path: '/x', tags: new Set(tags) });

test.each<[item: string, path: string, removed: boolean]>([
  ['/a', '/a', true],
  ['/a', '/A', false],
  ['/a', '/a/b', false],
  ['/a/*', '/a/b/c', true],
  ['/a*', '/ab', true],
  ['/*', '/anything?x=1', true],
  ['/a*c', '/abc', false],
  ['/a*c', '/a*c', true],
  ['/a', '/a?x=1', false],
  ['/a?x=1', '/a?x=1', true],
])('CF-C68 %s and %s: %s', (item, path, removed) => {
  expect(removes(item, path)).toBe(removed);
});

test.each<[item: string, path: string, removed: boolean]>([
  ['/caf%C3%A9', '/café', true],
  ['/a%20b', '/a b', true],
  ['/%70ypi', '/pypi', false],
  ['/a%2Bb', '/a%2Bb', true],
  ['/a+b', '/a%2Bb', false],
])('CF-C69 %s and the cached spelling %s: %s', (item, path, removed) => {
  expect(removes(item, path)).toBe(removed);
});

test('CF-C73 tags match exactly, whatever their letter case, as alternatives, and are no patterns', () => {
  expect(tagged(['#project:demo'], 'project:demo')).toBe(true);
  expect(tagged(['#PROJECT:Demo'], 'project:demo')).toBe(true);
  expect(tagged(['#project:de*'], 'project:demo')).toBe(false);
  expect(tagged(['#other', '#project:demo'], 'project:demo')).toBe(true);
  expect(tagged(['/x', '#other'], 'project:demo')).toBe(true);
  expect(tagged(['/project:demo'], 'project:demo')).toBe(false);
});

test('CF-C72 tags are trimmed, lower-cased, and checked', () => {
  const headers = [['X-Amz-Meta-Cache-Tag', ` A , b,with space,é,${'x'.repeat(257)},,c`]] as const;
  expect([...tagsOf(headers, 'x-amz-meta-cache-tag')]).toEqual(['a', 'b', 'c']);
});

test('CF-C72 the first fifty tags count', () => {
  const many = Array.from({ length: 60 }, (_, i) => `t${i}`).join(',');
  const tags = tagsOf([['cache-tag', many]], 'cache-tag');
  expect([tags.size, tags.has('t49'), tags.has('t50')]).toEqual([50, true, false]);
});

test('CF-C73 without the distribution’s setting the header is ignored', () => {
  expect(tagsOf([['cache-tag', 'a']], undefined)).toEqual(new Set());
});
