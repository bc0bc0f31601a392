import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../../cdk.json';
import { bundleLambda } from '../../../constructs/shared/bundle-lambda';
import { PublishedSite } from '../../../constructs/site/published-site';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import { SITE_KEYS } from '../../../domain/contracts/keys';
import { FIRST_KEYS } from '../../../domain/site/first-objects';
import type { PublicLimits } from '../../../domain/site/limits';
import { LIMITS } from '../../domain/site/sample';

jest.mock('../../../constructs/shared/bundle-lambda', () => ({
  lambdaEntry: (name: string) => name,
  bundleLambda: jest.fn(() => Code.fromInline('// a handler')),
}));

function synthesise(limits: PublicLimits = LIMITS): Template {
  const stack = new Stack(new App({ context: cdkJson.context }), 'Stack', {
    env: { region: 'us-east-1', account: '111122223333' },
  });
  const store = new ArtifactStore(stack, 'Store');
  new PublishedSite(stack, 'Site', { store, limits, publicUrl: 'https://packages.example.org' });
  return Template.fromStack(stack);
}
const template = synthesise();
const step = (from: Template) => Object.values(from.findResources('Custom::PublishedSite'))[0]!;
const idOf = (type: string, prefix: string): string =>
  Object.keys(template.findResources(type)).find((id) => id.startsWith(prefix))!;

test('the deployment waits two minutes for the pages at most, and writes them when the role may', () => {
  expect(step(template)).toEqual({
    Type: 'Custom::PublishedSite',
    Properties: {
      ServiceToken: { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', 'SiteFunction'), 'Arn'] },
      ServiceTimeout: '120',
      Digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      PublicUrl: 'https://packages.example.org',
    },
    DependsOn: [idOf('AWS::IAM::ManagedPolicy', 'SitePolicy')],
    UpdateReplacePolicy: 'Delete',
    DeletionPolicy: 'Delete',
  });
});

test('the same pages are the same step, and another limit, contact or ecosystem is another', () => {
  const digestOf = (limits: PublicLimits) => (step(synthesise(limits)).Properties as { Digest: string }).Digest;
  const [tier] = LIMITS.tiers;
  const changed: PublicLimits[] = [
    LIMITS,
    { ...LIMITS, tiers: [{ ...tier!, requests: 4000 }, ...LIMITS.tiers.slice(1)] },
    { ...LIMITS, tiers: [{ ...tier!, mode: 'evaluation' }, ...LIMITS.tiers.slice(1)] },
    { ...LIMITS, ceiling: { requests: 40_000, windowSeconds: 300 } },
    { ...LIMITS, contact: 'https://foundation.example/ask' },
    { ...LIMITS, security: { contact: 'security@foundation.example' } },
    { ...LIMITS, ecosystems: ['pypi', 'go'] },
  ];
  expect(new Set(changed.map(digestOf)).size).toBe(changed.length);
  expect(digestOf(LIMITS)).toBe(digestOf({ ...LIMITS }));
});

test('the function finds what the pages say beside its code', () => {
  expect(bundleLambda).toHaveBeenCalledWith({ entry: 'site', files: { 'site.json': JSON.stringify(LIMITS) } });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        PACKAGES_BUCKET: { Ref: idOf('AWS::S3::Bucket', 'StorePackages') },
        PUBLIC_URL: 'https://packages.example.org',
      },
    },
  });
});

test('the role may write pages and its own log, and nothing else', () => {
  const bucket = { 'Fn::GetAtt': [idOf('AWS::S3::Bucket', 'StorePackages'), 'Arn'] };
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
        {
          Effect: 'Allow',
          Action: 's3:PutObject',
          Resource: ['index/-/errors/*', ...SITE_KEYS, ...FIRST_KEYS].sort().map((key) => ({
            'Fn::Join': ['', [bucket, `/${key}`]],
          })),
        },
      ],
    },
  });
});
