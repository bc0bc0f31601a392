import cf from 'cloudfront';
import { projectBlockKey } from '../../domain/contracts/blocks';
import { BRAKE_ENTRY_KEY } from '../../domain/contracts/brake-entry';
import { LIMIT_SIGNAL, LIMIT_SIGNAL_HEADER } from '../../domain/contracts/limit-signal';
import { openKey } from '../../domain/contracts/variants';
import { ANONYMOUS } from '../../domain/tiers/tier';
import { type Access, admit, claimOf, type Store } from './access';
import { blocked, type LimitGroups, limited, logText, NONE, unavailable } from './answers';
import { blockOf } from './blocks';
import { storedPath } from './own';
import { errorPage, json, originOf, type Page, page } from './pages';
import { canonicalPath } from './paths';
import { nameOf, routeOf } from './route';
import { ecosystems, stringify } from './site';

// The bundler writes these: whose registry it is, where a person asks for a token, and whether files have a host of their own.
declare const REGISTRY: string;
declare const CONTACT: string;
declare const SPLIT: boolean;

/**
 * Answers a viewer request, or turns it into the request for a stored object. One cached copy serves all tiers: the
 * prefix and the token go no further than here. `constructs/cdn/edge-function-bundle.ts` names this `handler`.
 */
export async function viewerRequest(event: AWSCloudFrontFunction.Event): Promise<AWSCloudFrontFunction.Request | Page> {
  const request = event.request;
  const store: Store = cf.kvs();
  const headers = request.headers;
  const claim = claimOf(request.uri);
  const path = storedPath(canonicalPath(claim.path));
  const segment = (path || '').split('/')[1];
  const ecosystem = ecosystems.find((each) => each.segment === segment);
  const below = ecosystem && path!.slice(ecosystem.segment.length + 1);
  const reader = { authority: headers.host, problem: ecosystem ? ecosystem.problem : undefined };

  // What may be posted to has an answer without an object, so that no POST gets to the origin.
  const isPost = request.method === 'POST' && ecosystem && below === ecosystem.post;
  if (request.method !== 'GET' && request.method !== 'HEAD' && !isPost)
    return errorPage('METHOD_NOT_ALLOWED', 405, reader, '', { allow: 'GET, HEAD' });

  const header = headers.authorization;
  delete headers.authorization;
  let access: Access = { tier: ANONYMOUS };
  try {
    // Most requests have no token, and an `await` takes as long as ten other lines.
    if (header || claim.prefix) access = await admit(header || NONE, claim, Date.now() / 1000, store);
  } catch {
    return unavailable(reader);
  }
  if (access.refused)
    return errorPage(access.refused, 401, reader, `Ask ${CONTACT} for a token. `, {
      'www-authenticate': `Basic realm="${REGISTRY}"`,
    });

  if (!path) return errorPage('PATH_MALFORMED', 400, reader, '');
  let signal = (headers[LIMIT_SIGNAL_HEADER] || NONE).value;
  let brake = '';
  try {
    // Who is refused already, for so many seconds, needs no look-up. One statement: with a block here njs never returns.
    if (!+signal[0]!) brake = await store.get(BRAKE_ENTRY_KEY);
  } catch {
    // It is off; and money is no reason to serve nobody when the store does not answer.
  }
  if (brake && RegExp(brake.split('\n')[0]!).test(`${access.tier} ${(headers['user-agent'] || NONE).value}`)) signal = brake;
  // In a brake's entry it is a line of its own.
  const limit: LimitGroups = LIMIT_SIGNAL.exec(signal) || [];
  if (path === '/-/limits/me') return ownLimit(access, limit);

  const tierUrl = claim.prefix && originOf(headers.host) + claim.prefix;
  const route = ecosystem && routeOf(ecosystem, below!, (headers.accept || NONE).value, tierUrl);
  if (!route) return errorPage('NOT_FOUND', 404, reader, '');

  (cf as typeof cf & { logCustomData(text: string): void }).logCustomData(logText(access, ecosystem, route, limit));
  // Whoever is limited may read why.
  if (+limit[1]! && !/^\/-\/(errors|limits)/.test(path)) return limited(limit, reader);
  try {
    const name = nameOf(ecosystem);
    const isListed = route.project && (await store.exists(projectBlockKey(name, route.project)));
    const block = isListed && (await blockOf(store, name, route.project!, route.key));
    if (block) return blocked(block, reader);
  } catch {
    // What is blocked must not come back because something else broke.
    return unavailable(reader);
  }
  if (route.redirect) return page(301, 'Moved', '', { location: claim.prefix + route.redirect });
  if (route.json) return json(route.json);
  // Links of those who may follow them without a token lead to the files host, where delivery is split.
  request.uri = `/${SPLIT && access.tier === ANONYMOUS ? openKey(route.key) : route.key}`;
  return request;
}

/** Tells callers as whom they are counted and whether they are above a limit; `retryAfter` in seconds, 0 when they are served all the same. */
function ownLimit(access: Access, limit: LimitGroups): Page {
  // biome-ignore format: only quoted names are kept by the bundler
  const body = {
    'tier': access.tier,
    'holder': access.holder,
    'limited': !!limit[1],
    'policy': limit[2],
    'retryAfter': limit[1] && +limit[1],
    'message': limit[4],
    'limits': '/-/limits',
  };
  return json(stringify(body));
}
