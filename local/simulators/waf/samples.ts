/** Two calls of AWS WAF's API, as functions of the simulator's state. */
import ipaddr from 'ipaddr.js';
import type { WafSample } from '../../ports';
import type { Records, Sample } from './records';
import type { Rule } from './rules';
import { withoutSecrets } from './secrets';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html */
export interface SampleQuery {
  /** Name of a rule, of a group's as `group / rule`, or `Default_Action`. */
  readonly rule: string;
  /** Milliseconds since 1970. @default three hours ago */
  readonly from?: number;
  /** @default now */
  readonly until?: number;
  /** 1 to 500. @default 500 */
  readonly maxItems?: number;
}

export interface SampledRequests {
  /** Newest first. */
  readonly SampledRequests: readonly {
    readonly Request: {
      readonly ClientIP: string;
      readonly Country: string;
      readonly URI: string;
      readonly Method: string;
      readonly HTTPVersion: string;
      readonly Headers: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Weight: number;
    /** ISO 8601. */
    readonly Timestamp: string;
    readonly Action: 'ALLOW' | 'BLOCK' | 'COUNT';
    readonly RequestHeadersInserted: readonly { readonly Name: string; readonly Value: string }[];
    readonly ResponseCodeSent: number | undefined;
    readonly Labels: readonly { readonly Name: string }[];
  }[];
  /** Of these the samples are drawn: the requests of the whole minutes in the range, 5,000 at most. */
  readonly PopulationSize: number;
  readonly TimeWindow: { readonly StartTime: string; readonly EndTime: string };
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_GetRateBasedStatementManagedKeys.html */
export interface ManagedKeys {
  readonly ManagedKeysIPV4: { readonly IPAddressVersion: 'IPV4'; readonly Addresses: readonly string[] };
  readonly ManagedKeysIPV6: { readonly IPAddressVersion: 'IPV6'; readonly Addresses: readonly string[] };
}

const THREE_HOURS_MS = 3 * 3_600_000;
const MINUTE_MS = 60_000;
const MAX_POPULATION = 5_000;
const ACTIONS = { allowed: 'ALLOW', blocked: 'BLOCK', counted: 'COUNT' } as const;

export function sampledRequests(records: Records, query: SampleQuery, now: number): SampledRequests {
  const { rule, until = now, maxItems = 500 } = query;
  if (!(maxItems >= 1 && maxItems <= 500)) throw new RangeError(`'maxItems' must be from 1 to 500, got: ${maxItems}.`);
  const from = Math.max(query.from ?? 0, now - THREE_HOURS_MS);
  const inRange = (at: number): boolean => at >= from && at <= until;
  const population = records
    .summary(rule)
    .minutes.filter(({ at }) => at + MINUTE_MS > from && at <= until)
    .reduce((sum, { allowed, counted, blocked }) => sum + allowed + counted + blocked, 0);
  const samples = records.samples(rule).filter(({ at }) => inRange(at));
  return {
    SampledRequests: samples.slice(0, maxItems).map(sampled),
    PopulationSize: Math.min(population, MAX_POPULATION),
    TimeWindow: { StartTime: new Date(from).toISOString(), EndTime: new Date(until).toISOString() },
  };
}

export const shownSample = ({ at, outcome, request }: Sample): WafSample => ({
  at,
  action: outcome,
  client: request.clientIp,
  method: request.method,
  path: pathOf(request),
  headers: withoutSecrets(request.headers),
});

const pathOf = ({ path, query }: Sample['request']): string => (query === undefined ? path : `${path}?${query}`);
const named = ([Name, Value]: readonly [string, string]) => ({ Name, Value });

function sampled({ at, outcome, request, evaluation }: Sample): SampledRequests['SampledRequests'][number] {
  const { action } = evaluation;
  return {
    Request: {
      ClientIP: request.clientIp,
      Country: evaluation.country ?? '-',
      URI: pathOf(request),
      Method: request.method,
      HTTPVersion: `HTTP/${request.httpVersion}`,
      Headers: withoutSecrets(request.headers).map(named),
    },
    Weight: 1,
    Timestamp: new Date(at).toISOString(),
    Action: ACTIONS[outcome],
    RequestHeadersInserted: evaluation.inserted.map(named),
    ResponseCodeSent: outcome === 'blocked' && action.kind === 'block' ? action.response?.status : undefined,
    Labels: evaluation.labels.map((Name) => ({ Name })),
  };
}

export function managedKeys(rules: readonly Rule[], name: string, now: number): ManagedKeys {
  const rule = rules.find((each) => each.name === name);
  if (!rule || !('rate' in rule.condition) || rule.condition.rate.aggregate !== 'IP')
    throw new Error(
      `WAFUnsupportedAggregateKeyTypeException: '${name}' is no rule that counts by address alone; only those list whom they limit.`,
    );
  const addresses = rule.condition.rate.stats(now).limited.map(({ key }) => key);
  const of = (kind: 'ipv4' | 'ipv6') => addresses.filter((each) => ipaddr.parse(each).kind() === kind);
  return {
    ManagedKeysIPV4: { IPAddressVersion: 'IPV4', Addresses: of('ipv4').map((each) => `${each}/32`) },
    ManagedKeysIPV6: { IPAddressVersion: 'IPV6', Addresses: of('ipv6').map((each) => `${each}/128`) },
  };
}
