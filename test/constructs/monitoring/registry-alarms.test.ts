import { Template } from 'aws-cdk-lib/assertions';
import { Distribution, KeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';
import { RegistryAlarms } from '../../../constructs/monitoring/registry-alarms';
import { SignedIntake } from '../../../constructs/signing/signed-intake';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import type { SigningPolicy } from '../../../domain/signing/policy';
import { DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import type { Tier } from '../../../domain/tiers/tier';

jest.mock('../../../constructs/shared/bundle-lambda', () => ({
  lambdaEntry: (name: string) => name,
  bundleLambda: () => Code.fromInline('// a handler'),
}));

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: unknown[];
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: { readonly Name: string; readonly Value: unknown }[];
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly ComparisonOperator: string;
}

function synthesise(tiers: readonly Tier[]): { alarms: AlarmProperties[]; topic: unknown } {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '111122223333' } });
  const distribution = Distribution.fromDistributionAttributes(stack, 'Cdn', { distributionId: 'E1', domainName: 'd1.example' });
  const topic = new Topic(stack, 'Alerts');
  const intake = new SignedIntake(stack, 'Signing', {
    registry: 'demo',
    store: new ArtifactStore(stack, 'Store'),
    distribution,
    edgeStore: KeyValueStore.fromKeyValueStoreArn(stack, 'Edge', 'arn:aws:cloudfront::111122223333:key-value-store/k1'),
    accessLists: {},
    publicUrl: 'https://packages.example.org',
    policy: { limits: { maxFileBytes: 1 } } as SigningPolicy,
  });
  new RegistryAlarms(stack, 'Alarms', { prefix: 'demo', topic, intake, distribution, webAcl: 'demo-registry', tiers });
  const found = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  return {
    alarms: Object.values(found).map((alarm) => (alarm as { Properties: AlarmProperties }).Properties),
    topic: stack.resolve(topic.topicArn),
  };
}

const { alarms, topic } = synthesise(DEFAULT_TIERS);

test('each alarm watches one thing', () => {
  const rows = alarms.map(({ AlarmName, MetricName, Dimensions, Threshold, EvaluationPeriods }) => [
    AlarmName,
    MetricName,
    (Dimensions ?? []).map(({ Value }) => JSON.stringify(Value).replace(/[0-9A-F]{8}/, '')).join(),
    Threshold,
    EvaluationPeriods,
  ]);
  expect(rows).toEqual([
    [
      'demo-intake-dead-letters',
      'ApproximateNumberOfMessagesVisible',
      '{"Fn::GetAtt":["SigningIntakeDeadLetters","QueueName"]}',
      0,
      1,
    ],
    ['demo-intake-backlog', 'ApproximateAgeOfOldestMessage', '{"Fn::GetAtt":["SigningIntakeQueue","QueueName"]}', 3600, 1],
    ['demo-releases-refused', 'ReleasesRefused', '"demo"', 5, 1],
    ['demo-release-findings', 'ReleaseFindings', '"demo"', 0, 1],
    [
      'demo-invalidation-dead-letters',
      'ApproximateNumberOfMessagesVisible',
      '{"Fn::GetAtt":["SigningInvalidationDeadLetters","QueueName"]}',
      0,
      1,
    ],
    ['demo-server-errors', '5xxErrorRate', '"E1","Global"', 5, 3],
  ]);
});

test('every alarm mails the alerts topic, stays quiet without data, and names its chapter of the runbook', () => {
  for (const alarm of alarms) {
    expect(alarm.AlarmActions).toEqual([topic]);
    expect(alarm.TreatMissingData).toBe('notBreaching');
    expect(alarm.ComparisonOperator).toBe('GreaterThanThreshold');
    expect(alarm.AlarmDescription).toMatch(
      new RegExp(`\\. What to do: docs/runbook\\.md#${alarm.AlarmName.replace(/^demo-/, '')}$`),
    );
  }
});

test('a tier that asks for it has an alarm, on the metric of what its rule does', () => {
  const [tier] = DEFAULT_TIERS;
  const made = synthesise([
    { ...tier!, alarmAbove: 500 },
    { ...tier!, name: 'gold', refuseBy: 'web-acl', alarmAbove: 0 },
    { ...tier!, name: 'silver', refuseBy: 'web-acl', mode: 'evaluation', alarmAbove: 1 },
    { ...tier!, name: 'quiet' },
  ]).alarms.filter(({ Namespace }) => Namespace === 'AWS/WAFV2');
  expect(made.map(({ AlarmName, MetricName, Dimensions, Threshold }) => [AlarmName, MetricName, Dimensions, Threshold])).toEqual(
    [
      ['tier-anonymous', 'CountedRequests', 500],
      ['tier-gold', 'BlockedRequests', 0],
      ['tier-silver', 'CountedRequests', 1],
    ].map(([rule, metric, threshold]) => [
      `demo-${rule}`,
      metric,
      [
        { Name: 'Rule', Value: rule },
        { Name: 'WebACL', Value: 'demo-registry' },
      ],
      threshold,
    ]),
  );
  expect(made[0]!.AlarmDescription).toBe(
    "Within five minutes more than 500 requests of the tier 'anonymous' came above its limit. What to do: docs/runbook.md#tier-limits",
  );
});
