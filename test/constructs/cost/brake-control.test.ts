import { Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution, KeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../../cdk.json';
import { BrakeControl, brakeListsText } from '../../../constructs/cost/brake-control';
import { bundleLambda } from '../../../constructs/shared/bundle-lambda';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import { BRAKE_FILE } from '../../../domain/contracts/env';
import type { BrakeFile } from '../../../domain/cost/brake-effects';

jest.mock('../../../constructs/shared/bundle-lambda', () => ({
  lambdaEntry: (name: string) => name,
  bundleLambda: jest.fn(() => Code.fromInline('// a handler')),
}));

const SETS = { brakeIpv4: 'arn:of:ipv4', brakeIpv6: 'arn:of:ipv6' };
const FILE: BrakeFile = { settings: { mode: 'on', message: 'Words.', braked: ['anonymous'] }, monthlyUsd: 50 };

function synthesise(): Template {
  const stack = new Stack(new App({ context: cdkJson.context }), 'Stack', {
    env: { region: 'us-east-1', account: '111122223333' },
  });
  new BrakeControl(stack, 'Brake', {
    registry: 'demo',
    store: new ArtifactStore(stack, 'Store'),
    distributions: ['E1', 'E2'].map((distributionId) =>
      Distribution.fromDistributionAttributes(stack, distributionId, { distributionId, domainName: 'd1.example' }),
    ),
    edgeStore: new KeyValueStore(stack, 'Kvs'),
    sets: SETS,
    alerts: new Topic(stack, 'Alerts'),
    intakeQueue: new Queue(stack, 'Intake'),
    file: FILE,
  });
  return Template.fromStack(stack);
}
const template = synthesise();
const idOf = (type: string, prefix: string): string =>
  Object.keys(template.findResources(type)).find((id) => id.startsWith(prefix))!;
const ref = (type: string, prefix: string) => ({ Ref: idOf(type, prefix) });
const FUNCTION = { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', 'BrakeFunction'), 'Arn'] };

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
const statements = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
  ({ Properties }) => (Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
);
const mayDo = (action: string): Statement[] => statements.filter(({ Action }) => [Action].flat().includes(action));

test('it hears the topic, and its clock runs every five minutes', () => {
  template.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'lambda',
    TopicArn: ref('AWS::SNS::Topic', 'Alerts'),
    Endpoint: FUNCTION,
  });
  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [Match.objectLike({ Arn: FUNCTION })],
  });
});

test('it is told where everything is, and finds its settings beside its code', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    MemorySize: 256,
    Timeout: 60,
    Environment: {
      Variables: {
        REGISTRY: 'demo',
        RECORDS_BUCKET: ref('AWS::S3::Bucket', 'StoreRecords'),
        PACKAGES_BUCKET: ref('AWS::S3::Bucket', 'StorePackages'),
        EDGE_STORE_ARN: { 'Fn::GetAtt': [idOf('AWS::CloudFront::KeyValueStore', 'Kvs'), 'Arn'] },
        BRAKE_LISTS: 'brakeIpv4=arn:of:ipv4 brakeIpv6=arn:of:ipv6',
        DISTRIBUTION_IDS: 'E1 E2',
        INTAKE_QUEUE_URL: ref('AWS::SQS::Queue', 'Intake'),
        ALERTS_TOPIC_ARN: ref('AWS::SNS::Topic', 'Alerts'),
      },
    },
  });
  expect(jest.mocked(bundleLambda).mock.calls).toEqual([[{ entry: 'brake', files: { [BRAKE_FILE]: JSON.stringify(FILE) } }]]);
});

test('it may fill two sets, edit one store, tell one topic and one queue, and look at its own alarms', () => {
  const alarms = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:demo-burn-*';
  expect(mayDo('wafv2:UpdateIPSet').map(({ Resource }) => Resource)).toEqual([Object.values(SETS)]);
  expect(mayDo('cloudfront-keyvaluestore:UpdateKeys').map(({ Resource }) => Resource)).toEqual([
    { 'Fn::GetAtt': [idOf('AWS::CloudFront::KeyValueStore', 'Kvs'), 'Arn'] },
  ]);
  expect(mayDo('sns:Publish').map(({ Resource }) => Resource)).toEqual([ref('AWS::SNS::Topic', 'Alerts')]);
  expect(mayDo('sqs:SendMessage').map(({ Resource }) => Resource)).toEqual([
    { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'Intake'), 'Arn'] },
  ]);
  expect(mayDo('cloudwatch:DescribeAlarms').map(({ Resource }) => Resource)).toEqual([alarms]);
});

test('everything goes to metrics alone, which know no resources', () => {
  expect(statements.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action)).toEqual([
    'cloudwatch:GetMetricStatistics',
  ]);
});

test('of buckets it reads and replaces its state and the document about it, and nothing else', () => {
  const keys = JSON.stringify(mayDo('s3:PutObject').map(({ Resource }) => Resource));
  expect([...keys.matchAll(/"\/([\w./*-]+)"/g)].map(([, key]) => key).sort()).toEqual([
    'index/-/limits/brake.json',
    'state/brake.json',
  ]);
  expect(mayDo('s3:DeleteObject')).toEqual([]);
});

test('no run comes before the policy', () => {
  const [fn] = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) => id.startsWith('BrakeFunction'));
  expect((fn![1] as { DependsOn: string[] }).DependsOn).toContain(idOf('AWS::IAM::ManagedPolicy', 'Brake'));
});

test('sets are written as the function reads them', () => {
  expect(brakeListsText(SETS)).toBe('brakeIpv4=arn:of:ipv4 brakeIpv6=arn:of:ipv6');
});
