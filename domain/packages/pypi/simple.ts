/** A project's page of the simple repository: PEP 503 (HTML) and PEP 691 (JSON) with PEP 658/714, 700 and 740. */
import type { FileRecord, ListedRelease, ProjectStatus, ProjectSummary } from '../../contracts/release';
import type { PublicObject, RenderContext } from '../ecosystem';
import { escapeHtml } from '../html';
import { pypiMetadata } from './file-metadata';
import { filePath, PYPI_NAME, projectObjects, Side } from './objects';
import { compareVersions } from './versions';

/** PEP 740's `provenance` came with 1.3, PEP 792's project status with 1.4. https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
export const API_VERSION = '1.4';

interface Sha256 {
  readonly sha256: string;
}

/** One file in the order of PEP 691's fields. */
interface Link {
  readonly filename: string;
  readonly url: string;
  readonly hashes: Sha256;
  readonly 'requires-python'?: string;
  readonly size: number;
  readonly 'upload-time': string;
  readonly yanked: string | boolean;
  readonly 'core-metadata'?: Sha256;
  /** Its name before PEP 714, which older clients read. */
  readonly 'data-dist-info-metadata'?: Sha256;
  readonly provenance?: string;
}

/** Both renderings; the order of releases and files in the summary does not matter. */
export function renderProject({ project, releases, status }: ProjectSummary, context: RenderContext): readonly PublicObject[] {
  const marker = markerOf(status);
  const sorted = [...releases].sort((a, b) => compareVersions(a.version, b.version));
  const files = sorted.flatMap((release) => [...release.files].sort(byName).map((file) => linkOf(release, file, context)));
  const json = {
    meta: { 'api-version': API_VERSION },
    name: project,
    ...(marker && { 'project-status': marker }),
    versions: sorted.map((release) => release.version),
    files,
  };
  return projectObjects(project, page(`Links for ${project}`, files.map(anchor), marker), json);
}

interface StatusMarker {
  readonly status: 'deprecated';
  readonly reason?: string;
}

/** https://peps.python.org/pep-0792/ */
function markerOf(status: ProjectStatus | undefined): StatusMarker | undefined {
  if (status?.deprecated === undefined) return undefined;
  const instead = status.replacement === undefined ? [] : [`Use ${status.replacement} instead.`];
  const reason = [status.deprecated, ...instead].filter(Boolean).join(' ');
  return { status: 'deprecated', ...(reason && { reason }) };
}

const byName = (a: FileRecord, b: FileRecord): number => (a.name < b.name ? -1 : 1);

function linkOf(release: ListedRelease, file: FileRecord, { filesUrl }: RenderContext): Link {
  const { requiresPython, coreMetadata, provenance } = pypiMetadata(file.metadata);
  // Relative, so that a reader who came by a tier's prefix stays below it.
  const path = filePath(release.project, file.name);
  const url = filesUrl === undefined ? path.replace(`/${PYPI_NAME}`, '../..') : filesUrl + path;
  return {
    filename: file.name,
    url,
    hashes: { sha256: file.digests.sha256 },
    ...(requiresPython && { 'requires-python': requiresPython }),
    size: file.size,
    // PEP 700 writes six digits; some readers take nothing else.
    'upload-time': release.publishedAt.replace(/\.(\d{3})Z$/, '.$1000Z'),
    // PEP 592: a reason, or just that it is.
    yanked: (release.status?.yanked ?? false) || release.status?.yanked !== undefined,
    ...(coreMetadata && { 'core-metadata': coreMetadata, 'data-dist-info-metadata': coreMetadata }),
    // PEP 740 wants it absolute; relative, it stays below a tier's prefix like every other link, and no installer reads it.
    ...(provenance && { provenance: `${url}${Side.PROVENANCE}` }),
  };
}

function anchor(link: Link): string {
  const metadata = link['core-metadata'] && `sha256=${link['core-metadata'].sha256}`;
  const attributes = {
    href: `${link.url}#sha256=${link.hashes.sha256}`,
    'data-requires-python': link['requires-python'],
    'data-core-metadata': metadata,
    'data-dist-info-metadata': metadata,
    'data-provenance': link.provenance,
    // Without a reason the attribute is empty.
    'data-yanked': link.yanked === true ? '' : link.yanked || undefined,
  };
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${escapeHtml(value)}"`],
  );
  return `<a ${written.join(' ')}>${escapeHtml(link.filename)}</a><br>`;
}

/** An HTML5 page of links, one a line. */
export const page = (title: string, lines: readonly string[], marker?: StatusMarker): string =>
  [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta name="pypi:repository-version" content="${API_VERSION}">`,
    ...(marker ? [`<meta name="pypi:project-status" content="${marker.status}">`] : []),
    ...(marker?.reason ? [`<meta name="pypi:project-status-reason" content="${escapeHtml(marker.reason)}">`] : []),
    `<title>${escapeHtml(title)}</title>`,
    '</head>',
    '<body>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...lines,
    '</body>',
    '</html>',
    '',
  ].join('\n');
