import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  type CfnDistribution,
  Distribution,
  Function as EdgeFunction,
  type ErrorResponse,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IDistribution,
  type IKeyValueStore,
  type IOrigin,
  KeyValueStore,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CACHE_TAG_HEADER } from '../../domain/contracts/cache-tags';
import { FILES_PREFIX, INDEX_PREFIX, OPEN_PREFIX } from '../../domain/contracts/keys';
import { NOT_FOUND_SECONDS } from '../../domain/contracts/retention';
import { acknowledge } from '../shared/acknowledge';
import { AccessLog } from './access-log';
import { allowDistribution, bucketOrigin } from './bucket-origin';

/** A name of the registry's own. */
export interface RegistryDomain {
  /** Names under which the registry answers, the first is the one it prints. At least one. */
  readonly domainNames: readonly string[];
  /** Certificate for all of them, in us-east-1. */
  readonly certificate: ICertificate;
}

export interface RegistryCdnProps {
  /** Bucket whose `files/` and `index/` are served, e.g. `ArtifactStore.packages`. */
  readonly packages: IBucket;
  /** Bucket that takes the access logs, e.g. `ArtifactStore.logs`. */
  readonly logs: IBucket;
  /**
   * Code of the viewer-request function, at most 10,240 bytes. It must answer every method but GET and HEAD itself, and
   * rewrite every path, `/` included, to one below `files/` or `index/`.
   */
  readonly edgeFunctionCode: string;
  /**
   * Names and certificate; TLS 1.2 is then the minimum.
   *
   * @default CloudFront's own name and certificate; its minimum of TLS 1.0 cannot be raised
   */
  readonly domain?: RegistryDomain;
  /**
   * ARN of a web ACL with scope CLOUDFRONT, e.g. of `AccessTiers`.
   *
   * @default no web ACL: nothing limits how much anyone draws, and you pay for it
   */
  readonly webAclArn?: string;
  /**
   * Whether to answer by IPv6 too.
   *
   * @default false: docs/adr/0008-ipv4-only.md
   */
  readonly ipv6?: boolean;
  /**
   * Which edge locations serve.
   *
   * @default PriceClass.PRICE_CLASS_100: readers everywhere are served from North America, Europe and Israel, where a GB
   * costs least ($0.085; up to $0.120 elsewhere). A flat-rate plan ignores it.
   */
  readonly priceClass?: PriceClass;
  /**
   * Key of the object that is answered, with status 404, where one is missing: below `files/` or `index/`.
   *
   * @default S3's own answer, an XML document
   */
  readonly notFoundKey?: string;
  /**
   * What is served: everything, of a registry with one host; or, of one with two, its documents and the files for those who come with a
   * token (`index`), or nothing but files (`files`).
   *
   * @default 'whole'
   */
  readonly part?: CdnPart;
  /**
   * Begins the names of its statements in the bucket's policy: each distribution has its own.
   *
   * @default 'Cdn', of a files host 'Files'
   */
  readonly sid?: string;
  /**
   * Description shown in the console, at most 128 characters.
   *
   * @default "Package registry"
   */
  readonly comment?: string;
}

export type CdnPart = 'whole' | 'index' | 'files';

/** What the distribution reads of the bucket, and what its function and store are for. */
const PARTS: Readonly<
  Record<
    CdnPart,
    { readonly prefixes: readonly string[]; readonly sid: string; readonly function: string; readonly store: string }
  >
> = {
  whole: {
    prefixes: [FILES_PREFIX, INDEX_PREFIX],
    sid: 'Cdn',
    function: 'functions/edge: gate, tiers, routing and content negotiation',
    store: 'Token keys, revocations and brake of the registry',
  },
  index: {
    prefixes: [FILES_PREFIX, INDEX_PREFIX, OPEN_PREFIX],
    sid: 'Cdn',
    function: 'functions/edge: gate, tiers, routing and content negotiation',
    store: 'Token keys, revocations and brake of the registry',
  },
  files: {
    prefixes: [FILES_PREFIX],
    sid: 'Files',
    function: 'functions/edge: gate and routing of the files host',
    store: 'Blocks and brake of the files host',
  },
};

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_FUNCTION_BYTES = 10_240;
const MAX_COMMENT = 128;

/**
 * Serves the packages bucket to the world: one distribution, one viewer-request function with a key-value store, one cache
 * behaviour, access logs. How long an object is cached is decided by its own `Cache-Control`; the tags in its metadata let a
 * publish invalidate what it changed. Only AWS-managed policies are used, which every flat-rate plan allows.
 *
 * Deploy it in us-east-1, where CloudFront's logs live.
 *
 * Cost: idle $0. Per use, pay-as-you-go: 1 TB and 10 million requests a month free, then $0.085 per GB and $0.0100 per
 * 10,000 requests (US; EU $0.0120); $0.10 per million function runs and $0.03 per million key-value reads above 2 million;
 * invalidations free up to 1,000 paths or tags a month. https://aws.amazon.com/cloudfront/pricing/pay-as-you-go/ (2026-11)
 */
export class RegistryCdn extends Construct {
  readonly distribution: IDistribution;
  /**
   * Token keys, revocations and blocks that the function reads. Empty when created. The intake writes blocks (`registry block`),
   * operators write all about tokens (`registry token`).
   */
  readonly keyValueStore: IKeyValueStore;
  /** Where readers go: `https://<name>`, without a trailing slash. */
  readonly url: string;

  private readonly edgeFunction: EdgeFunction;

  constructor(scope: Construct, id: string, props: RegistryCdnProps) {
    super(scope, id);
    this.checkRegion();
    const part = PARTS[props.part ?? 'whole'];

    this.keyValueStore = new KeyValueStore(this, 'KeyValueStore', {
      comment: part.store,
    });
    this.edgeFunction = this.createFunction(props.edgeFunctionCode, part.function);
    this.distribution = this.createDistribution(props);
    allowDistribution(props.packages, part.prefixes, this.distribution, props.sid ?? part.sid);
    new AccessLog(this, 'AccessLog', { distribution: this.distribution, logs: props.logs });

    this.url = `https://${props.domain?.domainNames[0] ?? this.distribution.distributionDomainName}`;
  }

  private checkRegion(): void {
    const { region } = Stack.of(this);
    if (!Token.isUnresolved(region) && region !== 'us-east-1') {
      throw new Error(
        `'${this.node.path}' must be in a stack in us-east-1, got: ${region}. CloudFront delivers logs there only; set the stack's env.region.`,
      );
    }
  }

  private createFunction(code: string, comment: string): EdgeFunction {
    const known = !Token.isUnresolved(code);
    const bytes = Buffer.byteLength(code);
    if (!known || bytes === 0 || bytes > MAX_FUNCTION_BYTES) {
      throw new Error(
        `'edgeFunctionCode' of '${this.node.path}' must have 1 to ${MAX_FUNCTION_BYTES} bytes, got: ${known ? bytes : 'a value that is only known at deployment'}. CloudFront takes no larger function; enable fewer ecosystems or shorten the code.`,
      );
    }
    return new EdgeFunction(this, 'ViewerRequest', {
      code: FunctionCode.fromInline(code),
      runtime: FunctionRuntime.JS_2_0,
      keyValueStore: this.keyValueStore,
      comment,
    });
  }

  private createDistribution(props: RegistryCdnProps): Distribution {
    const comment = props.comment ?? 'Package registry';
    if (!Token.isUnresolved(comment) && comment.length > MAX_COMMENT) {
      throw new Error(
        `'comment' of '${this.node.path}' must have at most ${MAX_COMMENT} characters, got: ${comment.length}. CloudFront takes no longer one; shorten it.`,
      );
    }
    if (props.domain?.domainNames.length === 0) {
      throw new Error(
        `'domain.domainNames' of '${this.node.path}' must hold at least one name, got: []. Name the host of the certificate, or leave out 'domain'.`,
      );
    }
    const distribution = new Distribution(this, 'Resource', {
      comment,
      defaultBehavior: this.behavior(bucketOrigin(this, props.packages)),
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableIpv6: props.ipv6 ?? false,
      priceClass: props.priceClass ?? PriceClass.PRICE_CLASS_100,
      ...(props.webAclArn && { webAclId: props.webAclArn }),
      ...(props.notFoundKey && { errorResponses: [notFound(props.notFoundKey)] }),
      ...(props.domain && {
        domainNames: [...props.domain.domainNames],
        certificate: props.domain.certificate,
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    // The L2 does not know cache tags yet.
    (distribution.node.defaultChild as CfnDistribution).addPropertyOverride(
      'DistributionConfig.CacheTagConfig.HeaderName',
      CACHE_TAG_HEADER,
    );
    acknowledgeFindings(distribution, props.domain !== undefined);
    return distribution;
  }

  /** How an origin is served, of each host. */
  private behavior(origin: IOrigin): BehaviorOptions {
    return {
      origin,
      // All, so that the function can refuse in words each client shows, and answer npm's audit POST; with fewer, CloudFront
      // answers 403 with a page of HTML before the function runs. S3 gets only what the function lets through, and the bucket
      // policy allows reads only.
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      // `nosniff` and HTTPS for good, which S3 cannot keep with an object. Each page says itself what it may load.
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      compress: true,
      functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: this.edgeFunction }],
    };
  }
}

/**
 * Of missing objects only. Page and status are mapped by status alone, so a 403 would take the reason from what the web ACL blocks; and when
 * S3 fails, so does the page. CloudFront fetches it past the function, so its path is the key.
 */
const notFound = (key: string): ErrorResponse => ({
  httpStatus: 404,
  responseHttpStatus: 404,
  responsePagePath: `/${key}`,
  ttl: Duration.seconds(NOT_FOUND_SECONDS),
});

function acknowledgeFindings(distribution: Distribution, hasDomain: boolean): void {
  acknowledge(
    distribution,
    ['aws'],
    'CFR1',
    'The registry is open to every country; who draws too much is limited by tier, not by place.',
  );
  acknowledge(
    distribution,
    ['aws'],
    'CFR3',
    'Access is logged by standard logging v2 (AWS::Logs::Delivery), which the rule does not know.',
  );
  if (!hasDomain) {
    acknowledge(
      distribution,
      ['aws'],
      'CFR4',
      'Without a domain the certificate is CloudFront’s own, whose minimum TLS version cannot be set; a domain brings TLS 1.2.',
    );
  }
}
