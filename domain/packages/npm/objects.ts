/** Keys and paths of what npm's clients fetch. */
import { ecosystemTag, listingTag } from '../../contracts/cache-tags';
import { INDEX_PREFIX } from '../../contracts/keys';
import type { PublicObject } from '../ecosystem';
import { INDEX, immutableObject, indexObject, type Owner } from '../public-objects';
import { tarballPath } from './filenames';

export const NPM_NAME = 'npm';

/**
 * Also of the abbreviated document: no client looks at its own type, `application/vnd.npm.install-v1+json`, which CloudFront would
 * not compress.
 */
const JSON_TYPE = 'application/json';

export const ownerOf = (project: string): Owner => ({ ecosystem: NPM_NAME, project });
export const indexPath = (project: string): string => `/${NPM_NAME}/${project}`;
export const filePath = (project: string, version: string): string => `/${NPM_NAME}/${tarballPath(project, version)}`;
/** Below `/npm/` and `files/npm/`. npm puts only the path of its URL behind the registry's host. */
export const attestationsPath = (project: string, version: string): string => `-/npm/v1/attestations/${project}@${version}`;

export const tarballObject = (project: string, version: string, body: Buffer): PublicObject =>
  immutableObject(ownerOf(project), tarballPath(project, version), body);
export const attestationsObject = (project: string, version: string, json: unknown): PublicObject =>
  immutableObject(ownerOf(project), attestationsPath(project, version), Buffer.from(JSON.stringify(json)), JSON_TYPE);

/** A project's document in its two forms. */
export const packumentObjects = (project: string, full: unknown, abbreviated: unknown): PublicObject[] => [
  indexObject(ownerOf(project), `${project}/full.json`, JSON.stringify(full), JSON_TYPE),
  indexObject(ownerOf(project), `${project}/abbr.json`, JSON.stringify(abbreviated), JSON_TYPE),
];

/** A document of the registry itself. @param path below `/npm/-/` */
export const constantObject = (path: string, json: unknown): PublicObject => ({
  key: `${INDEX_PREFIX}${NPM_NAME}/-/${path}`,
  body: Buffer.from(JSON.stringify(json)),
  contentType: JSON_TYPE,
  cacheControl: INDEX,
  tags: [ecosystemTag(NPM_NAME), listingTag(NPM_NAME)],
});
