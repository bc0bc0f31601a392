/** What the local edge is given from outside: time, randomness, the origin, and the two guards in front of the cache. */
import type { EdgeRequest, HeaderList } from './http';

/** Milliseconds since 1970; every simulator reads time from here and nowhere else. */
export type Clock = () => number;

/** What the edge asks the bucket behind an origin. */
export interface OriginRequest {
  readonly method: string;
  /** Path as the edge has it, percent-escapes intact; the origin decodes it as S3 does. */
  readonly path: string;
  /** Query that the behaviour's policies let through, without `?`. */
  readonly query: string | undefined;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

export interface OriginResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** Rejects with {@link OriginUnreachable} when there is no answer at all. */
export type Origin = (request: OriginRequest) => Promise<OriginResponse>;

/** No connection, no answer in time, or an answer cut short. The edge says 502 or 504, or serves a stale copy. */
export class OriginUnreachable extends Error {
  constructor(
    readonly kind: 'connect' | 'timeout' | 'read',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'OriginUnreachable';
  }
}

/** What the web ACL says about one request. */
export type WafVerdict =
  | {
      readonly action: 'allow';
      /** Headers to add to the request, `x-amzn-waf-` included; they replace the client's of the same name. */
      readonly insertedHeaders: HeaderList;
    }
  | {
      readonly action: 'block';
      /** A custom response, or undefined for CloudFront's own 403 page. */
      readonly response:
        | { readonly status: number; readonly headers: HeaderList; readonly body: string; readonly contentType: string }
        | undefined;
    };

/** A web ACL at work. `requestId` is the one of the access log. */
export interface Waf {
  evaluate(request: EdgeRequest, requestId: string): WafVerdict;
  /** What each rule did, in the order of evaluation, rules of a group after the one that refers to it, the default action last. */
  stats(): readonly WafRuleStats[];
}

export interface WafRuleStats {
  /** Name of the rule, `group / rule` for one of a group, or `Default_Action`. */
  readonly rule: string;
  readonly matched: number;
  readonly allowed: number;
  readonly counted: number;
  readonly blocked: number;
  /** Rate-based rules: whom the rule limits now, by key. */
  readonly limited: readonly string[];
  /** Minutes with requests, oldest first, of the last day. */
  readonly minutes: readonly WafMinute[];
  /** The newest, newest first; at most 20. */
  readonly samples: readonly WafSample[];
  readonly rate?: WafRateStats;
}

/** A request that a rule matched. */
export interface WafSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly action: 'allowed' | 'counted' | 'blocked';
  readonly client: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Values that are secrets are shown by a name for them. */
  readonly headers: HeaderList;
}

/** What AWS WAF reports once a minute as AllowedRequests, CountedRequests and BlockedRequests. */
export interface WafMinute {
  /** Milliseconds since 1970, where the minute begins. */
  readonly at: number;
  readonly allowed: number;
  readonly counted: number;
  readonly blocked: number;
}

/** What a rate-based rule knows of those it counts. Keys are never secrets: a token is shown as its tier, holder and a hash. */
export interface WafRateStats {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly aggregate: 'IP' | 'CONSTANT' | 'CUSTOM_KEYS';
  /** How many clients it counts now. */
  readonly counting: number;
  /** Over the limit now, with the requests that count. */
  readonly limited: readonly { readonly key: string; readonly requests: number }[];
  /** Who was over the limit and when, oldest first, whatever the rule then did; the last 10,000 at least. */
  readonly intervals: readonly LimitedInterval[];
  /** Older ones that are no longer known. */
  readonly intervalsForgotten: number;
}

/** A client's first to last request over the limit, without one below it between; milliseconds since 1970. */
export interface LimitedInterval {
  readonly key: string;
  readonly from: number;
  readonly until: number;
  /** How many requests were over the limit. */
  readonly requests: number;
  /** The highest count in one window. */
  readonly most: number;
}

/** Result of running a viewer-request function, see edge-semantics FN-13 to FN-25. */
export type FunctionOutcome<Continued> =
  | { readonly kind: 'continue'; readonly value: Continued; readonly logData?: string }
  | { readonly kind: 'respond'; readonly response: GeneratedResponse; readonly logData?: string }
  | {
      readonly kind: 'error';
      readonly error: 'FunctionExecutionError' | 'FunctionValidationError' | 'FunctionThrottledError';
      readonly message: string;
      readonly logData?: string;
    };

/** A response made or changed by a function. */
export interface GeneratedResponse {
  readonly status: number;
  readonly reason?: string;
  readonly headers: HeaderList;
  /** Undefined: a viewer-response function left the body alone. */
  readonly body?: Buffer;
}

/** Where a function runs: ids that its event carries. */
export interface FunctionContext {
  readonly distributionDomainName: string;
  readonly distributionId: string;
  readonly requestId: string;
}

/** A published edge function. Never rejects: what fails inside is an `error` outcome. */
export interface EdgeFunction {
  viewerRequest(request: EdgeRequest, context: FunctionContext): Promise<FunctionOutcome<EdgeRequest>>;
  viewerResponse(
    request: EdgeRequest,
    response: GeneratedResponse,
    context: FunctionContext,
  ): Promise<FunctionOutcome<GeneratedResponse>>;
}

/** Values of a CloudFront KeyValueStore, by ARN. */
export interface KeyValueStore {
  get(key: string): Promise<string | undefined>;
  meta(): Promise<{ readonly creationDateTime: string; readonly lastUpdatedDateTime: string; readonly keyCount: number }>;
}

/** Addresses (CIDR) of a WAFv2 IP set, by ARN, as of the last poll. */
export type IpSets = (arn: string) => readonly string[];

/** Rules of a WAFv2 rule group, by ARN, in CloudFormation's spelling, as of the last poll. */
export type RuleGroups = (arn: string) => readonly unknown[];

/** Country (ISO 3166 code) and number of the network of a client address, as far as known. */
export type Locate = (address: string) => { readonly asn?: string; readonly country?: string };
