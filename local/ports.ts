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
  /** Counts for the admin page, in the order of the rules. */
  stats(): readonly WafRuleStats[];
}

export interface WafRuleStats {
  readonly rule: string;
  readonly matched: number;
  readonly counted: number;
  readonly blocked: number;
  /** Rate-based rules: whom the rule limits now. */
  readonly limited: readonly string[];
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
