import cf from 'cloudfront';
import { projectBlockKey } from '../../domain/contracts/blocks';
import { BRAKE_ENTRY_KEY } from '../../domain/contracts/brake-entry';
import { LIMIT_SIGNAL, LIMIT_SIGNAL_HEADER } from '../../domain/contracts/limit-signal';
import { ANONYMOUS } from '../../domain/tiers/tier';
import type { Store } from './access';
import { blocked, type LimitGroups, limited, logText, NONE, unavailable } from './answers';
import { blockOf } from './blocks';
import { errorPage, type Page } from './pages';
import { canonicalPath } from './paths';
import { nameOf, routeOf } from './route';
import { ecosystems } from './site';

/** Host of the index, which has the pages about errors; '' when it is not known. The bundler writes it. */
declare const HOME: string;

/**
 * Answers a viewer request to the files host, or turns it into the request for an immutable file: docs/adr/0009-split-delivery.md. There
 * are no tiers here, everybody is anonymous, and nothing but files. `constructs/cdn/edge-function-bundle.ts` names this `handler`.
 */
export async function filesRequest(event: AWSCloudFrontFunction.Event): Promise<AWSCloudFrontFunction.Request | Page> {
  const request = event.request;
  const headers = request.headers;
  // First of all: a client that brings a token all the same has it neither used, nor cached, nor logged, nor sent on.
  delete headers.authorization;
  request.cookies = {};
  const store: Store = cf.kvs();
  const path = canonicalPath(request.uri);
  const segment = (path || '').split('/')[1];
  const ecosystem = ecosystems.find((each) => each.segment === segment);
  // The pages about errors are on the other host.
  const reader = { authority: HOME ? { value: HOME } : undefined, problem: ecosystem ? ecosystem.problem : undefined };
  if (!/^(GET|HEAD)$/.test(request.method)) return errorPage('METHOD_NOT_ALLOWED', 405, reader, '', { allow: 'GET, HEAD' });
  if (!path) return errorPage('PATH_MALFORMED', 400, reader, '');
  const route = ecosystem && routeOf(ecosystem, path.slice(ecosystem.segment.length + 1), '', '');
  if (!route) return errorPage('NOT_FOUND', 404, reader, '');
  // Documents are on the other host.
  if (!route.file) return errorPage('NOT_FOUND', 404, reader, '');

  let signal = (headers[LIMIT_SIGNAL_HEADER] || NONE).value;
  let brake = '';
  try {
    // As on the other host: one statement, and off when the store does not answer.
    if (!+signal[0]!) brake = await store.get(BRAKE_ENTRY_KEY);
  } catch {
    // It is off.
  }
  if (brake && RegExp(brake.split('\n')[0]!).test(`${ANONYMOUS} ${(headers['user-agent'] || NONE).value}`)) signal = brake;
  const limit: LimitGroups = LIMIT_SIGNAL.exec(signal) || [];
  (cf as typeof cf & { logCustomData(text: string): void }).logCustomData(logText({ tier: ANONYMOUS }, ecosystem, route, limit));
  if (+limit[1]!) return limited(limit, reader);
  try {
    const name = nameOf(ecosystem);
    const isListed = route.project && (await store.exists(projectBlockKey(name, route.project)));
    const block = isListed && (await blockOf(store, name, route.project!, route.key));
    if (block) return blocked(block, reader);
  } catch {
    // What is blocked must not come back because something else broke.
    return unavailable(reader);
  }
  request.uri = `/${route.key}`;
  return request;
}
