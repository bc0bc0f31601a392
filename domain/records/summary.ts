/** All that a project's index is rendered from, as a value: the same records give the same bytes, one by one or all at once. */
import type { ListedRelease, ProjectStatus, ProjectSummary, ReleaseRecord, StatusRecord } from '../contracts/release';
import { projectStatus, releaseStatus } from './status';

/** Order of the ecosystem's versions. */
export type CompareVersions = (a: string, b: string) => number;

/** Everything that is on record about one project, in any order. */
export interface ProjectRecords {
  readonly releases: readonly ReleaseRecord[];
  readonly statuses: readonly StatusRecord[];
}

/** @throws Error when there is no release */
export function summarise({ releases, statuses }: ProjectRecords, compareVersions: CompareVersions): ProjectSummary {
  const [first] = releases;
  if (!first) throw new Error('A project without a release has no summary.');
  const ordered = [...statuses].sort((a, b) => byText(a.at, b.at) || byText(a.id, b.id));
  const status = projectStatus(ordered);
  return {
    schema: 1,
    ecosystem: first.ecosystem,
    project: first.project,
    revision: releases.length + statuses.length,
    releases: [...releases]
      .sort((a, b) => compareVersions(a.version, b.version) || byText(a.version, b.version))
      .map((release) => withStatus(release, ordered)),
    ...(hasAny(status) && { status }),
    ...(ordered.length > 0 && { statuses: ordered }),
  };
}

/**
 * The summary with one release more, its revision raised by one; the very same object when it holds the release already.
 * @throws Error when another upload has released this version: claims make that impossible
 */
export function addRelease(
  current: ProjectSummary | undefined,
  release: ReleaseRecord,
  compareVersions: CompareVersions,
): ProjectSummary {
  const { ecosystem, project, version } = release;
  const known = current?.releases.find((other) => other.version === version);
  if (current && known) {
    if (known.upload !== release.upload) {
      throw new Error(`${ecosystem} ${project} ${version} was released by upload ${known.upload} and by ${release.upload}.`);
    }
    return current;
  }
  const { releases, statuses } = recordsOf(current);
  return summarise({ releases: [...releases, release], statuses }, compareVersions);
}

/** The summary with one change of status more, its revision raised by one; the very same object when it holds it already. */
export function addStatus(current: ProjectSummary, status: StatusRecord, compareVersions: CompareVersions): ProjectSummary {
  const { releases, statuses } = recordsOf(current);
  if (statuses.some(({ id }) => id === status.id)) return current;
  return summarise({ releases, statuses: [...statuses, status] }, compareVersions);
}

/** The records that a summary was made of. */
function recordsOf(summary: ProjectSummary | undefined): ProjectRecords {
  return { releases: (summary?.releases ?? []).map(withoutStatus), statuses: summary?.statuses ?? [] };
}

function withoutStatus(listed: ListedRelease): ReleaseRecord {
  const { status, ...release } = listed;
  return status ? release : listed;
}

function withStatus(release: ReleaseRecord, statuses: readonly StatusRecord[]): ListedRelease {
  const status = releaseStatus(statuses, release);
  return hasAny(status) ? { ...release, status } : release;
}

const hasAny = (status: ProjectStatus): boolean => Object.keys(status).length > 0;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
