/** What the module proxy answers beside files. https://go.dev/ref/mod#goproxy-protocol */
import type { ListedRelease, ProjectSummary, ReleaseRecord } from '../../contracts/release';
import type { PublicObject } from '../ecosystem';
import { infoObject, latestObject, listObject } from './objects';
import { compareVersions, isPrerelease, isPseudo } from './versions';

const info = ({ version, publishedAt }: ReleaseRecord): string => JSON.stringify({ Version: version, Time: publishedAt });

export const renderRelease = (release: ReleaseRecord): readonly PublicObject[] => [
  infoObject(release.project, release.version, info(release)),
];

/**
 * `@v/list` has the versions to choose from: no pseudo-versions, by the protocol, and none that is yanked. Whoever names a version
 * gets it all the same.
 */
export function renderProject({ project, releases }: ProjectSummary): readonly PublicObject[] {
  const sorted = [...releases].sort((a, b) => compareVersions(a.version, b.version));
  const wanted = sorted.filter(({ status }) => status?.yanked === undefined);
  const list = wanted.filter(({ version }) => !isPseudo(version)).map(({ version }) => `${version}\n`);
  const latest = newest(wanted) ?? newest(sorted);
  return [listObject(project, list.join('')), ...(latest ? [latestObject(project, info(latest))] : [])];
}

/** Releases before prereleases before pseudo-versions, as the go command chooses. */
const newest = (sorted: readonly ListedRelease[]): ListedRelease | undefined =>
  sorted.findLast(({ version }) => !isPrerelease(version)) ??
  sorted.findLast(({ version }) => !isPseudo(version)) ??
  sorted.at(-1);
