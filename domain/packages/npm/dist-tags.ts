import { prerelease } from 'semver';

export interface Candidate {
  readonly version: string;
  /** Tag that the release asked for. */
  readonly tag?: string | undefined;
  readonly yanked: boolean;
}

const LATEST = 'latest';

/**
 * What a client installs that names a tag, or nothing. A release goes under the tag that its `publishConfig` asks for, and the newest
 * of each tag counts. `latest`, which clients cannot do without, is the newest release without a tag that is no prerelease; failing
 * that a prerelease, failing that any. Yanked releases have a tag only when there are no others.
 * @param releases oldest first, at least one
 */
export function distTags(releases: readonly Candidate[]): Record<string, string> {
  const wanted = releases.some(({ yanked }) => !yanked) ? releases.filter(({ yanked }) => !yanked) : releases;
  const tagged = wanted.flatMap(({ tag, version }) => (tag === undefined || tag === LATEST ? [] : ([[tag, version]] as const)));
  const untagged = wanted.filter(({ tag = LATEST }) => tag === LATEST);
  const latest = untagged.findLast(({ tag, version }) => tag === LATEST || prerelease(version) === null);
  const { version } = latest ?? untagged.at(-1) ?? wanted.at(-1)!;
  return { [LATEST]: version, ...Object.fromEntries(tagged.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) };
}
