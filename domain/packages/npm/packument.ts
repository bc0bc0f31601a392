/** A project's document, full and abbreviated: https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md */
import type { ListedRelease, ProjectStatus, ProjectSummary } from '../../contracts/release';
import type { PublicObject, RenderContext } from '../ecosystem';
import { distTags } from './dist-tags';
import { npmMetadata } from './file-metadata';
import { DESCRIBED_FIELDS } from './manifest';
import { attestationsPath, filePath, NPM_NAME, packumentObjects } from './objects';
import { integrityOf, signaturesOf } from './signatures';
import { compareVersions } from './versions';

type Fields = Readonly<Record<string, unknown>>;

/** Both forms; the order of releases in the summary does not matter. */
export function renderProject(summary: ProjectSummary, context: RenderContext): readonly PublicObject[] {
  const { project, status } = summary;
  const releases = [...summary.releases].sort((a, b) => compareVersions(a.version, b.version));
  const versions = releases.map((release) => versionOf(release, status, context));
  const tags = distTags(
    releases.map(({ version, files, status: own }) => ({
      version,
      tag: npmMetadata(files[0]!.metadata).tag,
      yanked: own?.yanked !== undefined,
    })),
  );
  const byVersion = (of: readonly Fields[]): Fields => Object.fromEntries(releases.map(({ version }, i) => [version, of[i]]));
  const described = pick(versions[releases.findIndex(({ version }) => version === tags.latest)]!, isTopField);
  const time = timeOf(summary, releases);
  return packumentObjects(
    project,
    { _id: project, name: project, 'dist-tags': tags, versions: byVersion(versions), time, ...described },
    {
      name: project,
      'dist-tags': tags,
      modified: time.modified,
      versions: byVersion(versions.map((version) => pick(version, isAbbreviated))),
    },
  );
}

const DESCRIBED = new Set(DESCRIBED_FIELDS);
/** What is said about the newest release is said about the project. */
const TOP = new Set(['description', 'homepage', 'keywords', 'repository', 'author', 'contributors', 'bugs', 'license']);
const isTopField = (field: string): boolean => TOP.has(field);
const isAbbreviated = (field: string): boolean => field !== '_id' && !DESCRIBED.has(field);
const pick = (fields: Fields, wanted: (field: string) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => wanted(field)));

function versionOf(
  release: ListedRelease,
  status: ProjectStatus | undefined,
  { publicUrl, filesUrl = publicUrl }: RenderContext,
): Fields {
  const { project, version } = release;
  const file = release.files[0]!;
  const { fields, shasum, provenance } = npmMetadata(file.metadata);
  const deprecated = deprecation(release, status);
  return {
    name: project,
    version,
    ...fields,
    ...(deprecated !== undefined && { deprecated }),
    _id: `${project}@${version}`,
    dist: {
      integrity: integrityOf(file),
      shasum,
      // npm takes a relative URL for a path on its disk.
      tarball: `${filesUrl}${filePath(project, version)}`,
      signatures: signaturesOf(release, file),
      ...(provenance !== undefined && {
        attestations: {
          url: `${filesUrl}/${NPM_NAME}/${attestationsPath(project, version)}`,
          provenance: { predicateType: provenance },
        },
      }),
    },
  };
}

/**
 * npm has no other word than "deprecated": clients warn, and of several versions that fit take one that is not. The text is never
 * empty, which would mean the opposite.
 */
function deprecation({ status }: ListedRelease, project: ProjectStatus | undefined): string | undefined {
  if (status?.yanked !== undefined) return `Yanked: ${status.yanked || 'no reason was given.'}`;
  if (status?.deprecated !== undefined) return status.deprecated || 'This version is deprecated.';
  if (project?.deprecated === undefined) return undefined;
  const instead = project.replacement === undefined ? [] : [`Use ${project.replacement} instead.`];
  return [project.deprecated || 'This package is deprecated.', ...instead].join(' ');
}

function timeOf({ statuses = [] }: ProjectSummary, releases: readonly ListedRelease[]): Record<string, string> {
  const published = releases.map(({ publishedAt }) => publishedAt).sort();
  const changed = [...published, ...statuses.map(({ at }) => at)].sort();
  return {
    created: published[0]!,
    modified: changed.at(-1)!,
    ...Object.fromEntries(releases.map(({ version, publishedAt }) => [version, publishedAt])),
  };
}
