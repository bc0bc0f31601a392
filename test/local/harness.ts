/** A local edge without anything around it: time stands until a test moves it, buckets are in memory, ids count up. */
import { createEdge, type Edge, type EdgeDeps } from '../../local/app';
import { MANAGED_CACHE_POLICIES } from '../../local/assembly/managed-policies';
import type {
  BehaviourModel,
  CachePolicy,
  DistributionModel,
  EdgeModel,
  OriginModel,
  PolicyDocument,
} from '../../local/assembly/model';
import { type EdgeRequest, type EdgeResponse, type HeaderList, header } from '../../local/http';
import type { Clock } from '../../local/ports';
import { createMemoryBucket, type MemoryBucket } from '../../local/simulators/s3-origin/memory-bucket';
import type { Bucket, BucketRequest } from '../../local/simulators/s3-origin/s3-origin';

export const NOW = Date.parse('2026-11-22T17:30:05Z');
export const DISTRIBUTION_ARN = 'arn:aws:cloudfront::111122223333:distribution/E1';
export const DOMAIN = 'd1.cloudfront.net';

export interface ManualClock {
  readonly clock: Clock;
  readonly pass: (seconds: number) => void;
}

export function manualClock(now = NOW): ManualClock {
  let time = now;
  return {
    clock: () => time,
    pass: (seconds) => {
      time += seconds * 1000;
    },
  };
}

export const managed = (name: string): CachePolicy =>
  [...MANAGED_CACHE_POLICIES.values()].find((policy) => policy.name === name)!;

/** What the registry's bucket policy says: objects may be read, the bucket listed, by this distribution only. */
export const readAndList = (distributionArn = DISTRIBUTION_ARN): PolicyDocument => ({
  Statement: ['s3:GetObject', 's3:ListBucket'].map((action) => ({
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: action,
    Resource: action === 's3:GetObject' ? 'arn:aws:s3:::packages/*' : 'arn:aws:s3:::packages',
    Condition: { StringEquals: { 'aws:SourceArn': distributionArn } },
  })),
});

export const origin = (changes: Partial<OriginModel> = {}): OriginModel => ({
  id: 'origin',
  bucket: 'packages',
  originPath: '',
  signed: true,
  bucketPolicy: readAndList(),
  ...changes,
});

export const behaviour = (changes: Partial<BehaviourModel> = {}): BehaviourModel => ({
  pathPattern: '*',
  originId: 'origin',
  viewerProtocolPolicy: 'redirect-to-https',
  allowedMethods: ['GET', 'HEAD'],
  cachedMethods: ['GET', 'HEAD'],
  compress: true,
  cachePolicy: managed('CachingOptimized'),
  responseHeadersPolicy: undefined,
  viewerRequest: undefined,
  viewerResponse: undefined,
  ...changes,
});

/** A viewer function of the test's own. */
export const viewerFunction = (code: string): NonNullable<BehaviourModel['viewerRequest']> => ({
  name: 'fn',
  runtime: 'cloudfront-js-2.0',
  code,
  keyValueStoreArn: undefined,
});

export const distribution = (changes: Partial<DistributionModel> = {}): DistributionModel => ({
  logicalId: 'Cdn',
  id: 'E1',
  arn: DISTRIBUTION_ARN,
  domainName: DOMAIN,
  aliases: [],
  enabled: true,
  httpVersion: 'http2',
  defaultRootObject: undefined,
  cacheTagHeader: 'x-amz-meta-cache-tag',
  errorCachingMinTtl: new Map(),
  errorPages: new Map(),
  origins: new Map([['origin', origin()]]),
  behaviours: [behaviour()],
  webAcl: undefined,
  logDelivery: undefined,
  logsCookies: false,
  ...changes,
});

export const edgeModel = (...distributions: DistributionModel[]): EdgeModel => ({
  stack: 'registry',
  account: '111122223333',
  region: 'us-east-1',
  distributions,
});

export function request(path: string, changes: Partial<EdgeRequest> = {}): EdgeRequest {
  const [stem, query] = path.split('?', 2);
  return {
    clientIp: '192.0.2.1',
    clientPort: 50_000,
    scheme: 'https',
    httpVersion: '1.1',
    method: 'GET',
    path: stem!,
    query,
    body: Buffer.alloc(0),
    ...changes,
    headers: [['Host', DOMAIN], ...(changes.headers ?? [])],
  };
}

export interface TestEdge extends MemoryBucket, ManualClock {
  readonly edge: Edge;
  /** What the bucket was asked, oldest first. */
  readonly asked: BucketRequest[];
  readonly logFiles: { readonly bucket: string; readonly key: string; readonly body: Buffer }[];
  readonly lines: string[];
  /** When set, the bucket fails with it. */
  readonly fail: (error: Error | undefined) => void;
  readonly get: (path: string, changes?: Partial<EdgeRequest>) => Promise<EdgeResponse>;
}

export function testEdge(model: DistributionModel = distribution(), deps: Partial<EdgeDeps> = {}): TestEdge {
  const time = manualClock();
  const memory = createMemoryBucket(time.clock);
  const asked: BucketRequest[] = [];
  const logFiles: TestEdge['logFiles'] = [];
  const lines: string[] = [];
  let failure: Error | undefined;
  let counter = 0;
  const bucket: Bucket = (question) => {
    asked.push(question);
    return failure ? Promise.reject(failure) : memory.bucket(question);
  };
  const edge = createEdge(edgeModel(model), {
    clock: time.clock,
    random: (bytes) => Buffer.alloc(bytes, counter++),
    bucket: () => bucket,
    keyValueStore: () => {
      throw new Error('this edge has no KeyValueStore');
    },
    ipSets: () => [],
    putLog: (name, key, body) => {
      logFiles.push({ bucket: name, key, body });
      return Promise.resolve();
    },
    log: (line) => lines.push(line),
    ...deps,
  });
  return {
    ...memory,
    ...time,
    edge,
    asked,
    logFiles,
    lines,
    fail: (error) => {
      failure = error;
    },
    get: (path, changes) => edge.handle(request(path, changes)),
  };
}

export const xCache = ({ headers }: { readonly headers: HeaderList }): string | undefined => header(headers, 'x-cache');
export const text = ({ body }: { readonly body: Buffer }): string => body.toString('utf8');
