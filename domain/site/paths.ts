/**
 * Paths of the registry's own pages; those of errors are in ../contracts/http-errors.ts. A path that ends in a slash is the object
 * `index.html` below it.
 */
import { INDEX_PREFIX, projectSegment } from '../contracts/keys';

/** The edge function takes these two to `HOME_KEY` and `SECURITY_TXT_KEY`. */
export const HOME_PATH = '/';
export const SECURITY_TXT_PATH = '/.well-known/security.txt';

export const LIMITS_PATH = '/-/limits';
export const LIMITS_JSON_PATH = '/-/limits.json';
/** Answered by the edge function: what holds for whoever asks. */
export const LIMITS_ME_PATH = '/-/limits/me';
export const TRANSPARENCY_PATH = '/-/transparency/';

export const PACKAGES_PATH = '/-/packages/';
/** All packages of an ecosystem, or links to parts of the list. */
export const packagesPath = (ecosystem: string): string => `${PACKAGES_PATH}${ecosystem}/`;
/** The part of that list whose names begin so. No project's name begins with a tilde. */
export const packagesPartPath = (ecosystem: string, prefix: string): string =>
  prefix === '' ? packagesPath(ecosystem) : `${packagesPath(ecosystem)}~${projectSegment(prefix)}/`;
/** One project's page. */
export const packagePath = (ecosystem: string, project: string): string =>
  `${packagesPath(ecosystem)}${projectSegment(project)}/`;

export const STATS_PATH = '/-/stats/';
/** Which month was counted last, with the totals of all of them. */
export const STATS_LATEST_PATH = `${STATS_PATH}latest.json`;
export const STATS_SCHEMA_PATH = `${STATS_PATH}schema.json`;
/** @param month `YYYY-MM` */
export const totalsPath = (month: string): string => `${STATS_PATH}totals/${month}.json`;
/** @param name `latest.json`, `YYYY-MM.json` or `badge.svg` */
export const packageStatsPath = (ecosystem: string, project: string, name: string): string =>
  `${STATS_PATH}${ecosystem}/${projectSegment(project)}/${name}`;

/** Below a tier's prefix only: what its holder used; the keys are those of `holderUsageKey`. */
export const USAGE_PATH = '/-/usage';
export const USAGE_JSON_PATH = '/-/usage.json';

/**
 * Key in the `packages` bucket of what is served at a path. Below packages, stats and transparency the edge function takes a path without
 * its last slash to the same key, unless it ends in `.json`, `.csv` or `.svg`.
 */
export const keyOfPath = (path: string): string => `${INDEX_PREFIX}${path.slice(1)}${path.endsWith('/') ? 'index.html' : ''}`;
