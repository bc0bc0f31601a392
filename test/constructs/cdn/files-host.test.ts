import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../../cdk.json';
import { FilesHost } from '../../../constructs/cdn/files-host';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import { AccessTiers } from '../../../constructs/tiers/access-tiers';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../../domain/tiers/defaults';

const stack = new Stack(new App({ context: cdkJson.context }), 'Stack', {
  env: { region: 'us-east-1', account: '111122223333' },
});
const store = new ArtifactStore(stack, 'Store', { split: true });
const brake = { message: 'Thank you for waiting.' };
const index = new AccessTiers(stack, 'Tiers', { brake });
new FilesHost(stack, 'Files', {
  packages: store.packages,
  logs: store.logs,
  ecosystems: ['pypi', 'go'],
  index,
  tiers: DEFAULT_TIERS,
  ceiling: DEFAULT_CEILING,
  ipv6: false,
  killSwitches: false,
  brake,
  contact: 'packages@foundation.example',
  metricName: 'registry-files',
  comment: 'Files',
  plan: 'pro',
});
const template = Template.fromStack(stack);
const only = (type: string, prefix: string): [string, { Properties: Record<string, unknown> }] => {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(prefix));
  expect(found).toHaveLength(1);
  return found[0] as [string, { Properties: Record<string, unknown> }];
};
interface Rule {
  readonly Name: string;
  readonly Statement: unknown;
}
const rulesOf = (prefix: string): readonly Rule[] => only('AWS::WAFv2::WebACL', prefix)[1].Properties.Rules as readonly Rule[];

test('its web ACL has what is blocked, the brake, the limit of anonymous and the ceiling, over the sets of the index host', () => {
  expect(rulesOf('Files').map(({ Name }) => Name)).toEqual(['blocked', 'brake', 'tier-anonymous', 'ceiling']);
  template.resourceCountIs('AWS::WAFv2::IPSet', 6);
});

test('no rule of it looks for a token: whoever shows one is counted as everybody else', () => {
  const looks = (prefix: string): string[] =>
    rulesOf(prefix)
      .filter(({ Statement }) => /authorization|\/t\//i.test(JSON.stringify(Statement)))
      .map(({ Name }) => Name);
  expect(looks('Files')).toEqual([]);
  expect(looks('Tiers')).toContain('brake');
});

test('the distribution reads files and nothing else', () => {
  const [distribution] = only('AWS::CloudFront::Distribution', 'Files');
  const [, policy] = only('AWS::S3::BucketPolicy', 'StorePackages');
  const { Statement } = policy.Properties.PolicyDocument as {
    Statement: readonly { Sid?: string; Resource: unknown; Condition: unknown }[];
  };
  const own = Statement.filter(({ Condition }) => JSON.stringify(Condition ?? {}).includes(`"${distribution}"`));
  const bucket = { 'Fn::GetAtt': [only('AWS::S3::Bucket', 'StorePackages')[0], 'Arn'] };
  expect(own.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ['FilesRead', { 'Fn::Join': ['', [bucket, '/files/*']] }],
    ['FilesTellMissing', bucket],
  ]);
});

test('the plan is for its distribution, web ACL and store', () => {
  const [distribution] = only('AWS::CloudFront::Distribution', 'Files');
  template.hasResourceProperties('AWS::PricingPlanManager::Subscription', {
    PlanTier: 'PRO',
    ResourceArns: [
      { 'Fn::Join': ['', Match.arrayWith([{ Ref: distribution }])] },
      { 'Fn::GetAtt': [only('AWS::WAFv2::WebACL', 'Files')[0], 'Arn'] },
      { 'Fn::GetAtt': [only('AWS::CloudFront::KeyValueStore', 'Files')[0], 'Arn'] },
    ],
  });
});

test('its function serves the ecosystems that are split, and errors name their page by its path', () => {
  const [, { Properties }] = only('AWS::CloudFront::Function', 'Files');
  expect(Properties.FunctionCode).toContain('"pypi"');
  expect(Properties.FunctionCode).not.toMatch(/"go"|createHmac|https:\/\/packages/);
});
