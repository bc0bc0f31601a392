import type { DistributionModel } from '../../../local/assembly/model';
import { readModel } from '../../../local/assembly/read-model';
import { managed } from '../harness';
import { DEPLOYED, DISTRIBUTION_CONFIG, get, ref, STORE_ARN, template } from './fixture';

type Changes = Parameters<typeof template>[0];

const read = (changes: Changes = {}): DistributionModel => readModel(template(changes), DEPLOYED).distributions[0]!;
const problems = (changes: Changes): string => {
  try {
    read(changes);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no problem';
};
const DEFAULT = DISTRIBUTION_CONFIG.DefaultCacheBehavior as Record<string, unknown>;
const withBehaviour = (changes: object): Changes => ({ config: { DefaultCacheBehavior: { ...DEFAULT, ...changes } } });
const without = (properties: object, ...names: string[]): object =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
const [ORIGIN] = DISTRIBUTION_CONFIG.Origins as [object];

test('the model of a distribution has every reference resolved', () => {
  const model = read();
  expect(model).toMatchObject({
    logicalId: 'Cdn',
    id: 'E1',
    arn: 'arn:aws:cloudfront::111122223333:distribution/E1',
    domainName: 'd1.cloudfront.net',
    aliases: [],
    enabled: true,
    httpVersion: 'http2and3',
    cacheTagHeader: 'x-amz-meta-cache-tag',
    logsCookies: false,
  });
  expect(model.behaviours).toEqual([
    {
      pathPattern: '*',
      originId: 'origin',
      viewerProtocolPolicy: 'redirect-to-https',
      allowedMethods: ['GET', 'HEAD'],
      cachedMethods: ['GET', 'HEAD'],
      compress: true,
      cachePolicy: managed('CachingOptimized'),
      responseHeadersPolicy: undefined,
      viewerRequest: {
        name: 'viewer-request',
        runtime: 'cloudfront-js-2.0',
        code: 'function handler(event) { return event.request; }',
        keyValueStoreArn: STORE_ARN,
      },
      viewerResponse: undefined,
    },
  ]);
});

test('an origin is a bucket with its policy, and whether CloudFront signs', () => {
  expect(read().origins.get('origin')).toEqual({
    id: 'origin',
    bucket: 'packages',
    originPath: '',
    signed: true,
    bucketPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 's3:GetObject',
          Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/E1' } },
          Effect: 'Allow',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Resource: 'arn:aws:s3:::packages/*',
        },
      ],
    },
  });
});

test('the web ACL has the ARNs and addresses of its IP sets', () => {
  const arn = 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/blocked/id-1';
  expect(read().webAcl).toEqual({
    name: 'acl',
    arn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/acl/id-2',
    properties: {
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      Rules: [{ Name: 'blocked', Statement: { IPSetReferenceStatement: { Arn: arn } } }],
    },
    ipSets: new Map([[arn, ['192.0.2.44/32']]]),
    ruleGroups: new Map(),
  });
});

test('the web ACL has the ARNs and rules of its rule groups', () => {
  const rules = [{ Name: 'countries', Priority: 0 }];
  const resources = {
    Switches: { Type: 'AWS::WAFv2::RuleGroup', Properties: { Scope: 'CLOUDFRONT', Capacity: 10, Rules: rules } },
    NoSwitches: { Type: 'AWS::WAFv2::RuleGroup', Properties: { Scope: 'CLOUDFRONT', Capacity: 10 } },
  };
  expect(read({ resources }).webAcl!.ruleGroups).toEqual(
    new Map<string, unknown[]>([
      ['arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/switches/id-3', rules],
      ['arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/empty/id-4', []],
    ]),
  );
});

test('LOG-1 the log delivery is found through source and destination', () => {
  expect(read().logDelivery).toEqual({
    bucket: 'logs',
    prefix: 'cloudfront',
    suffixPath: '{distributionid}/{yyyy}',
    hiveCompatible: true,
    format: 'json',
    delimiter: '\t',
    fields: ['date', 'time'],
  });
});

test.each<[statement: string, id: string, name: string, ttls: [number, number, number]]>([
  ['CF-C1', '658327ea-f89d-4fab-a63d-7e88639e58f6', 'CachingOptimized', [1, 86_400, 31_536_000]],
  ['CF-C2', '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', 'CachingDisabled', [0, 0, 0]],
  ['CF-C3', 'b2884449-e4de-46a7-ac36-70bc7f1ddd6d', 'CachingOptimizedForUncompressedObjects', [1, 86_400, 31_536_000]],
  ['CF-C4', '83da9c7e-98b4-4e11-a168-04f0df8e2c65', 'UseOriginCacheControlHeaders', [0, 0, 31_536_000]],
  ['CF-C5', '4cc15a8a-d715-48a4-82b8-cc0b614638fe', 'UseOriginCacheControlHeaders-QueryStrings', [0, 0, 31_536_000]],
])('%s %s is %s', (_statement, CachePolicyId, name, ttls) => {
  const { cachePolicy } = read(withBehaviour({ CachePolicyId })).behaviours[0]!;
  expect([cachePolicy.name, [cachePolicy.minTtl, cachePolicy.defaultTtl, cachePolicy.maxTtl]]).toEqual([name, ttls]);
});

test('behaviours come in their order, the default last; methods default to GET and HEAD', () => {
  const rest = without(DEFAULT, 'AllowedMethods');
  const model = read({
    config: {
      CacheBehaviors: [
        { ...rest, PathPattern: '/a/*' },
        { ...rest, PathPattern: '/b/*' },
      ],
    },
  });
  expect(model.behaviours.map(({ pathPattern }) => pathPattern)).toEqual(['/a/*', '/b/*', '*']);
  expect(model.behaviours[0]!.allowedMethods).toEqual(['GET', 'HEAD']);
});

test('settings that are left out have CloudFront’s defaults (CF-P36, CF-C39)', () => {
  const config = without(DISTRIBUTION_CONFIG, 'HttpVersion', 'CacheTagConfig', 'WebACLId');
  const bare = template();
  const model = readModel(
    {
      ...bare,
      Resources: {
        ...bare.Resources,
        Cdn: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: config } },
      },
    },
    DEPLOYED,
  ).distributions[0]!;
  expect([model.httpVersion, model.cacheTagHeader, model.webAcl]).toEqual(['http2', undefined, undefined]);
});

test('aliases, root object, error caching and cookie logging are read', () => {
  const model = read({
    config: {
      Aliases: ['packages.example.org'],
      DefaultRootObject: 'index.html',
      CustomErrorResponses: [
        { ErrorCode: 404, ErrorCachingMinTTL: 3 },
        { ErrorCode: 500 },
        { ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/missing' },
      ],
      Logging: { IncludeCookies: true },
    },
  });
  expect(model).toMatchObject({ aliases: ['packages.example.org'], defaultRootObject: 'index.html', logsCookies: true });
  expect([...model.errorCachingMinTtl]).toEqual([
    [404, 3],
    [500, 10],
    [403, 10],
  ]);
  expect([...model.errorPages]).toEqual([[403, { path: '/missing', status: 404 }]]);
});

test('a cache policy of the stack is read', () => {
  const CachePolicy = {
    Type: 'AWS::CloudFront::CachePolicy',
    Properties: {
      CachePolicyConfig: {
        Name: 'own',
        DefaultTTL: 2,
        MaxTTL: 3,
        MinTTL: 1,
        ParametersInCacheKeyAndForwardedToOrigin: {
          CookiesConfig: { CookieBehavior: 'none' },
          EnableAcceptEncodingGzip: true,
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['X-Kind'] },
          QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['v'] },
        },
      },
    },
  };
  const { cachePolicy } = read({ ...withBehaviour({ CachePolicyId: ref('CachePolicy') }), resources: { CachePolicy } })
    .behaviours[0]!;
  expect(cachePolicy).toEqual({
    name: 'own',
    minTtl: 1,
    defaultTtl: 2,
    maxTtl: 3,
    gzip: true,
    brotli: false,
    headers: ['x-kind'],
    cookies: { behaviour: 'none', names: [] },
    queryStrings: { behaviour: 'whitelist', names: ['v'] },
  });
});

test('a response headers policy of the stack is read', () => {
  const HeadersPolicy = {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: 'own',
        CorsConfig: {
          AccessControlAllowCredentials: true,
          AccessControlAllowHeaders: { Items: ['*'] },
          AccessControlAllowMethods: { Items: ['GET', 'HEAD'] },
          AccessControlAllowOrigins: { Items: ['*'] },
          AccessControlMaxAgeSec: 60,
          OriginOverride: true,
        },
        CustomHeadersConfig: { Items: [{ Header: 'X-A', Value: '1', Override: false }] },
        RemoveHeadersConfig: { Items: [{ Header: 'x-amz-meta-cache-tag' }] },
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Preload: true, Override: true },
          XSSProtection: { Protection: true, ModeBlock: true, Override: false },
        },
      },
    },
  };
  const policy = read({ ...withBehaviour({ ResponseHeadersPolicyId: ref('HeadersPolicy') }), resources: { HeadersPolicy } });
  expect(policy.behaviours[0]!.responseHeadersPolicy).toEqual({
    name: 'own',
    remove: ['x-amz-meta-cache-tag'],
    set: [
      { name: 'X-Content-Type-Options', value: 'nosniff', override: true },
      { name: 'Strict-Transport-Security', value: 'max-age=60; includeSubDomains; preload', override: true },
      { name: 'X-XSS-Protection', value: '1; mode=block', override: false },
      { name: 'X-A', value: '1', override: false },
    ],
    cors: {
      headers: [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', 'GET, HEAD'],
        ['Access-Control-Allow-Headers', '*'],
        ['Access-Control-Allow-Credentials', 'true'],
        ['Access-Control-Max-Age', '60'],
      ],
      override: true,
    },
  });
});

test('CF-C84 the managed security headers are known', () => {
  const model = read(withBehaviour({ ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03' }));
  expect(model.behaviours[0]!.responseHeadersPolicy!.set.filter(({ override }) => override)).toEqual([
    { name: 'X-Content-Type-Options', value: 'nosniff', override: true },
  ]);
});

const HEAD = 'The local edge cannot follow the synthesised template:\n- ';
const DISTRIBUTION = `${HEAD}Cdn (AWS::CloudFront::Distribution) Properties.DistributionConfig`;

test.each<[what: string, changes: Changes, message: string]>([
  [
    'a property nobody knows',
    { config: { Teleport: true } },
    `${DISTRIBUTION}.Teleport: the local edge does not know this property; say in local/assembly whether it is followed, irrelevant or refused`,
  ],
  [
    'a property that is refused',
    withBehaviour({ OriginRequestPolicyId: 'x' }),
    `${DISTRIBUTION}.DefaultCacheBehavior.OriginRequestPolicyId: not followed by the local edge, got: "x" (the S3 origin would see headers or queries that a registry must not forward, S3-14)`,
  ],
  [
    'a value that is not followed',
    { config: { Staging: true } },
    `${DISTRIBUTION}.Staging: the local edge follows only false, got: true (staging distributions are not simulated)`,
  ],
  [
    'a cache policy that is neither managed nor in the stack',
    withBehaviour({ CachePolicyId: 'elsewhere' }),
    `${DISTRIBUTION} CachePolicyId: 'elsewhere' is neither managed by AWS nor in the stack, so the local edge does not know it`,
  ],
  [
    'an origin that is no bucket',
    { config: { Origins: [{ ...ORIGIN, DomainName: 'www.example.org' }] } },
    `${DISTRIBUTION}.Origins: only buckets are simulated as origins, got: www.example.org`,
  ],
  [
    'a resource type of the edge that nobody knows',
    { resources: { Tunnel: { Type: 'AWS::CloudFront::Tunnel' } } },
    `${HEAD}Tunnel (AWS::CloudFront::Tunnel): the local edge does not know this resource type; leave it out or teach local/assembly`,
  ],
  [
    'an unpublished function',
    {
      resources: {
        Function: {
          Type: 'AWS::CloudFront::Function',
          Properties: { AutoPublish: false, FunctionCode: 'x', FunctionConfig: { Runtime: 'cloudfront-js-2.0' }, Name: 'f' },
        },
      },
    },
    `${HEAD}Function (AWS::CloudFront::Function) Properties.AutoPublish: the local edge follows only true, got: false (a function that is not published does not run)`,
  ],
  [
    'a reference to what is not deployed',
    { config: { WebACLId: get('Nobody', 'Arn') } },
    `${HEAD}Cdn.Properties.DistributionConfig.WebACLId.Fn::GetAtt: 'Nobody.Arn' is not known of the deployed stack; deploy it, or teach local/assembly/attributes.ts`,
  ],
])('%s is an error with its path', (_what, changes, message) => {
  expect(problems(changes)).toBe(message);
});

test('all problems of a resource are listed together', () => {
  expect(problems({ config: { Teleport: true, Staging: true } }).split('\n')).toHaveLength(3);
});

test('a stack without a distribution is an error', () => {
  expect(() => readModel({ Resources: {} }, DEPLOYED)).toThrow(
    new Error(`${HEAD}stack 'registry' has no AWS::CloudFront::Distribution to serve`),
  );
});
