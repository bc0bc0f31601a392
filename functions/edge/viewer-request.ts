import cf from 'cloudfront';
import type { EdgeLogRecord } from '../../domain/contracts/edge-log';
import { type Access, admit, type Claim, claimOf } from './access';
import { blockOf } from './blocks';
import { kindOf } from './kind';
import { type Page, page } from './pages';
import { canonicalPath } from './paths';
import { nameOf, routeOf } from './route';
import type { EdgeEcosystem, Route, Site } from './site';

/**
 * Answers a viewer request, or turns it into the request for a stored object. One cached copy serves all tiers: the
 * prefix and the token go no further than here. `constructs/cdn/edge-function-bundle.ts` wraps this as `handler`.
 */
export async function viewerRequest(
  event: AWSCloudFrontFunction.Event,
  site: Site,
): Promise<AWSCloudFrontFunction.Request | Page> {
  const request = event.request;
  const claim = claimOf(request.uri);
  if (request.method !== 'GET' && request.method !== 'HEAD' && !isAllowedPost(request, claim, site))
    return page(405, 'Method Not Allowed', 'This registry answers GET and HEAD only.', { allow: 'GET, HEAD' });

  const authorization = request.headers.authorization;
  delete request.headers.authorization;
  const access = await admit(authorization ? authorization.value : '', claim, Date.now() / 1000, () => cf.kvs());
  const denied = denial(access, site);
  if (denied) return denied;

  const path = canonicalPath(claim.path);
  if (!path) return page(400, 'Bad Request', 'The path is malformed.', {});
  if (path === '/') return welcome(site);
  if (path === '/.well-known/security.txt') return securityTxt(site);

  const ecosystem = site.ecosystems.find((each) => path.startsWith(`/${each.segment}/`));
  const route =
    ecosystem &&
    routeOf(ecosystem, path.slice(ecosystem.segment.length + 1), allValues(request.headers.accept), tierUrl(request, claim));
  if (!route) return page(404, 'Not Found', 'There is nothing at this path.', {});

  log(access, ecosystem, route);
  let block: string | undefined;
  try {
    block = await blockOf(cf.kvs(), nameOf(ecosystem), route);
  } catch {
    // What is blocked must not come back because something else broke.
    return unavailable();
  }
  if (block) return page(Number(block.slice(0, 3)), block.slice(4), block.slice(4), {});
  if (route.redirect)
    return page(301, 'Moved Permanently', 'Moved.', {
      location: claim.prefix + route.redirect,
      'cache-control': 'public, max-age=300',
    });
  if (route.json) return page(200, 'OK', route.json, { 'content-type': 'application/json' });
  request.uri = `/${route.key}`;
  return request;
}

/** Such a path has an answer without an object, so that no POST gets to the origin. */
function isAllowedPost(request: AWSCloudFrontFunction.Request, claim: Claim, site: Site): boolean {
  return request.method === 'POST' && site.ecosystems.some((each) => each.post && `/${each.segment}${each.post}` === claim.path);
}

/** CloudFront listens on the standard ports only: a host with a port is a local run, which has no TLS. */
function tierUrl(request: AWSCloudFrontFunction.Request, claim: Claim): string {
  const host = request.headers.host;
  if (!claim.prefix || !host) return '';
  return `${host.value.includes(':') ? 'http' : 'https'}://${host.value}${claim.prefix}`;
}

/** A header that came several times means all of its values. */
function allValues(header: AWSCloudFrontFunction.ValueObject[string] | undefined): string {
  if (!header) return '';
  return (header.multiValue || [header]).map((each) => each.value).join();
}

function denial(access: Access, site: Site): Page | undefined {
  if (access.unavailable) return unavailable();
  if (!access.refused) return undefined;
  return page(
    401,
    access.refused,
    `${access.refused} Send a token as password (any user name) or as bearer token. Ask ${site.contact} for one.`,
    { 'www-authenticate': `Basic realm="${site.registry}"` },
  );
}

/** The KeyValueStore did not answer. */
const unavailable = (): Page =>
  page(503, 'Service Unavailable', 'Tokens and blocks cannot be looked up now. Try again in 30 seconds.', {
    'retry-after': '30',
  });

/** Answered here, so that the bucket's listing never shows. */
function welcome(site: Site): Page {
  const starts = site.ecosystems.map((each) => `/${each.segment}/`).join('\n');
  return page(200, 'OK', `${site.registry}, a package registry\n\n${starts}\n\nQuestions, tokens: ${site.contact}`, {
    'cache-control': 'public, max-age=300',
  });
}

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** RFC 9116 asks for a date on which this is stale. Whoever asks gets it new, so it never is. */
function securityTxt(site: Site): Page {
  const expires = new Date(Date.now() + MONTH_MS).toISOString();
  return page(200, 'OK', `${site.security}Expires: ${expires}`, { 'cache-control': 'public, max-age=86400' });
}

function log(access: Access, ecosystem: EdgeEcosystem, route: Route): void {
  // biome-ignore format: only quoted names are kept by the bundler
  const record: EdgeLogRecord = {
    'tier': access.tier,
    'holder': access.holder,
    'ecosystem': nameOf(ecosystem),
    'project': (route.project || '').slice(0, 128) || undefined,
    'kind': kindOf(route),
  };
  (cf as typeof cf & { logCustomData(text: string): void }).logCustomData(JSON.stringify(record));
}
