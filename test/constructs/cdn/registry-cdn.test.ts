import { Match } from 'aws-cdk-lib/assertions';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import { ACCOUNT, decide, physicalResources } from '../../helpers/iam-simulation';
import { CODE, domain, makeCdn } from './stack';

const { template } = makeCdn();
const config = (of = template) => {
  const [distribution] = Object.values(of.findResources('AWS::CloudFront::Distribution')) as {
    Properties: { DistributionConfig: unknown };
  }[];
  return distribution?.Properties.DistributionConfig;
};

test('one distribution, one origin, one behaviour, managed policies only', () => {
  expect(config()).toEqual({
    CacheTagConfig: { HeaderName: 'x-amz-meta-cache-tag' },
    Comment: 'Package registry',
    DefaultCacheBehavior: {
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6', // Managed-CachingOptimized
      Compress: true,
      FunctionAssociations: [
        { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['CdnViewerRequest187CE90A', 'FunctionARN'] } },
      ],
      ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03', // Managed-SecurityHeadersPolicy
      TargetOriginId: 'TestCdnOrigin181E728D7',
      ViewerProtocolPolicy: 'redirect-to-https',
    },
    Enabled: true,
    HttpVersion: 'http2and3',
    IPV6Enabled: false,
    Origins: [
      {
        DomainName: { 'Fn::GetAtt': ['StorePackages6ACF5A9F', 'RegionalDomainName'] },
        Id: 'TestCdnOrigin181E728D7',
        OriginAccessControlId: { 'Fn::GetAtt': ['CdnOriginAccess0560A7A3', 'Id'] },
        S3OriginConfig: { OriginAccessIdentity: '' },
      },
    ],
    PriceClass: 'PriceClass_100',
  });
  for (const type of ['CachePolicy', 'OriginRequestPolicy', 'ResponseHeadersPolicy'])
    template.resourceCountIs(`AWS::CloudFront::${type}`, 0);
});

test('a domain brings its names, its certificate and TLS 1.2', () => {
  const { template: named, cdn } = makeCdn({ domain: domain(new Stack()) });
  expect(config(named)).toMatchObject({
    Aliases: ['packages.example.org', 'pkg.example.org'],
    ViewerCertificate: {
      AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/demo',
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    },
  });
  expect(cdn.url).toBe('https://packages.example.org');
});

test('web ACL, price class and comment are as asked', () => {
  const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/tiers/1';
  const { template: asked } = makeCdn({ webAclArn, priceClass: PriceClass.PRICE_CLASS_ALL, comment: 'Demo' });
  expect(config(asked)).toMatchObject({ WebACLId: webAclArn, PriceClass: 'PriceClass_All', Comment: 'Demo' });
});

test('where an object is missing, a page takes the place of the answer of S3, for as long as CloudFront keeps that one', () => {
  const { template: asked } = makeCdn({ notFoundKey: 'index/-/errors/not-found.txt' });
  expect(config(asked)).toMatchObject({
    CustomErrorResponses: [
      { ErrorCode: 404, ResponseCode: 404, ResponsePagePath: '/index/-/errors/not-found.txt', ErrorCachingMinTTL: 10 },
    ],
  });
});

test('the origin access control signs every request', () => {
  template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
    OriginAccessControlConfig: { OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' },
  });
});

test('the function runs on runtime 2.0 with the key-value store', () => {
  template.hasResourceProperties('AWS::CloudFront::Function', {
    AutoPublish: true,
    FunctionCode: CODE,
    FunctionConfig: {
      Runtime: 'cloudfront-js-2.0',
      KeyValueStoreAssociations: [{ KeyValueStoreARN: { 'Fn::GetAtt': ['CdnKeyValueStore211C40DD', 'Arn'] } }],
    },
  });
});

describe('who reads the packages bucket', () => {
  const resources = physicalResources(template);
  const id = Object.keys(resources).find((name) => resources[name]?.Type === 'AWS::CloudFront::Distribution') ?? '';
  const policy = resources.StorePackagesPolicy5446893B?.Properties.PolicyDocument;
  const bucket = 'arn:aws:s3:::storepackages6acf5a9f';
  const own = `arn:aws:cloudfront::${ACCOUNT}:distribution/${id.toLowerCase()}`;
  const others = 'arn:aws:cloudfront::444455556666:distribution/E2OTHER';

  test.each([
    ['s3:GetObject', `${bucket}/files/pypi/demo/demo-1.0.tar.gz`, own, 'Allowed'],
    ['s3:GetObject', `${bucket}/index/pypi/simple/index.html`, own, 'Allowed'],
    ['s3:ListBucket', bucket, own, 'Allowed'],
    ['s3:GetObject', `${bucket}/secret`, own, 'ImplicitlyDenied'],
    ['s3:GetObjectVersion', `${bucket}/files/pypi/demo/demo-1.0.tar.gz`, own, 'ImplicitlyDenied'],
    ['s3:PutObject', `${bucket}/index/pypi/simple/index.html`, own, 'ImplicitlyDenied'],
    ['s3:GetObject', `${bucket}/files/pypi/demo/demo-1.0.tar.gz`, others, 'ImplicitlyDenied'],
    ['s3:ListBucket', bucket, others, 'ImplicitlyDenied'],
  ])('%s on %s from %s: %s', async (action, resource, source, expected) => {
    const asked = { action, resource, principal: 'cloudfront.amazonaws.com', policy };
    await expect(decide({ ...asked, context: { 'aws:SourceArn': source } })).resolves.toBe(expected);
  });

  test('not over plain HTTP', async () => {
    const asked = { action: 's3:GetObject', resource: `${bucket}/files/x`, principal: 'cloudfront.amazonaws.com', policy };
    await expect(decide({ ...asked, context: { 'aws:SourceArn': own, 'aws:SecureTransport': 'false' } })).resolves.toBe(
      'ExplicitlyDenied',
    );
  });
});

describe('access logs', () => {
  test('the source is the distribution', () => {
    template.hasResourceProperties('AWS::Logs::DeliverySource', {
      Name: Match.stringLikeRegexp('^[\\w-]{1,60}$'),
      LogType: 'ACCESS_LOGS',
      ResourceArn: {
        'Fn::Join': ['', ['arn:aws:cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/', { Ref: 'CdnF9DD0B44' }]],
      },
    });
  });

  test('the destination is JSON below cloudfront/', () => {
    template.hasResourceProperties('AWS::Logs::DeliveryDestination', {
      Name: Match.stringLikeRegexp('^[\\w-]{1,60}$'),
      OutputFormat: 'json',
      DestinationResourceArn: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['StoreLogs6BDA8041', 'Arn'] }, '/cloudfront']] },
    });
  });

  test('the delivery names its fields and waits for the bucket policy', () => {
    template.hasResource('AWS::Logs::Delivery', {
      DependsOn: ['StoreLogsPolicyAE74FC3E'],
      Properties: {
        DeliverySourceName: { Ref: 'CdnAccessLogSource75BAC20C' },
        DeliveryDestinationArn: { 'Fn::GetAtt': ['CdnAccessLogDestinationAA798401', 'Arn'] },
        S3SuffixPath: '{distributionid}/{yyyy}/{MM}/{dd}/{HH}',
        S3EnableHiveCompatiblePath: true,
        RecordFields: [
          ...['date', 'time', 'x-edge-location', 'sc-bytes', 'c-ip', 'cs-method', 'cs(Host)', 'cs-uri-stem', 'sc-status'],
          ...['cs(User-Agent)', 'x-edge-result-type', 'time-taken', 'cs-protocol-version', 'x-edge-detailed-result-type'],
          ...['sc-content-len', 'sc-range-start', 'sc-range-end', 'asn', 'c-country', 'cache-behavior-path-pattern'],
          'viewer-request-log-data',
        ],
      },
    });
  });
});

describe('the function is at most 10,240 bytes', () => {
  const sized = (bytes: number) => `//${'x'.repeat(bytes - 2)}`;
  const refusal = (got: string) =>
    new Error(
      `'edgeFunctionCode' of 'Test/Cdn' must have 1 to 10240 bytes, got: ${got}. CloudFront takes no larger function; enable fewer ecosystems or shorten the code.`,
    );

  test('as many are taken', () => {
    expect(() => makeCdn({ edgeFunctionCode: sized(10_240) })).not.toThrow();
  });

  test.each([
    ['one more', sized(10_241), '10241'],
    ['two bytes a character', `//${'é'.repeat(5120)}`, '10242'],
    ['none', '', '0'],
    ['known at deployment only', Lazy.string({ produce: () => CODE }), 'a value that is only known at deployment'],
  ])('fails when %s', (_, edgeFunctionCode, got) => {
    expect(() => makeCdn({ edgeFunctionCode })).toThrow(refusal(got));
  });
});

test('fails outside us-east-1', () => {
  expect(() => makeCdn({}, 'eu-west-1')).toThrow(
    new Error(
      "'Test/Cdn' must be in a stack in us-east-1, got: eu-west-1. CloudFront delivers logs there only; set the stack's env.region.",
    ),
  );
});

test('fails when the comment is too long', () => {
  expect(() => makeCdn({ comment: 'x'.repeat(129) })).toThrow(
    new Error("'comment' of 'Test/Cdn' must have at most 128 characters, got: 129. CloudFront takes no longer one; shorten it."),
  );
});

test('fails when a domain has no name', () => {
  expect(() => makeCdn({ domain: { ...domain(new Stack()), domainNames: [] } })).toThrow(
    new Error(
      "'domain.domainNames' of 'Test/Cdn' must hold at least one name, got: []. Name the host of the certificate, or leave out 'domain'.",
    ),
  );
});

test('fails when the packages bucket is not of this app', () => {
  const packages = Bucket.fromBucketName(new Stack(), 'Imported', 'elsewhere');
  expect(() => makeCdn({ packages })).toThrow(
    new Error(
      "The policy of bucket 'Default/Imported' cannot be written, got: an imported bucket. The distribution could not read it; pass a bucket that this app creates.",
    ),
  );
});
