/** Keys, types and caching of what PyPI clients fetch. */
import { ecosystemTag, indexTag, listingTag, projectTag } from '../../contracts/cache-tags';
import { INDEX_PREFIX } from '../../contracts/keys';
import type { PublicObject } from '../ecosystem';
import { gzip } from '../gzip';
import { INDEX, immutableObject } from '../public-objects';

export const PYPI_NAME = 'pypi';

export const HTML_TYPE = 'text/html; charset=utf-8';
/** pip and uv choose the parser by this type alone. https://peps.python.org/pep-0691/#content-types */
export const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';

/** What follows a file's name in the names of the objects beside it. */
export const Side = { METADATA: '.metadata', PROVENANCE: '.provenance' } as const;

/** `+` is written `%2B`: S3 reads a literal one as a space. */
export const urlName = (fileName: string): string => encodeURIComponent(fileName);
export const indexPath = (project: string): string => `/${PYPI_NAME}/simple/${project}/`;
export const filePath = (project: string, fileName: string): string => `/${PYPI_NAME}/files/${project}/${urlName(fileName)}`;

/** An immutable object below the project's files. */
export const fileObject = (project: string, name: string, body: Buffer, contentType?: string): PublicObject =>
  immutableObject({ ecosystem: PYPI_NAME, project }, `${project}/${name}`, body, contentType);

/** Names of the two renderings of every index document. */
const HTML_NAME = 'index.html';
const JSON_NAME = 'index.v1.json';
const SIMPLE = `${INDEX_PREFIX}${PYPI_NAME}/simple/`;

export const LISTING_HTML_KEY = `${SIMPLE}${HTML_NAME}`;
export const LISTING_JSON_KEY = `${SIMPLE}${JSON_NAME}`;

/** A project's index documents. */
export function projectObjects(project: string, html: string, json: unknown): PublicObject[] {
  const tags = [ecosystemTag(PYPI_NAME), projectTag(PYPI_NAME, project), indexTag(PYPI_NAME, project)];
  return [htmlObject(`${SIMPLE}${project}/${HTML_NAME}`, html, tags), jsonObject(`${SIMPLE}${project}/${JSON_NAME}`, json, tags)];
}

const LISTING_TAGS = [ecosystemTag(PYPI_NAME), listingTag(PYPI_NAME)];
export const listingHtml = (html: string): PublicObject => htmlObject(LISTING_HTML_KEY, html, LISTING_TAGS);
export const listingJson = (json: unknown): PublicObject => jsonObject(LISTING_JSON_KEY, json, LISTING_TAGS);

const htmlObject = (key: string, html: string, tags: readonly string[]): PublicObject => ({
  key,
  body: Buffer.from(html),
  contentType: HTML_TYPE,
  cacheControl: INDEX,
  tags,
});

/**
 * Stored compressed, since CloudFront does not compress this type. It goes out as stored: clients that ask for this type (pip, uv,
 * Poetry, PDM) all send `Accept-Encoding: gzip`. One that asks for the type without gzip, e.g. curl without `--compressed`, gets
 * gzip all the same, and `Content-Encoding` says so. Whoever does not ask for the type gets the HTML rendering, stored plain.
 */
const jsonObject = (key: string, json: unknown, tags: readonly string[]): PublicObject => ({
  key,
  body: gzip(Buffer.from(JSON.stringify(json))),
  contentType: JSON_TYPE,
  contentEncoding: 'gzip',
  cacheControl: INDEX,
  tags,
});
