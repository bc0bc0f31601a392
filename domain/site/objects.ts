/** All pages of the registry's own, as objects of the packages bucket. The paths of nearly all are their keys, see `functions/edge/own.ts`. */
import { ERRORS_PATH, errorPath } from '../contracts/http-errors';
import { HOME_KEY, INDEX_PREFIX, NOT_FOUND_KEY, SECURITY_TXT_KEY } from '../contracts/keys';
import { NOT_FOUND_SECONDS } from '../contracts/retention';
import type { PublicObject } from '../packages/ecosystem';
import { STATS_SCHEMA } from '../usage/stats/schema';
import { ERROR_CODES, errorPage, errorsPage } from './error-pages';
import { homePage } from './home-page';
import { limitsDocument, type PublicLimits } from './limits';
import { limitsPage } from './limits-page';
import { packagesPage } from './packages-page';
import { HTML_TYPE } from './page';
import { keyOfPath, LIMITS_JSON_PATH, LIMITS_PATH, PACKAGES_PATH, STATS_SCHEMA_PATH } from './paths';
import { securityTxt } from './security-txt';

const TEXT_TYPE = 'text/plain; charset=utf-8';

/** They change with a deployment, which clears nothing in the cache: what a deployment changes is seen five minutes later. */
const CACHE_CONTROL = 'public, max-age=60, s-maxage=300, stale-if-error=86400';

/**
 * @param url `https://<domain>` of the registry, without a trailing slash
 * @param now one of them says from when on it is stale
 */
export const siteObjects = (limits: PublicLimits, url: string, now: Date): PublicObject[] => [
  object(HOME_KEY, homePage(limits, url), HTML_TYPE),
  object(SECURITY_TXT_KEY, securityTxt(limits.security ?? {}, limits.contact, url, now), TEXT_TYPE),
  htmlObject(LIMITS_PATH, limitsPage(limits, url)),
  siteObject(LIMITS_JSON_PATH, JSON.stringify(limitsDocument(limits)), 'application/json'),
  object(`${INDEX_PREFIX}${ERRORS_PATH.slice(1)}`, errorsPage(limits), HTML_TYPE),
  // With and without its last slash, as nothing in front of the bucket redirects the one to the other.
  htmlObject(ERRORS_PATH.slice(0, -1), errorsPage(limits)),
  ...ERROR_CODES.map((code) => htmlObject(errorPath(code), errorPage(limits, code))),
  htmlObject(PACKAGES_PATH, packagesPage(limits)),
  siteObject(STATS_SCHEMA_PATH, JSON.stringify(STATS_SCHEMA), 'application/schema+json'),
  notFoundObject(limits, url),
];

/**
 * Short, and plain text: cargo and go show it to their users, and no client reads it as a document of its own. The edge keeps an error for
 * as long as its page says, so that is no longer than without a page, and a client keeps it not at all.
 */
const notFoundObject = ({ contact }: PublicLimits, url: string): PublicObject => ({
  key: NOT_FOUND_KEY,
  body: Buffer.from(
    `There is no such package, version or file in this registry. What was published a moment ago shows within seconds.\n${url}${errorPath('NOT_FOUND')} says more; or ask ${contact}.\n`,
  ),
  contentType: TEXT_TYPE,
  cacheControl: `public, max-age=0, s-maxage=${NOT_FOUND_SECONDS}`,
  tags: ['registry'],
});

const htmlObject = (path: string, text: string): PublicObject => siteObject(path, text, HTML_TYPE);

const siteObject = (path: string, text: string, contentType: string): PublicObject => object(keyOfPath(path), text, contentType);

const object = (key: string, text: string, contentType: string): PublicObject => ({
  key,
  body: Buffer.from(text),
  contentType,
  cacheControl: CACHE_CONTROL,
  tags: ['registry'],
});
