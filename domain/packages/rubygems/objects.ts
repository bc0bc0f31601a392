/** Keys, types and caching of what RubyGems' clients fetch. */
import { ecosystemTag, listingTag } from '../../contracts/cache-tags';
import { INDEX_PREFIX } from '../../contracts/keys';
import type { PublicObject } from '../ecosystem';
import { INDEX, immutableObject, indexObject } from '../public-objects';

export const RUBYGEMS_NAME = 'rubygems';
const BINARY = 'application/octet-stream';
const TEXT = 'text/plain; charset=utf-8';

/** First segment of the URLs, as in the paths of rubygems.org that clients join to a source. */
const ROOT = '/gems';
export const gemPath = (fileName: string): string => `gems/${fileName}`;
const infoName = (project: string): string => `info/${project}`;

export const indexPath = (project: string): string => `${ROOT}/${infoName(project)}`;
export const filePath = (fileName: string): string => `${ROOT}/${gemPath(fileName)}`;
export const owner = (project: string) => ({ ecosystem: RUBYGEMS_NAME, project });

export const fileObject = (project: string, fileName: string, body: Buffer): PublicObject =>
  immutableObject(owner(project), gemPath(fileName), body);
export const quickPath = (fullName: string): string => `quick/Marshal.4.8/${fullName}.gemspec.rz`;
export const quickObject = (project: string, fullName: string, body: Buffer): PublicObject =>
  immutableObject(owner(project), quickPath(fullName), body);
export const infoObject = (project: string, text: string): PublicObject =>
  indexObject(owner(project), infoName(project), text, TEXT);

const PREFIX = `${INDEX_PREFIX}${RUBYGEMS_NAME}/`;
export const listingKey = (name: string): string => `${PREFIX}${name}`;
export const listingName = (key: string): string => key.slice(PREFIX.length);

/** Bundler holds the plain documents against their ETag, which S3 makes their MD5. */
export const listingObject = (key: string, body: Buffer | string): PublicObject => ({
  key,
  body: Buffer.from(body),
  contentType: typeof body === 'string' ? TEXT : BINARY,
  cacheControl: INDEX,
  tags: [ecosystemTag(RUBYGEMS_NAME), listingTag(RUBYGEMS_NAME)],
});
