/** Keys and types of what Composer fetches. https://getcomposer.org/doc/05-repositories.md#composer */
import { ecosystemTag, listingTag } from '../../contracts/cache-tags';
import { INDEX_PREFIX } from '../../contracts/keys';
import type { PublicObject } from '../ecosystem';
import { INDEX, immutableObject, indexObject } from '../public-objects';

export const COMPOSER_NAME = 'composer';

const JSON_TYPE = 'application/json';
export const owner = (project: string) => ({ ecosystem: COMPOSER_NAME, project });

export const indexPath = (project: string): string => `/${COMPOSER_NAME}/p2/${project}.json`;
/**
 * Called by its version alone, so that Composer can make its URL from what it knows of a package (`mirrors` of a repository).
 * `+` is written `%2B`: S3 reads a literal one as a space.
 */
export const filePath = (project: string, version: string): string =>
  `/${COMPOSER_NAME}/files/${project}/${version.replaceAll('+', '%2B')}.zip`;

/** Below `files/composer/`. */
export const pathOf = (project: string, version: string): string => `${project}/${version}.zip`;
export const distObject = (project: string, version: string, body: Buffer): PublicObject =>
  immutableObject(owner(project), pathOf(project, version), body, 'application/zip');

/** A package's document; `~dev` has its branches. */
export const packageObject = (project: string, kind: '' | '~dev', json: unknown): PublicObject =>
  indexObject(owner(project), `p2/${project}${kind}.json`, JSON.stringify(json), JSON_TYPE);

export const ROOT_KEY = `${INDEX_PREFIX}${COMPOSER_NAME}/packages.json`;
export const rootObject = (json: unknown): PublicObject => ({
  key: ROOT_KEY,
  body: Buffer.from(JSON.stringify(json)),
  contentType: JSON_TYPE,
  cacheControl: INDEX,
  tags: [ecosystemTag(COMPOSER_NAME), listingTag(COMPOSER_NAME)],
});
