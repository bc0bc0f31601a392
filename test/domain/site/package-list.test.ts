import fc from 'fast-check';
import { type ListPage, listObject, listPages, pagesTo } from '../../../domain/site/package-list';

const everyPage = (page: ListPage): ListPage[] => [page, ...page.parts.flatMap(everyPage)];
const all = (names: readonly string[]): ListPage[] => everyPage(listPages([...new Set(names)].sort()));
const crowd = (count: number, nameOf: (i: string) => string): string[] =>
  Array.from({ length: count }, (_, i) => nameOf(i.toString(36))).sort();

const CROWDS: readonly (readonly [string, string, string[]])[] = [
  ['100,000 short names', 'pypi', crowd(100_000, (i) => i)],
  ['100,000 names that begin alike', 'maven', crowd(100_000, (i) => `org.example.foundation:artifact-${i}`)],
  ['20,000 long names', 'go', crowd(20_000, (i) => `example.org/${'long/'.repeat(30)}${i}`)],
];

test.each(CROWDS)('%s: each is on one page, each page under 100 KB and one step from the one before', (_, ecosystem, names) => {
  const pages = all(names);
  expect(pages.flatMap((page) => page.names).sort()).toEqual(names);
  const objects = pages.map((page) => listObject('example', ecosystem, page));
  expect(Math.max(...objects.map(({ body }) => body.length))).toBeLessThan(100_000);
  expect(new Set(objects.map(({ key }) => key)).size).toBe(pages.length);
});

test('a short list is one page', () => {
  expect(listPages(['a', 'b'])).toEqual({ prefix: '', count: 2, names: ['a', 'b'], parts: [] });
});

test('shows names as text, and parts by how they begin', () => {
  const page = listObject('example', 'npm', { prefix: '@a', count: 3, names: ['@a/b'], parts: [listPages(['@ab/c'], '@ab')] });
  expect(page.key).toBe('index/-/packages/npm/~@a/index.html');
  const text = page.body.toString();
  expect(text).toContain('<li><a href="/-/packages/npm/@a:b/">@a/b</a></li>');
  expect(text).toContain('<li><a href="/-/packages/npm/~@ab/">@ab…</a></li>');
  expect(text).toContain('<h1>Packages of npm: @a…</h1>');
});

const NAMES = fc.uniqueArray(fc.stringMatching(/^[ab./-]{1,6}$/), { maxLength: 40 });
/** As if each name were so long that only a few fit on a page. */
const long = (name: string): string => `${name}${'~'.repeat(5000)}`;

test('property: pages lead to every name, by prefixes of it', () => {
  fc.assert(
    fc.property(NAMES, (names) => {
      const first = listPages(names.map(long).sort());
      for (const name of names.map(long)) {
        const path = pagesTo(first, name);
        expect(path.at(-1)!.names).toContain(name);
        expect(path.filter(({ prefix }) => !name.startsWith(prefix))).toEqual([]);
      }
    }),
  );
});

test('property: a new name changes no page but its own and those that are new, and no page goes away', () => {
  fc.assert(
    fc.property(NAMES, fc.stringMatching(/^[ab./-]{1,6}$/), (names, added) => {
      const before = new Map(all(names.map(long)).map((page) => [page.prefix, page]));
      const after = all([...names, added].map(long));
      const shown = ({ names: own, parts }: ListPage) => [own, parts.map(({ prefix }) => prefix)];
      const path = pagesTo(listPages([...new Set([...names, added].map(long))].sort()), long(added)).map(({ prefix }) => prefix);
      expect([...before.keys()].filter((prefix) => !after.some((page) => page.prefix === prefix))).toEqual([]);
      const changed = after.filter((page) => {
        const known = before.get(page.prefix);
        return known && JSON.stringify(shown(known)) !== JSON.stringify(shown(page));
      });
      expect(changed.filter(({ prefix }) => !path.includes(prefix))).toEqual([]);
    }),
  );
});
