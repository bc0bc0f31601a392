/** What the launcher adds to MiniStack, by itself: made, changed, kept over a restart, removed. */
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { GetRuleGroupCommand, ListRuleGroupsCommand, type RuleGroup, WAFV2Client } from '@aws-sdk/client-wafv2';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../domain/contracts/local-run';
import { stackOutputs, stackResources, stackStatus } from './support/stack';
import { eventually } from './support/uploads';
import { openWorld, type World } from './support/world';

const STACK = 'launcher';

interface Change {
  readonly addresses: readonly string[];
  readonly limit: number;
  readonly days: number;
}

const VISIBLE = { CloudWatchMetricsEnabled: true, MetricName: 'switches', SampledRequestsEnabled: true };

/** One of each kind that the launcher handles. */
const template = ({ addresses, limit, days }: Change) => ({
  Resources: {
    Addresses: { Type: 'AWS::WAFv2::IPSet', Properties: { Scope: 'CLOUDFRONT', IPAddressVersion: 'IPV4', Addresses: addresses } },
    Switches: {
      Type: 'AWS::WAFv2::RuleGroup',
      Properties: {
        Name: 'switches',
        Scope: 'CLOUDFRONT',
        Capacity: 10,
        Rules: [
          {
            Name: 'countries',
            Priority: 0,
            Statement: { GeoMatchStatement: { CountryCodes: [limit > 10 ? 'CH' : 'DE'] } },
            Action: { Block: {} },
            VisibilityConfig: VISIBLE,
          },
          {
            Name: 'networks',
            Priority: 1,
            Statement: { AsnMatchStatement: { AsnList: [64500 + limit] } },
            Action: { Block: {} },
            VisibilityConfig: VISIBLE,
          },
        ],
        VisibilityConfig: VISIBLE,
      },
    },
    Patterns: {
      Type: 'AWS::WAFv2::RegexPatternSet',
      Properties: { Scope: 'CLOUDFRONT', RegularExpressionList: [`^/${limit}$`] },
    },
    Provider: {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: { Url: 'https://issuer.example', ClientIdList: [`client-${limit}`] },
    },
    User: { Type: 'AWS::IAM::User' },
    Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'User' } } },
    Alarms: {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { AlarmName: 'both', AlarmRule: limit > 10 ? 'TRUE' : 'FALSE' },
    },
    Budget: {
      Type: 'AWS::Budgets::Budget',
      Properties: { Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: limit, Unit: 'USD' } } },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: days } },
        },
        LifecycleConfiguration: { Rules: [{ Id: 'old', Status: 'Enabled', Prefix: 'x/', ExpirationInDays: days }] },
      },
    },
    Store: {
      Type: 'AWS::CloudFront::KeyValueStore',
      Properties: { Name: 'imported', ImportSource: { SourceType: 'S3', SourceArn: 'arn:aws:s3:::import/data.json' } },
    },
    Query: { Type: 'AWS::Logs::QueryDefinition', Properties: { Name: `query-${limit}`, QueryString: 'fields @message' } },
    Plan: {
      Type: 'AWS::PricingPlanManager::Subscription',
      Properties: { PlanFamily: 'CloudFront', PlanTier: 'PRO', ResourceArns: [{ 'Fn::GetAtt': ['Store', 'Arn'] }] },
    },
  },
  Outputs: {
    Provider: { Value: { 'Fn::GetAtt': ['Provider', 'Arn'] } },
    Set: { Value: { 'Fn::GetAtt': ['Addresses', 'Arn'] } },
    Bucket: { Value: { Ref: 'Bucket' } },
    Query: { Value: { 'Fn::GetAtt': ['Query', 'QueryDefinitionId'] } },
    Plan: { Value: { 'Fn::GetAtt': ['Plan', 'Arn'] } },
    PlanStatus: { Value: { 'Fn::GetAtt': ['Plan', 'Status'] } },
    Secret: { Value: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } },
  },
});

let world: World;
beforeAll(async () => {
  world = await openWorld({ strict: false, keep: true });
});
afterAll(() => world.close());

const body = (change: Change) => ({
  StackName: STACK,
  TemplateBody: JSON.stringify(template(change)),
  Capabilities: ['CAPABILITY_IAM' as const],
});

/** Waits for the end of an operation and says how it ended, with every failure on the way. */
async function settled(): Promise<{ status: string | undefined; failures: string[] }> {
  const status = await eventually('end of the operation', 30_000, async () => {
    const now = (await stackStatus(world.cloudFormation, STACK)) ?? 'GONE';
    return now.endsWith('_IN_PROGRESS') ? undefined : now;
  });
  if (status === 'GONE') return { status, failures: [] };
  const { StackEvents } = await world.cloudFormation.send(new DescribeStackEventsCommand({ StackName: STACK }));
  const failed = (StackEvents ?? []).filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'));
  return {
    status,
    failures: failed.map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`),
  };
}

/** Rules of the rule group, as an operator's command reads them. */
async function switches(): Promise<RuleGroup['Rules']> {
  const client = new WAFV2Client({ endpoint: world.cloud.endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS });
  try {
    const { RuleGroups } = await client.send(new ListRuleGroupsCommand({ Scope: 'CLOUDFRONT' }));
    const [found] = RuleGroups ?? [];
    const { Name, Id } = found ?? {};
    return (await client.send(new GetRuleGroupCommand({ Name, Id, Scope: 'CLOUDFRONT' }))).RuleGroup?.Rules;
  } finally {
    client.destroy();
  }
}

test('makes one of each kind', async () => {
  await world.s3.send(new CreateBucketCommand({ Bucket: 'import' }));
  const data = JSON.stringify({ data: [{ key: 'brake', value: '0' }] });
  await world.s3.send(new PutObjectCommand({ Bucket: 'import', Key: 'data.json', Body: data }));
  await world.cloudFormation.send(new CreateStackCommand(body({ addresses: ['192.0.2.0/24'], limit: 10, days: 5 })));
  expect(await settled()).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
  const recorded = (await world.cloud.report()).recordOnly.toSorted((a, b) => a.logicalId.localeCompare(b.logicalId));
  expect(recorded).toEqual([
    {
      type: 'AWS::PricingPlanManager::Subscription',
      logicalId: 'Plan',
      stack: STACK,
      physicalId: expect.stringMatching(/^arn:aws:pricingplanmanager::\d{12}:subscription\//) as string,
    },
    { type: 'AWS::Logs::QueryDefinition', logicalId: 'Query', stack: STACK, physicalId: expect.any(String) as string },
  ]);
  const { Plan, PlanStatus } = await stackOutputs(world.cloudFormation, STACK);
  expect([Plan, PlanStatus]).toEqual([recorded[0]!.physicalId, 'PENDING_APPROVAL']);
});

test('changes them in place', async () => {
  const before = await stackOutputs(world.cloudFormation, STACK);
  await world.cloudFormation.send(new UpdateStackCommand(body({ addresses: ['198.51.100.0/24'], limit: 20, days: 6 })));
  expect(await settled()).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
  expect(await stackOutputs(world.cloudFormation, STACK)).toEqual(before);
  const Bucket = before.Bucket!;
  const lock = await world.s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
  expect(lock.ObjectLockConfiguration?.Rule?.DefaultRetention).toEqual({ Mode: 'GOVERNANCE', Days: 6 });
  const lifecycle = await world.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(lifecycle.Rules).toMatchObject([{ ID: 'old', Expiration: { Days: 6 } }]);
  expect(await switches()).toMatchObject([
    { Name: 'countries', Statement: { GeoMatchStatement: { CountryCodes: ['CH'] } } },
    { Name: 'networks', Statement: { AsnMatchStatement: { AsnList: [64520] } } },
  ]);
});

test('locks an object that was uploaded in parts', async () => {
  const { Bucket } = await stackOutputs(world.cloudFormation, STACK);
  const target = { Bucket, Key: 'parts' };
  const until = new Date('2099-01-01T00:00:00Z');
  const lock = { ObjectLockMode: 'GOVERNANCE' as const, ObjectLockRetainUntilDate: until };
  const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand({ ...target, ...lock }));
  const { ETag } = await world.s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'x' }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await world.s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }));
  const { Retention } = await world.s3.send(new GetObjectRetentionCommand(target));
  expect(Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: until });
});

test('keeps everything over a restart, also what is only recorded', async () => {
  const before = await stackResources(world.cloudFormation, STACK);
  await world.restart();
  expect(await stackResources(world.cloudFormation, STACK)).toEqual(before);
  expect((await world.cloud.report()).recordOnly.map(({ type }) => type).sort()).toEqual([
    'AWS::Logs::QueryDefinition',
    'AWS::PricingPlanManager::Subscription',
  ]);
});

test('does not delete a bucket that holds anything', async () => {
  await world.cloudFormation.send(new DeleteStackCommand({ StackName: STACK }));
  const { status, failures } = await settled();
  expect([status, failures]).toEqual(['DELETE_FAILED', expect.arrayContaining([expect.stringContaining('is not empty')])]);
  expect((await world.cloud.report()).recordOnly).toEqual([]);
});
