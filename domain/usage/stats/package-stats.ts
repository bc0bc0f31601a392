/** The statistics of one package, as objects. */
import type { PublicObject } from '../../packages/ecosystem';
import { IMMUTABLE } from '../../packages/public-objects';
import { keyOfPath, packageStatsPath } from '../../site/paths';
import { badge } from './badge';
import type { PackageCounts } from './counts';
import type { PackageLatest, PackageMonth } from './documents';

/** New at the edge five minutes after it was published, which clears nothing there. */
export const CHANGING = 'public, max-age=60, s-maxage=300, stale-if-error=86400';

export const statsObject = (
  path: string,
  text: string,
  cacheControl: string,
  contentType = 'application/json',
): PublicObject => ({
  key: keyOfPath(path),
  body: Buffer.from(text),
  contentType,
  cacheControl,
  tags: ['registry'],
});

/** What a package's page finds before its first month is counted. */
export const uncountedObject = (ecosystem: string, project: string): PublicObject => latestObject(ecosystem, project, []);

/** @param months oldest first */
export function latestObject(ecosystem: string, project: string, months: PackageLatest['months']): PublicObject {
  const newest = months.findLast(({ downloads }) => downloads !== null);
  const document: PackageLatest = {
    schema: 1,
    ecosystem,
    project,
    latest: newest ? packageStatsPath(ecosystem, project, `${newest.month}.json`) : null,
    months,
  };
  return statsObject(packageStatsPath(ecosystem, project, 'latest.json'), JSON.stringify(document), CHANGING);
}

export const badgeObject = (ecosystem: string, project: string, downloads: number | null): PublicObject =>
  statsObject(packageStatsPath(ecosystem, project, 'badge.svg'), badge(downloads), CHANGING, 'image/svg+xml');

export function monthObject({ ecosystem, project, ...counts }: PackageCounts, month: string): PublicObject {
  const document: PackageMonth = { schema: 1, ecosystem, project, month, ...counts };
  return statsObject(packageStatsPath(ecosystem, project, `${month}.json`), JSON.stringify(document), IMMUTABLE);
}
