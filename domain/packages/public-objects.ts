/** Keys, caching and tags of public objects, the same for every ecosystem. */
import { ecosystemTag, indexTag, projectTag } from '../contracts/cache-tags';
import { FILES_PREFIX, INDEX_PREFIX } from '../contracts/keys';
import { sbomOf } from '../signing/sbom';
import type { PublicObject } from './ecosystem';

/** Nothing under a file's name ever changes. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';
/**
 * Clients ask again after a minute; the edge keeps a document for an hour, because a release clears it there by tag, and an hour is
 * the most that a lost invalidation can cost. When S3 fails the edge goes on with what it has for a day.
 */
export const INDEX = 'public, max-age=60, s-maxage=3600, stale-while-revalidate=60, stale-if-error=86400';

/** Of which ecosystem and project an object is. */
export interface Owner {
  readonly ecosystem: string;
  readonly project: string;
}

/** @param path below `files/<ecosystem>/` */
export const immutableObject = (
  { ecosystem, project }: Owner,
  path: string,
  body: Buffer,
  contentType = 'application/octet-stream',
): PublicObject => ({
  key: `${FILES_PREFIX}${ecosystem}/${path}`,
  body,
  contentType,
  cacheControl: IMMUTABLE,
  tags: [ecosystemTag(ecosystem), projectTag(ecosystem, project)],
});

/** @param path below `index/<ecosystem>/` */
export const indexObject = ({ ecosystem, project }: Owner, path: string, text: string, contentType: string): PublicObject => ({
  key: `${INDEX_PREFIX}${ecosystem}/${path}`,
  body: Buffer.from(text),
  contentType,
  cacheControl: INDEX,
  tags: [ecosystemTag(ecosystem), projectTag(ecosystem, project), indexTag(ecosystem, project)],
});

/**
 * The bundles of a file as they came, beside it: `<path>.sigstore.json`, `<path>.2.sigstore.json` and so on; and the first bill of materials
 * of each format that one of them carries, `<path>.cdx.json` or `<path>.spdx.json`, for tools that read no attestations.
 */
export function bundleObjects(owner: Owner, path: string, bundles: readonly Buffer[]): PublicObject[] {
  const sboms = new Map(
    bundles
      .flatMap((body) => sbomOf(body) ?? [])
      .reverse()
      .map((sbom) => [sbom.suffix, sbom]),
  );
  return [
    ...bundles.map((body, i) => immutableObject(owner, `${path}${i ? `.${i + 1}` : ''}.sigstore.json`, body, 'application/json')),
    ...[...sboms.values()].map(({ suffix, document, contentType }) =>
      immutableObject(owner, path + suffix, document, contentType),
    ),
  ];
}
