/** All that a project's index is rendered from, as a value: a release is added once, and the same releases give the same bytes. */
import type { ProjectSummary, ReleaseRecord } from '../contracts/release';

/**
 * The summary with one release more, its revision raised by one; the very same object when it holds the release already.
 * @param compareVersions order of the ecosystem's versions
 * @throws Error when another upload has released this version: claims make that impossible
 */
export function addRelease(
  current: ProjectSummary | undefined,
  release: ReleaseRecord,
  compareVersions: (a: string, b: string) => number,
): ProjectSummary {
  const { ecosystem, project, version } = release;
  const known = current?.releases.find((other) => other.version === version);
  if (current && known) {
    if (known.upload !== release.upload) {
      throw new Error(`${ecosystem} ${project} ${version} was released by upload ${known.upload} and by ${release.upload}.`);
    }
    return current;
  }
  const releases = [...(current?.releases ?? []), release].sort((a, b) => compareVersions(a.version, b.version));
  return { schema: 1, ecosystem, project, revision: (current?.revision ?? 0) + 1, releases };
}
