/** `SHA256SUMS` of a release, and a project's index as a page and as JSON. */
import type {
  FileRecord,
  ListedRelease,
  ProjectStatus,
  ProjectSummary,
  ReleaseRecord,
  ReleaseStatus,
} from '../../contracts/release';
import type { PublicObject } from '../ecosystem';
import { escapeHtml } from '../html';
import { SUMS_NAME } from './names';
import { jsonObject, pageObject, sumsObject, urlPart } from './objects';
import { compareVersions } from './versions';

/** As `sha256sum --check` reads it. */
export function renderRelease({ project, version, files }: ReleaseRecord): readonly PublicObject[] {
  const lines = [...files].sort(byName).map(({ name, digests }) => `${digests.sha256}  ${name}\n`);
  return [sumsObject(project, version, lines.join(''))];
}

/** Newest version first; the order of releases and files in the summary does not matter. */
export function renderProject({ project, releases, status }: ProjectSummary): readonly PublicObject[] {
  const sorted = [...releases].sort((a, b) => compareVersions(b.version, a.version));
  const json = { project, ...status, versions: sorted.map(versionOf) };
  return [pageObject(project, page(project, sorted, status)), jsonObject(project, json)];
}

const byName = (a: FileRecord, b: FileRecord): number => (a.name < b.name ? -1 : 1);

/** URLs are relative, so that a reader who came by a tier's prefix stays below it. */
const urlOf = (version: string, name: string): string => `${urlPart(version)}/${urlPart(name)}`;

const versionOf = ({ version, publishedAt, status, files }: ListedRelease): object => ({
  version,
  publishedAt,
  ...status,
  sums: urlOf(version, SUMS_NAME),
  files: [...files]
    .sort(byName)
    .map(({ name, size, digests: { sha256, sha512 } }) => ({ name, url: urlOf(version, name), size, sha256, sha512 })),
});

const page = (project: string, releases: readonly ListedRelease[], status: ProjectStatus | undefined): string =>
  [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<title>${project}</title>`,
    '</head>',
    '<body>',
    `<h1>${project}</h1>`,
    ...notes({ ...status }),
    ...releases.flatMap(section),
    '</body>',
    '</html>',
    '',
  ].join('\n');

const section = ({ version, publishedAt, status, files }: ListedRelease): string[] => [
  `<h2>${version}</h2>`,
  ...notes({ ...status }),
  `<p>${publishedAt.slice(0, 10)}, <a href="${urlOf(version, SUMS_NAME)}">${SUMS_NAME}</a></p>`,
  '<ul>',
  ...[...files].sort(byName).map(({ name, size }) => `<li><a href="${urlOf(version, name)}">${name}</a>, ${size} bytes</li>`),
  '</ul>',
];

function notes({ yanked, deprecated, replacement }: ReleaseStatus & ProjectStatus): string[] {
  const note = (word: string, reason: string | undefined): string[] =>
    reason === undefined ? [] : [`<p><strong>${word}</strong>${reason && `: ${escapeHtml(reason)}`}</p>`];
  return [...note('Withdrawn', yanked), ...note('Deprecated', deprecated), ...note('Use instead', replacement)];
}
