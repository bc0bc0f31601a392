import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../../cdk.json';
import { UsageAnalytics, type UsageAnalyticsProps } from '../../../constructs/analytics/usage-analytics';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import { ACCESS_PROJECT } from '../../../domain/contracts/access';
import { OWN } from '../../../domain/records/ledger';
import { FAIR_USE_DEFAULTS } from '../../../domain/usage/fair-use/settings';
import { SAMPLE_TRAFFIC } from '../../domain/cost/sample-template';

jest.mock('../../../constructs/shared/bundle-lambda', () => ({
  lambdaEntry: (name: string) => name,
  bundleLambda: jest.fn(() => Code.fromInline('// a handler')),
}));

const REPORT = {
  registry: 'my-registry',
  foundation: 'Example',
  contact: 'ops@example.org',
  traffic: SAMPLE_TRAFFIC,
  contributions: [],
  fairUse: FAIR_USE_DEFAULTS,
};

function synthesise(changes: Partial<UsageAnalyticsProps> = {}): Template {
  const stack = new Stack(new App({ context: cdkJson.context }), 'Stack', {
    env: { region: 'us-east-1', account: '111122223333' },
  });
  new UsageAnalytics(stack, 'Usage', {
    registry: 'my-registry',
    store: new ArtifactStore(stack, 'Store'),
    logDays: 40,
    distributionIds: ['E1', 'E2'],
    gigabytesPerQuery: 20,
    report: REPORT,
    publicUrl: 'https://packages.example.org',
    alerts: new Topic(stack, 'Alerts'),
    ...changes,
  });
  return Template.fromStack(stack);
}

const template = synthesise();
const only = (type: string) => Object.values(template.findResources(type))[0]!.Properties as Record<string, unknown>;
const idOf = (type: string, prefix: string) => Object.keys(template.findResources(type)).find((id) => id.startsWith(prefix))!;
const bucket = idOf('AWS::S3::Bucket', 'UsageBucket');

test('every query ends at the limit, and its result goes where results expire', () => {
  expect(only('AWS::Athena::WorkGroup')).toMatchObject({
    Name: 'my-registry-usage',
    WorkGroupConfiguration: {
      BytesScannedCutoffPerQuery: 20 * 2 ** 30,
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: { OutputLocation: { 'Fn::Join': ['', ['s3://', { Ref: bucket }, '/results/']] } },
    },
  });
  const { LifecycleConfiguration } = template.findResources('AWS::S3::Bucket')[bucket]!.Properties as {
    LifecycleConfiguration: { Rules: { Prefix?: string; ExpirationInDays?: number }[] };
  };
  const expiring = LifecycleConfiguration.Rules.flatMap(({ Prefix, ExpirationInDays }) =>
    ExpirationInDays ? [[Prefix, ExpirationInDays]] : [],
  );
  expect(expiring).toEqual([
    ['results/', 1],
    ['log-files/', 40],
  ]);
});

test('the table has the folders that logs are delivered to, of every distribution', () => {
  const { DatabaseName, TableInput } = only('AWS::Glue::Table') as {
    DatabaseName: string;
    TableInput: { Parameters: Record<string, unknown>; PartitionKeys: { Name: string }[] };
  };
  expect(DatabaseName).toBe('my_registry_usage');
  expect(TableInput.PartitionKeys.map(({ Name }) => Name)).toEqual(['distributionid', 'year', 'month', 'day', 'hour']);
  expect(TableInput.Parameters).toMatchObject({
    'projection.enabled': 'true',
    'projection.distributionid.values': 'E1,E2',
    'storage.location.template': {
      'Fn::Join': [
        '',
        [
          's3://',
          { Ref: idOf('AWS::S3::Bucket', 'StoreLogs') },
          `/cloudfront/${['distributionid', 'year', 'month', 'day', 'hour'].map((name) => `${name}=\${${name}}/`).join('')}`,
        ],
      ],
    },
  });
});

test('it runs each morning, and tells when it has failed for good', () => {
  expect(only('AWS::Events::Rule')).toMatchObject({ ScheduleExpression: 'cron(30 5 * * ? *)' });
  expect(only('AWS::Lambda::EventInvokeConfig')).toMatchObject({
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: { Ref: idOf('AWS::SNS::Topic', 'Alerts') } } },
  });
});

const writesCommands = (of: Template): boolean =>
  JSON.stringify(of.findResources('AWS::IAM::ManagedPolicy')).includes(`/commands/${OWN}/${ACCESS_PROJECT}/*`);

test('it may ask the intake to block only where the configuration says that fair use does', () => {
  const automatic = synthesise({ report: { ...REPORT, fairUse: { ...FAIR_USE_DEFAULTS, mode: 'automatic' } } });
  expect([template, automatic].map(writesCommands)).toEqual([false, true]);
});
