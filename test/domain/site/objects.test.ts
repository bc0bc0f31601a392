import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { ERRORS_PATH, errorPath } from '../../../domain/contracts/http-errors';
import { ERROR_PAGES_PREFIX, HOME_KEY, NOT_FOUND_KEY, SECURITY_TXT_KEY, SITE_KEYS } from '../../../domain/contracts/keys';
import { ECOSYSTEM_NAMES } from '../../../domain/packages/names';
import { ERROR_CODES } from '../../../domain/site/error-pages';
import { FIRST_KEYS, firstObjects } from '../../../domain/site/first-objects';
import { siteObjects } from '../../../domain/site/objects';
import { LIMITS, NOW, URL } from './sample';

const objects = siteObjects(LIMITS, URL, NOW);
/** The edge function's part, test/functions/edge/own.test.ts. */
const ELSEWHERE_BY_NAME: Readonly<Record<string, string>> = { [HOME_KEY]: '/', [SECURITY_TXT_KEY]: '/.well-known/security.txt' };
const pathOf = ({ key }: { readonly key: string }): string =>
  ELSEWHERE_BY_NAME[key] ?? key.replace(/^index/, '').replace(/\/index\.html$/, '/');
const isPage = ({ contentType }: { readonly contentType: string }): boolean => contentType === 'text/html; charset=utf-8';
const first = firstObjects(LIMITS, NOW);
const pages = [...objects, ...first].filter(isPage).map((object) => [pathOf(object), object.body.toString()] as const);

test('each error code has a page, beside the first one and those about limits and all errors', () => {
  expect(objects.map(pathOf)).toEqual([
    '/',
    '/.well-known/security.txt',
    '/-/limits',
    '/-/limits.json',
    ERRORS_PATH,
    '/-/errors',
    ...ERROR_CODES.map(errorPath),
    '/-/packages/',
    '/-/stats/schema.json',
    '/-/errors/not-found.txt',
  ]);
});

test('all are where their publisher may write, which is nowhere else', () => {
  const others = objects.map(({ key }) => key).filter((key) => !key.startsWith(ERROR_PAGES_PREFIX));
  expect(others.sort()).toEqual([...SITE_KEYS].sort());
  expect(first.map(({ key }) => key).filter((key) => !FIRST_KEYS.includes(key))).toEqual([]);
  const everything = firstObjects({ ...LIMITS, ecosystems: ECOSYSTEM_NAMES }, NOW);
  expect(everything.map(({ key }) => key).sort()).toEqual([...FIRST_KEYS].sort());
});

test('each is small, and new at the edge five minutes after a deployment', () => {
  for (const { body, cacheControl, tags } of objects.filter(({ key }) => key !== NOT_FOUND_KEY)) {
    expect(body.length).toBeLessThan(100_000);
    expect([cacheControl, tags]).toEqual(['public, max-age=60, s-maxage=300, stale-if-error=86400', ['registry']]);
  }
});

test('what is answered where an object is missing is short text, which hides a new release for ten seconds and no client keeps', () => {
  const { body, ...object } = objects.find(({ key }) => key === NOT_FOUND_KEY)!;
  expect(object).toEqual({
    key: 'index/-/errors/not-found.txt',
    contentType: 'text/plain; charset=utf-8',
    cacheControl: 'public, max-age=0, s-maxage=10',
    tags: ['registry'],
  });
  expect(body.toString()).toBe(
    `There is no such package, version or file in this registry. What was published a moment ago shows within seconds.
https://packages.example.org/-/errors/NOT_FOUND says more; or ask packages@foundation.example.
`,
  );
});

/** Not among the objects: answered by the edge function, or published by the intake or with usage. */
const ELSEWHERE = [
  '/-/limits/me',
  '/-/limits/brake.json',
  '/-/limits/fair-use.json',
  '/-/limits/fair-use.json',
  '/-/ledger/head.json',
  '/-/keys',
];

test('no link is dead, and each page can be reached from the first', () => {
  const paths = new Set([...[...objects, ...first].map(pathOf), ...ELSEWHERE]);
  const linked = new Map(pages.map(([path, page]) => [path, [...page.matchAll(/href="(\/[^"]*)"/g)].map(([, to]) => to!)]));
  expect([...linked.values()].flat().filter((path) => !paths.has(path))).toEqual([]);
  const reached = new Set(['/']);
  for (const path of reached) for (const to of linked.get(path) ?? []) reached.add(to);
  expect(ERROR_CODES.map(errorPath).filter((path) => !reached.has(path))).toEqual([]);
});

test.each(pages)('%s lets in its own style and script, and nothing else', (_, page) => {
  const digest = (element: string): string[] =>
    [...page.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(
      ([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`,
    );
  const [style, ...scripts] = [
    ...digest('style'),
    ...digest('script').flatMap((each) => [`; script-src ${each}`, "; connect-src 'self'"]),
  ];
  expect(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'")).toBe(
    `default-src 'none'; style-src ${style}${scripts.join('')}; base-uri 'none'; form-action 'none'`,
  );
  expect(page.match(/<[^>]* (src|style|on\w+)=/g)).toBeNull();
});

test('what the configuration says is text on every page, whatever it is', () => {
  const scripts = ({ body }: { readonly body: Buffer }): number => body.toString().match(/<script>/g)?.length ?? 0;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const evil = `${text}</title><script>"'&`;
      const tiers = LIMITS.tiers.map((tier) => ({ ...tier, audience: evil, price: evil }));
      const spoilt = siteObjects({ ...LIMITS, registry: evil, contact: evil, tiers }, URL, NOW).filter(isPage);
      expect(spoilt.filter(({ body }) => body.includes(evil)).map(pathOf)).toEqual([]);
      expect(spoilt.map(scripts)).toEqual(objects.filter(isPage).map(scripts));
    }),
    { numRuns: 20 },
  );
});
