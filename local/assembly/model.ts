/** What the edge needs to know of a synthesised stack, with every reference resolved to a physical name. */
import type { HeaderList } from '../http';

export interface EdgeModel {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly distributions: readonly DistributionModel[];
}

export interface DistributionModel {
  readonly logicalId: string;
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly aliases: readonly string[];
  readonly enabled: boolean;
  readonly httpVersion: 'http1.1' | 'http2' | 'http3' | 'http2and3';
  readonly defaultRootObject: string | undefined;
  /** Response header of the origin that names an object's cache tags, lower case. */
  readonly cacheTagHeader: string | undefined;
  /** Seconds for which an error of a status is kept at least; statuses not listed: 10. */
  readonly errorCachingMinTtl: ReadonlyMap<number, number>;
  /** What takes the place of an origin's error, by the status of that. */
  readonly errorPages: ReadonlyMap<number, { readonly path: string; readonly status: number }>;
  readonly origins: ReadonlyMap<string, OriginModel>;
  /** In order of evaluation; the last one has the pattern `*`. */
  readonly behaviours: readonly BehaviourModel[];
  readonly webAcl: WebAclModel | undefined;
  readonly logDelivery: LogDeliveryModel | undefined;
  /** Whether `cs(Cookie)` is logged. */
  readonly logsCookies: boolean;
}

export interface BehaviourModel {
  readonly pathPattern: string;
  readonly originId: string;
  readonly viewerProtocolPolicy: 'allow-all' | 'https-only' | 'redirect-to-https';
  readonly allowedMethods: readonly string[];
  readonly cachedMethods: readonly string[];
  readonly compress: boolean;
  readonly cachePolicy: CachePolicy;
  readonly responseHeadersPolicy: ResponseHeadersPolicy | undefined;
  readonly viewerRequest: FunctionModel | undefined;
  readonly viewerResponse: FunctionModel | undefined;
}

/** TTLs in seconds. */
export interface CachePolicy {
  readonly name: string;
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
  readonly gzip: boolean;
  readonly brotli: boolean;
  /** Header names in the key, lower case. */
  readonly headers: readonly string[];
  readonly cookies: NameSelection;
  readonly queryStrings: NameSelection;
}

/** `names` counts only for `whitelist` and `allExcept`. */
export interface NameSelection {
  readonly behaviour: 'none' | 'all' | 'whitelist' | 'allExcept';
  readonly names: readonly string[];
}

export interface ResponseHeadersPolicy {
  readonly name: string;
  readonly remove: readonly string[];
  readonly set: readonly { readonly name: string; readonly value: string; readonly override: boolean }[];
  /** Sent to requests that carry `Origin`; dropped as a whole when the origin sends any CORS header and `override` is false. */
  readonly cors: { readonly headers: HeaderList; readonly override: boolean } | undefined;
}

export interface FunctionModel {
  readonly name: string;
  readonly runtime: string;
  readonly code: string;
  /** ARN of the associated KeyValueStore. */
  readonly keyValueStoreArn: string | undefined;
}

export interface OriginModel {
  readonly id: string;
  readonly bucket: string;
  /** Put before the path for the origin only; '' or `/prefix`. */
  readonly originPath: string;
  /** Whether CloudFront signs (OAC `always`), so that the bucket policy can know it. */
  readonly signed: boolean;
  /** Policy document of the bucket, references resolved; undefined when the stack sets none. */
  readonly bucketPolicy: PolicyDocument | undefined;
}

export interface PolicyDocument {
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [other: string]: unknown;
}

export interface WebAclModel {
  readonly name: string;
  readonly arn: string;
  /** CloudFormation properties of `AWS::WAFv2::WebACL`, references resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Addresses that the template gives each IP set, by ARN. */
  readonly ipSets: ReadonlyMap<string, readonly string[]>;
  /** Rules that the template gives each rule group, by ARN. */
  readonly ruleGroups: ReadonlyMap<string, readonly unknown[]>;
}

export interface LogDeliveryModel {
  readonly bucket: string;
  /** Key prefix of the destination's ARN, without slashes around; '' when there is none. */
  readonly prefix: string;
  readonly suffixPath: string;
  readonly hiveCompatible: boolean;
  readonly format: 'json' | 'w3c' | 'plain' | 'raw';
  readonly delimiter: string;
  readonly fields: readonly string[];
}
