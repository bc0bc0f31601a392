/** The admin page of a local edge: what it did, and four controls. A function from request to response like the edge. */
import type { Edge, EdgeStats } from '../app';
import type { AdjustableClock } from '../clock';
import { type EdgeRequest, type EdgeResponse, type HeaderList, header } from '../http';
import type { Places } from '../places';
import type { WafRuleStats } from '../ports';
import type { WafMode } from '../simulators/waf/cadence';
import { ADMIN_PAGE } from './page';

export interface AdminDeps {
  readonly edge: Pick<Edge, 'stats' | 'evictAll' | 'flushLogs'>;
  readonly clock: AdjustableClock;
  /** Where clients are said to be. */
  readonly places: Pick<Places, 'set' | 'list'>;
  readonly wafMode: WafMode;
  /** Newest first. */
  readonly invalidations: () => readonly AppliedInvalidation[];
  /** Where the edge answers. */
  readonly edgeUrl: string;
}

export interface AppliedInvalidation {
  /** ISO 8601. */
  readonly time: string;
  readonly id: string;
  readonly items: readonly string[];
  /** Copies that went. */
  readonly removed: number;
}

type Reply = readonly [status: number, contentType: string, body: string];

/** A day: more would be a slip. */
const MAX_ADVANCE_SECONDS = 86_400 * 366;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

export function createAdmin(deps: AdminDeps): (request: EdgeRequest) => Promise<EdgeResponse> {
  const { edge, clock, places, wafMode, invalidations, edgeUrl } = deps;

  const state = () => ({
    edgeUrl,
    now: new Date(clock.clock()).toISOString(),
    aheadMs: clock.offset(),
    wafMode,
    places: places.list(),
    ...shownStats(edge.stats()),
    invalidations: invalidations(),
  });

  const actions: Readonly<Record<string, (body: unknown) => Promise<Reply> | Reply>> = {
    '/advance': (body) => {
      const seconds = (body as { seconds?: unknown } | null)?.seconds;
      if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= MAX_ADVANCE_SECONDS)) {
        return json(400, {
          error: `'seconds' must be a number above 0 and at most ${MAX_ADVANCE_SECONDS}, got: ${JSON.stringify(seconds)}.`,
        });
      }
      clock.advance(seconds * 1000);
      return json(200, { now: new Date(clock.clock()).toISOString() });
    },
    '/place': (body) => placed(places, body),
    '/evict': () => json(200, { removed: edge.evictAll() }),
    '/flush-logs': async () => {
      await edge.flushLogs();
      return json(200, {});
    },
  };

  async function reply(request: EdgeRequest): Promise<Reply> {
    const host = header(request.headers, 'host') ?? '';
    // A name that somebody else's DNS points at 127.0.0.1 would make this page theirs to read.
    if (!LOOPBACK_HOST.test(host))
      return json(403, { error: `Open this page by its loopback address, got the host name: ${host}.` });
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (request.path === '/') return [200, 'text/html; charset=utf-8', ADMIN_PAGE];
      if (request.path === '/state.json') return json(200, state());
      return json(404, { error: `Nothing at ${request.path}; there is / and /state.json.` });
    }
    const action = actions[request.path];
    if (request.method !== 'POST' || !action)
      return json(405, {
        error: `${request.method} ${request.path} is not offered; POST to ${Object.keys(actions).join(', ')}.`,
      });
    const problem = foreign(request.headers, host);
    return problem ? json(403, { error: problem }) : action(parsed(request.body));
  }

  return async (request) => {
    const [status, contentType, body] = await reply(request);
    const bytes = Buffer.from(body);
    return {
      status,
      headers: adminHeaders(contentType, bytes.length),
      body: request.method === 'HEAD' ? Buffer.alloc(0) : bytes,
    };
  };
}

/** The page shows an hour of minutes and the last intervals; a day of them would be sent every two seconds. */
const shownStats = ({ distributions, ...others }: EdgeStats) => ({
  ...others,
  distributions: distributions.map(({ rules, ...site }) => ({ ...site, rules: rules.map(shownRule) })),
});

const SHOWN_INTERVALS = 20;

const shownRule = ({ minutes, rate, ...rule }: WafRuleStats) => ({
  ...rule,
  minutes: minutes.slice(-60),
  ...(rate && { rate: { ...rate, intervals: rate.intervals.slice(-SHOWN_INTERVALS).reverse() } }),
});

function placed(places: AdminDeps['places'], body: unknown): Reply {
  const { addresses, country, asn } = (body ?? {}) as Record<string, unknown>;
  try {
    places.set({ addresses: wordOf(addresses) ?? '', ...given('country', country), ...given('asn', asn) });
  } catch (error) {
    if (error instanceof RangeError) return json(400, { error: error.message });
    throw error;
  }
  return json(200, { places: places.list() });
}

/** A field that was left empty says nothing. */
const given = <Name extends string>(name: Name, value: unknown): { readonly [K in Name]?: string } =>
  (wordOf(value) === undefined ? {} : { [name]: wordOf(value) }) as { readonly [K in Name]?: string };

/** Undefined also for an empty text. */
function wordOf(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A page of another origin can send a POST, but not with this origin. */
function foreign(headers: HeaderList, host: string): string | undefined {
  const origin = header(headers, 'origin');
  return origin === `http://${host}`
    ? undefined
    : `The request must come from this page: the Origin header must be http://${host}, got: ${origin ?? 'none'}.`;
}

function parsed(body: Buffer): unknown {
  try {
    return body.length > 0 ? JSON.parse(body.toString('utf8')) : null;
  } catch {
    return null;
  }
}

const json = (status: number, value: unknown): Reply => [status, 'application/json', JSON.stringify(value)];

const adminHeaders = (contentType: string, length: number): HeaderList => [
  ['Content-Type', contentType],
  ['Content-Length', String(length)],
  ['Cache-Control', 'no-store'],
  [
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
  ],
  ['X-Content-Type-Options', 'nosniff'],
];
