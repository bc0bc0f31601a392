/** All pages of the registry's own, as objects of the packages bucket. Each `/-/<path>` is one object, so their paths are their keys. */
import { ERRORS_PATH, errorPath } from '../contracts/http-errors';
import { INDEX_PREFIX } from '../contracts/keys';
import type { PublicObject } from '../packages/ecosystem';
import { ERROR_CODES, errorPage, errorsPage } from './error-pages';
import { limitsDocument, type PublicLimits } from './limits';
import { limitsPage } from './limits-page';
import { LIMITS_JSON_PATH, LIMITS_PATH } from './paths';

export const HTML_TYPE = 'text/html; charset=utf-8';

/** They change with a deployment, which clears nothing in the cache: what a deployment changes is seen five minutes later. */
const CACHE_CONTROL = 'public, max-age=60, s-maxage=300, stale-if-error=86400';

/** @param url `https://<domain>` of the registry, without a trailing slash */
export const siteObjects = (limits: PublicLimits, url: string): PublicObject[] => [
  htmlObject(LIMITS_PATH, limitsPage(limits, url)),
  siteObject(LIMITS_JSON_PATH, JSON.stringify(limitsDocument(limits)), 'application/json'),
  htmlObject(ERRORS_PATH, errorsPage(limits)),
  // With and without its last slash, as nothing in front of the bucket redirects the one to the other.
  htmlObject(ERRORS_PATH.slice(0, -1), errorsPage(limits)),
  ...ERROR_CODES.map((code) => htmlObject(errorPath(code), errorPage(limits, code))),
];

const htmlObject = (path: string, text: string): PublicObject => siteObject(path, text, HTML_TYPE);

const siteObject = (path: string, text: string, contentType: string): PublicObject => ({
  key: `${INDEX_PREFIX}${path.slice(1)}`,
  body: Buffer.from(text),
  contentType,
  cacheControl: CACHE_CONTROL,
  tags: ['registry'],
});
