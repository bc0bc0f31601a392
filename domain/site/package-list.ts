/**
 * The list of an ecosystem's packages, in pages under 100 KB each: names that are many are divided by how they begin.
 *
 * A page of the list is a function of the names that begin like it, and a new name changes one page only, unless that one becomes too
 * long and is divided. Names are never taken off, so pages stay where they are: a prefix that was a page's once remains one.
 */
import { ecosystemTag } from '../contracts/cache-tags';
import { groupBy } from '../group-by';
import type { PublicObject } from '../packages/ecosystem';
import { html } from './html';
import { HTML_TYPE, renderPage } from './page';
import { keyOfPath, packagePath, packagesPartPath } from './paths';

export interface ListPage {
  /** What all its names begin with; '' for the first page. */
  readonly prefix: string;
  /** How many names begin so: it only grows, so the higher of two counts is of the newer page. */
  readonly count: number;
  /** Shown by this page itself, in their order. */
  readonly names: readonly string[];
  /** Pages of all other names, in their order. */
  readonly parts: readonly ListPage[];
}

/** Bytes of links that one page holds: each name is in its link twice. */
const MOST_BYTES = 60_000;
const LINK_BYTES = 60;

/** @param names each once, in the order of their characters */
export function listPages(names: readonly string[], prefix = ''): ListPage {
  const count = names.length;
  if (names.reduce((sum, name) => sum + 2 * name.length + LINK_BYTES, 0) <= MOST_BYTES)
    return { prefix, count, names, parts: [] };
  const common = commonPrefix(names[0]!, names.at(-1)!);
  const groups = groupBy(names, (name) => name.slice(0, common.length + 1));
  const own = groups.get(common) ?? [];
  groups.delete(common);
  return { prefix, count, names: own, parts: [...groups].map(([start, group]) => listPages(group, start)) };
}

function commonPrefix(first: string, last: string): string {
  let length = 0;
  while (length < first.length && first[length] === last[length]) length++;
  return first.slice(0, length);
}

/** The pages from the first one to that which shows the name. */
export function pagesTo(page: ListPage, name: string): readonly ListPage[] {
  const part = page.names.includes(name) ? undefined : page.parts.find(({ prefix }) => name.startsWith(prefix));
  return part ? [page, ...pagesTo(part, name)] : [page];
}

/** As long as the edge may go without it after a publish: nothing clears it there. */
const CACHE_CONTROL = 'public, max-age=60, s-maxage=300, stale-if-error=86400';

export const listObject = (registry: string, ecosystem: string, page: ListPage): PublicObject => ({
  key: keyOfPath(packagesPartPath(ecosystem, page.prefix)),
  body: Buffer.from(listPage(registry, ecosystem, page)),
  contentType: HTML_TYPE,
  cacheControl: CACHE_CONTROL,
  tags: [ecosystemTag(ecosystem)],
});

const listPage = (registry: string, ecosystem: string, { prefix, names, parts }: ListPage): string =>
  renderPage({
    registry,
    title: prefix === '' ? `Packages of ${ecosystem}` : `Packages of ${ecosystem}: ${prefix}…`,
    main: html`${
      prefix === ''
        ? ''
        : html`<p class="code"><a href="${packagesPartPath(ecosystem, '')}">All packages of ${ecosystem}</a></p>\n`
    }${names.length + parts.length === 0 ? html`<p>None has been published yet.</p>` : ''}${
      parts.length === 0
        ? ''
        : html`<h2>By their beginning</h2>
<ul class="row">
${parts.map((part) => html`<li><a href="${packagesPartPath(ecosystem, part.prefix)}">${part.prefix}…</a></li>\n`)}</ul>
`
    }${
      names.length === 0
        ? ''
        : html`<ul class="names">
${names.map((name) => html`<li><a href="${packagePath(ecosystem, name)}">${name}</a></li>\n`)}</ul>`
    }`,
  });
