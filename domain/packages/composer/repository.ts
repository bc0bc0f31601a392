/** The documents of a Composer 2 repository. https://getcomposer.org/doc/05-repositories.md#metadata-url-available-packages-and-available-package-patterns */
import { z } from 'zod';
import type { ListedRelease, ProjectStatus, ProjectSummary } from '../../contracts/release';
import type { PublicObject, RenderContext } from '../ecosystem';
import { composerMetadata } from './file-metadata';
import { minify } from './minify';
import { normaliseName } from './normalise';
import { COMPOSER_NAME, filePath, packageObject, ROOT_KEY, rootObject } from './objects';
import { compareVersions, normaliseVersion } from './versions';

/** A package's versions, newest first and without yanked ones, and its branches, of which a registry has none. */
export function renderProject({ project, releases, status }: ProjectSummary, context: RenderContext): readonly PublicObject[] {
  const shown = releases
    .filter((release) => release.status?.yanked === undefined)
    .sort((a, b) => compareVersions(b.version, a.version))
    .flatMap((release) => versionOf(release, status, context));
  const document = (packages: readonly unknown[]) => ({ minified: 'composer/2.0', packages: { [project]: packages } });
  return [packageObject(project, '', document(minify(shown))), packageObject(project, '~dev', document([]))];
}

function versionOf(
  release: ListedRelease,
  status: ProjectStatus | undefined,
  { publicUrl, filesUrl = publicUrl }: RenderContext,
) {
  const { project, version, publishedAt } = release;
  return release.files.map((file) => {
    const { sha1, package: fields } = composerMetadata(file.metadata);
    return {
      name: project,
      version,
      version_normalized: normaliseVersion(version),
      ...fields,
      dist: { type: 'zip', url: filesUrl + filePath(project, version), reference: sha1, shasum: sha1 },
      time: publishedAt.replace(/\.\d+Z$/, '+00:00'),
      ...abandoned(release, status),
    };
  });
}

/** Composer shows a package to use instead, and no reason. */
function abandoned({ status }: ListedRelease, project: ProjectStatus | undefined): { abandoned?: true | string } {
  const text = project?.deprecated === undefined ? status?.deprecated : (project.replacement ?? project.deprecated);
  if (text === undefined) return {};
  return { abandoned: normaliseName(text) ?? true };
}

export const LISTING_KEYS = [ROOT_KEY];

const ROOT = z.object({ 'available-package-patterns': z.array(z.string()) });

/** The repository's root, which grows with vendors, not with packages: what others publish is not asked for here. */
export function renderListing(_: string, current: Buffer | undefined, { project }: ProjectSummary): PublicObject | undefined {
  const known = current ? ROOT.parse(JSON.parse(current.toString()))['available-package-patterns'] : [];
  const pattern = project.replace(/\/.*/, '/*');
  if (known.includes(pattern)) return undefined;
  return rootOf([...known, pattern].sort());
}

/** @param patterns of packages that the repository has, `vendor/*`, in their order */
export const rootOf = (patterns: readonly string[]): PublicObject =>
  rootObject({
    packages: [],
    'metadata-url': `/${COMPOSER_NAME}/p2/%package%.json`,
    'available-package-patterns': patterns,
  });
