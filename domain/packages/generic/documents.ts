/** `SHA256SUMS` of a release, and a project's index as a page and as JSON. */
import type {
  FileRecord,
  ListedRelease,
  ProjectStatus,
  ProjectSummary,
  ReleaseRecord,
  ReleaseStatus,
} from '../../contracts/release';
import type { PublicObject, RenderContext } from '../ecosystem';
import { escapeHtml } from '../html';
import { SUMS_NAME } from './names';
import { filePath, indexPath, jsonObject, pageObject, releasePath, sumsObject } from './objects';
import { compareVersions } from './versions';

/** As `sha256sum --check` reads it. */
export function renderRelease({ project, version, files }: ReleaseRecord): readonly PublicObject[] {
  const lines = [...files].sort(byName).map(({ name, digests }) => `${digests.sha256}  ${name}\n`);
  return [sumsObject(project, version, lines.join(''))];
}

/** Newest version first; the order of releases and files in the summary does not matter. */
export function renderProject({ project, releases, status }: ProjectSummary, context: RenderContext): readonly PublicObject[] {
  const sorted = [...releases].sort((a, b) => compareVersions(b.version, a.version));
  const fileUrl = fileUrlIn(context);
  const json = { project, ...status, versions: sorted.map((release) => versionOf(release, fileUrl)) };
  const sections = sorted.flatMap((release) => section(release, fileUrl));
  return [pageObject(project, page(project, status, sections)), jsonObject(project, json)];
}

const byName = (a: FileRecord, b: FileRecord): number => (a.name < b.name ? -1 : 1);

/** Relative, so that a reader who came by a tier's prefix stays below it. */
const relative = (project: string, path: string): string => path.slice(indexPath(project).length);

const sumsUrl = ({ project, version }: ListedRelease): string => relative(project, releasePath(project, version)) + SUMS_NAME;

type FileUrl = (release: ListedRelease, name: string) => string;

const fileUrlIn =
  ({ filesUrl }: RenderContext): FileUrl =>
  ({ project, version }, name) => {
    const path = filePath(project, name, version);
    return filesUrl === undefined ? relative(project, path) : filesUrl + path;
  };

const versionOf = (release: ListedRelease, fileUrl: FileUrl): object => ({
  version: release.version,
  publishedAt: release.publishedAt,
  ...release.status,
  sums: sumsUrl(release),
  files: [...release.files]
    .sort(byName)
    .map(({ name, size, digests: { sha256, sha512 } }) => ({ name, url: fileUrl(release, name), size, sha256, sha512 })),
});

const page = (project: string, status: ProjectStatus | undefined, sections: readonly string[]): string =>
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
    ...sections,
    '</body>',
    '</html>',
    '',
  ].join('\n');

const section = (release: ListedRelease, fileUrl: FileUrl): string[] => [
  `<h2>${release.version}</h2>`,
  ...notes({ ...release.status }),
  `<p>${release.publishedAt.slice(0, 10)}, <a href="${sumsUrl(release)}">${SUMS_NAME}</a></p>`,
  '<ul>',
  ...[...release.files]
    .sort(byName)
    .map(({ name, size }) => `<li><a href="${fileUrl(release, name)}">${name}</a>, ${size} bytes</li>`),
  '</ul>',
];

function notes({ yanked, deprecated, replacement }: ReleaseStatus & ProjectStatus): string[] {
  const note = (word: string, reason: string | undefined): string[] =>
    reason === undefined ? [] : [`<p><strong>${word}</strong>${reason && `: ${escapeHtml(reason)}`}</p>`];
  return [...note('Withdrawn', yanked), ...note('Deprecated', deprecated), ...note('Use instead', replacement)];
}
