import type { EdgeLogRecord } from '../../domain/contracts/edge-log';
import type { LIMIT_SIGNAL } from '../../domain/contracts/limit-signal';
import type { Access } from './access';
import { kindOf } from './kind';
import { errorPage, type Page, type Reader } from './pages';
import { nameOf } from './route';
import { type EdgeEcosystem, type Header, type Route, stringify } from './site';

/** A header that did not come. */
export const NONE: Header = { value: '' };

/** The KeyValueStore did not answer. */
export const unavailable = (reader: Reader): Page => errorPage('UNAVAILABLE', 503, reader, '', { 'retry-after': '30' });

/** Groups of {@link LIMIT_SIGNAL}; none when the client is above no limit. */
export type LimitGroups = readonly (string | undefined)[];

export function limited(limit: LimitGroups, reader: Reader): Page {
  return errorPage('RATE_LIMITED', 429, reader, `${limit[4]!} `, {
    'retry-after': limit[1]!,
    'ratelimit-policy': limit[2]!,
    ratelimit: `"${limit[3]!}";r=0;t=${limit[1]!}`,
  });
}

/** @param block as `blockOf` gives it */
export function blocked(block: string, reader: Reader): Page {
  const reason = `${block.slice(4)} `;
  return block.startsWith('451') ? errorPage('BLOCKED_BY_LAW', 451, reader, reason) : errorPage('BLOCKED', 410, reader, reason);
}

/** What goes into the access log, by `cf.logCustomData`. */
export function logText(access: Access, ecosystem: EdgeEcosystem, route: Route, limit: LimitGroups): string {
  // biome-ignore format: only quoted names are kept by the bundler
  const record: EdgeLogRecord = {
    'tier': access.tier,
    'holder': access.holder,
    'ecosystem': nameOf(ecosystem),
    'project': route.project ? route.project.slice(0, 128) : undefined,
    'kind': kindOf(route),
    'limited': limit[3],
  };
  return stringify(record);
}
