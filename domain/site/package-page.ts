/** One project's page: how to install it, its versions, who signed them, and where that can be checked. A pure function of its records. */
import { ecosystemTag, indexTag, projectTag } from '../contracts/cache-tags';
import { INDEX_PREFIX, publicRecordKey } from '../contracts/keys';
import type { FileRecord, ListedRelease, ProjectSummary, Signer } from '../contracts/release';
import type { Ecosystem, PublicObject, RenderContext } from '../packages/ecosystem';
import { INDEX } from '../packages/public-objects';
import { blockText, wholeBlock } from '../records/blocks';
import { pageKey, pageOf } from '../records/ledger-documents';
import { type Html, html } from './html';
import { clientsOf, type InstallClient, installText } from './install';
import { HTML_TYPE, renderPage } from './page';
import { keyOfPath, packagePath, packageStatsPath, packagesPath } from './paths';
import { plainText } from './plain-text';

export interface PackageContext extends RenderContext {
  readonly registry: string;
  /** Number of the ledger entry that says that a version was accepted, where it is known. */
  readonly entries: Readonly<Record<string, number>>;
}

/** A page is under 100 KB, so beyond these are only names: of versions, their number and bytes; of files, for each version. */
const MOST_VERSIONS = 50;
const MOST_VERSION_BYTES = 56_000;
const MOST_FILES = 12;
const MOST_OLDER_BYTES = 28_000;

/** @param summary whole: what is blocked is named with its reason, and nothing else of it */
export function packageObject(ecosystem: Ecosystem, summary: ProjectSummary, context: PackageContext): PublicObject {
  const { name } = ecosystem;
  const { project } = summary;
  return {
    key: keyOfPath(packagePath(name, project)),
    body: Buffer.from(packagePage(ecosystem, summary, context)),
    contentType: HTML_TYPE,
    cacheControl: INDEX,
    tags: [ecosystemTag(name), projectTag(name, project), indexTag(name, project)],
  };
}

function packagePage(ecosystem: Ecosystem, summary: ProjectSummary, context: PackageContext): string {
  const { project } = summary;
  const block = wholeBlock(summary);
  const crumbs = html`<p class="code">A package of <a href="${packagesPath(ecosystem.name)}">${ecosystem.name}</a></p>\n`;
  return renderPage({
    registry: context.registry,
    title: project,
    main: block
      ? html`${crumbs}<p class="status warn"><strong>Taken out.</strong> ${reason(blockText(block))}</p>`
      : html`${crumbs}${shown(ecosystem, summary, context)}`,
    ...(!block && { script: DOWNLOADS_SCRIPT }),
  });
}

function shown(ecosystem: Ecosystem, summary: ProjectSummary, context: PackageContext): Html {
  const { project, status } = summary;
  const newestFirst = [...summary.releases].reverse();
  const offered = toInstall(newestFirst);
  const described = offered && describe(ecosystem, offered);
  return html`${described ? html`<p>${reason(described)}</p>\n` : ''}${status?.deprecated === undefined ? '' : deprecation(status)}${
    offered ? install(ecosystem, { project, version: offered.version }, context.publicUrl) : ''
  }<h2>Downloads</h2>
<p class="status" id="downloads" role="status"><a href="${packageStatsPath(ecosystem.name, project, 'latest.json')}">The downloads of a month</a> are published on the 3rd of the next one.</p>
${versions(ecosystem, newestFirst, context)}`;
}

/** The newest version that nothing speaks against; one with plain numbers, where there is any. */
function toInstall(newestFirst: readonly ListedRelease[]): ListedRelease | undefined {
  const good = newestFirst.filter(({ status }) => status?.yanked === undefined && !status?.blocked);
  return good.find(({ version }) => /^v?\d+(\.\d+)*$/.test(version)) ?? good[0];
}

const describe = (ecosystem: Ecosystem, { files }: ListedRelease): string | undefined => {
  for (const file of files) {
    const text = ecosystem.description?.(file);
    if (text) return text;
  }
  return undefined;
};

/** Of a publisher's or an operator's words, whatever their direction is. */
const reason = (text: string): Html => html`<bdi>${plainText(text)}</bdi>`;

const deprecation = ({ deprecated = '', replacement }: { deprecated?: string; replacement?: string }): Html =>
  html`<p class="status warn"><strong>Deprecated.</strong> ${reason(deprecated)}${
    replacement === undefined ? '' : html` Use ${reason(replacement)} instead.`
  }</p>\n`;

function install(ecosystem: Ecosystem, release: { project: string; version: string }, url: string): Html {
  const clients = clientsOf(ecosystem.name);
  return html`<h2>Install ${release.version}</h2>
${clients.map(
  (client) => html`<h3>${client.name}</h3>
${settingFirst(client, url)}<pre tabindex="0" aria-label="With ${client.name}">${installText(client, release, url)}</pre>
`,
)}${
  clients.some(({ setting }) => setting)
    ? html`<p>Settings with which they look here by themselves are on the <a href="/">home page</a>.</p>\n`
    : ''
}`;
}

function settingFirst({ name, setting, settingFirst: isNeeded }: InstallClient, url: string): Html {
  if (!setting || !isNeeded) return html``;
  const { file, text } = setting(url);
  return html`<p>Once, in <code>${file}</code>:</p>
<pre tabindex="0" aria-label="Setting of ${name}">${text}</pre>
`;
}

function versions(ecosystem: Ecosystem, newestFirst: readonly ListedRelease[], context: PackageContext): Html {
  const cards: Html[] = [];
  let bytes = 0;
  for (const release of newestFirst.slice(0, MOST_VERSIONS)) {
    const card = versionCard(ecosystem, release, context);
    bytes += Buffer.byteLength(card.source);
    if (bytes > MOST_VERSION_BYTES) break;
    cards.push(card);
  }
  return html`<h2>Versions</h2>
<ul class="cards one">
${cards}</ul>
${older(ecosystem, newestFirst.slice(cards.length))}`;
}

function older(ecosystem: Ecosystem, releases: readonly ListedRelease[]): Html {
  if (releases.length === 0) return html``;
  const items: Html[] = [];
  let bytes = 0;
  for (const { version, status } of releases) {
    // Without its end, which HTML does not need and which would be a third of a long list.
    const item = html`<li>${version}${shortStatus(status)}`;
    bytes += Buffer.byteLength(item.source);
    if (bytes > MOST_OLDER_BYTES) break;
    items.push(item);
  }
  const left = releases.length - items.length;
  return html`<details>
<summary>${releases.length} older ${releases.length === 1 ? 'version' : 'versions'}</summary>
<ul class="row">${items}</ul>
${left === 0 ? '' : html`<p>And ${left} more, which the <a href="${ecosystem.indexPath(releases[0]!.project)}">index</a> has.</p>\n`}</details>`;
}

const shortStatus = (status: ListedRelease['status']): string => {
  if (status?.blocked) return ' (taken out)';
  if (status?.yanked !== undefined) return ' (yanked)';
  return status?.deprecated === undefined ? '' : ' (deprecated)';
};

function versionCard(ecosystem: Ecosystem, release: ListedRelease, { entries }: PackageContext): Html {
  const { project, version, publishedAt, status } = release;
  const entry = entries[version];
  const head = html`<li class="card"><h3>${version}</h3>\n`;
  if (status?.blocked) return html`${head}<p><strong>Taken out.</strong> ${reason(blockText(status.blocked))}</p></li>\n`;
  return html`${head}${states(status)}<p>Published <time datetime="${publishedAt}">${publishedAt.slice(0, 10)}</time>. <a href="${recordPath(ecosystem.name, project, version)}" aria-label="Record of ${version}">Record</a>${
    entry === undefined
      ? ''
      : html`, <a href="${ledgerPath(entry)}" aria-label="Ledger entry ${entry}, of ${version}">ledger entry ${entry}</a>`
  }.</p>
${fileList(ecosystem, release)}</li>
`;
}

const states = (status: ListedRelease['status']): Html =>
  html`${status?.yanked === undefined ? '' : html`<p><strong>Yanked.</strong> ${reason(status.yanked)}</p>\n`}${
    status?.deprecated === undefined ? '' : html`<p><strong>Deprecated.</strong> ${reason(status.deprecated)}</p>\n`
  }`;

const below = (key: string): string => `/${key.slice(INDEX_PREFIX.length)}`;
const recordPath = (ecosystem: string, project: string, version: string): string =>
  below(publicRecordKey(ecosystem, project, version));
const ledgerPath = (entry: number): string => below(pageKey(pageOf(entry)));

/**
 * Who signed all of a version's files is said once. Links stay on the page's own host, which has every file whether delivery is split or
 * not: the files host has not every ecosystem, and nothing before its stage `serve` (docs/adr/0009-split-delivery.md).
 */
function fileList(ecosystem: Ecosystem, { project, version, files }: ListedRelease): Html {
  const by = files.map(signedBy);
  const [first] = by;
  const same = by.every((html) => html.source === first?.source);
  return html`${same && first ? html`<p>${first}</p>\n` : ''}<ul class="files">
${files
  .slice(0, MOST_FILES)
  .map((file, i) => fileItem(ecosystem.filePath(project, file.name, version), file, same ? undefined : by[i]))}</ul>
${files.length > MOST_FILES ? html`<p>And ${files.length - MOST_FILES} more files, which the record has.</p>\n` : ''}`;
}

function fileItem(path: string, { name, size, digests, bundles }: FileRecord, by: Html | undefined): Html {
  const at = path.replaceAll(/[^!-~]/gu, encodeURIComponent);
  const shown = plainText(name);
  return html`<li><a href="${at}">${shown}</a> <span class="code">${sizeText(size)}</span>${
    bundles.length === 0 ? '' : html`, <a href="${at}.sigstore.json" aria-label="Signature of ${shown}">signature</a>`
  }<br>
<code>sha256:${digests.sha256}</code>${by ? html`<br>\n${by}` : ''}</li>
`;
}

const signedBy = ({ bundles, signer, coSigners = [] }: FileRecord): Html =>
  bundles.length === 0 ? html`Not signed.` : html`Signed by ${[signer, ...coSigners].map(signerText)}.`;

const signerText = ({ identity, issuer, key }: Signer, i: number): Html =>
  html`${i === 0 ? '' : ' and '}<strong>${plainText(identity ?? `the key ${key ?? ''}`)}</strong>${issuer === undefined ? '' : ` (${plainText(issuer)})`}`;

const UNITS = ['bytes', 'KB', 'MB', 'GB'];

/** In powers of 1,000, with three digits. */
function sizeText(size: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(size, 1)) / 3)));
  return `${Number((size / 1000 ** power).toPrecision(3))} ${UNITS[power]!}`;
}

/** Says what the statistics say. As text: nothing that comes from there is read as markup. */
export const DOWNLOADS_SCRIPT = `
const place = document.getElementById('downloads');
const link = place.querySelector('a');
fetch(link.href)
  .then((answer) => answer.json())
  .then(({ months }) => {
    const counted = months.filter(({ downloads }) => downloads !== null);
    if (counted.length === 0) return;
    const { month, downloads } = counted[counted.length - 1];
    place.prepend(downloads.toLocaleString('en') + ' downloads in ' + month + '. ');
  })
  .catch(() => undefined);
`;
