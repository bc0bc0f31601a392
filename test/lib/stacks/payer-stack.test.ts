/** The stack of the account that pays: what it shows and tells, who writes its bucket, what it costs, and that it is off by default. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { payerStackName, stackName } from '../../../domain/contracts/outputs';
import { COMPONENTS, COST_TAGS } from '../../../domain/contracts/tags';
import { idleCost } from '../../../domain/cost/idle';
import type { Template as PricedTemplate } from '../../../domain/cost/template';
import { evaluate } from '../../../domain/iam/evaluate';
import { loadConfig } from '../../../lib/config';
import { reviewAssembly } from '../../../lib/review/review-assembly';
import { physicalResources } from '../../helpers/iam-simulation';
import { exampleConfig, type Resource, synthesise } from '../synthesis';

const PAYER = { account: '999988887777', anomalyUsd: 25, exportDays: 90 };
const config = { ...exampleConfig('small'), payer: PAYER };
/** Synthesis fails on a finding of cdk-nag or a cost rule, and on a resource without its cost tags. */
const { app, directory, template: first } = synthesise(config);
const assembly = app.synth();
const stack = assembly.getStackByName(payerStackName(config.registry));
const template = Template.fromString(readFileSync(stack.templateFullPath, 'utf8'));
const resources = template.toJSON().Resources as Record<string, Resource>;
const one = (type: string): Record<string, unknown> => {
  const found = Object.values(resources).filter(({ Type }) => Type === type);
  expect(found.length).toBe(1);
  return found[0]!.Properties;
};

test('it is not there unless the configuration asks for it', () => {
  const shipped = loadConfig(resolve(__dirname, '../../../registry.config.ts'));
  expect(shipped.payer).toBeUndefined();
  expect(
    synthesise(shipped)
      .app.synth()
      .stacks.map(({ stackName }) => stackName),
  ).toEqual([stackName(shipped.registry)]);
});

test('it stands beside the registry, in us-east-1 of the account that pays, and nothing waits for it', () => {
  expect(assembly.stacks.map((each) => each.stackName)).toEqual([stackName(config.registry), payerStackName(config.registry)]);
  expect(first.toJSON()).toEqual(synthesise(exampleConfig('small')).template.toJSON());
  expect(stack.environment).toMatchObject({ account: PAYER.account, region: 'us-east-1' });
  expect([stack.terminationProtection, stack.dependencies.map(({ id }) => id)]).toEqual([true, [`${stack.id}.assets`]]);
});

test('its resources are as reviewed', () => {
  const lines = Object.entries(resources).map(([id, { Type, DeletionPolicy }]) =>
    [Type, id, DeletionPolicy ?? ''].join(' ').trim(),
  );
  expect(lines.sort()).toEqual([
    'AWS::BCMDataExports::Export PayerExportC9CCEB14',
    'AWS::CE::AnomalyMonitor PayerAnomaliesFC3777DD',
    'AWS::CE::AnomalySubscription PayerAnomalyMailsDB6B5F33',
    'AWS::CE::CostCategory PayerComponents66ACAFFB',
    'AWS::S3::Bucket PayerBills7C08F703 Retain',
    'AWS::S3::BucketPolicy PayerBillsPolicyA3C08785',
  ]);
});

test('the cost category divides what this registry costs by component, and leaves nothing out', () => {
  const { Name, RuleVersion, Rules, DefaultValue } = one('AWS::CE::CostCategory');
  expect([Name, RuleVersion, DefaultValue]).toEqual(['example-registry', 'CostCategoryExpression.v1', 'not tagged']);
  const tag = (Key: string, value: string) => ({ Tags: { Key, Values: [value], MatchOptions: ['EQUALS'] } });
  expect(JSON.parse(Rules as string)).toEqual(
    COMPONENTS.map((component) => ({
      Type: 'REGULAR',
      Value: component,
      Rule: { And: [tag('registry', 'example'), tag('component', component)] },
    })),
  );
});

test('the owner gets a mail when something unusual of this registry costs as much as the configuration says', () => {
  const { MonitorType, MonitorDimension, MonitorSpecification } = one('AWS::CE::AnomalyMonitor');
  expect([MonitorType, MonitorDimension]).toEqual(['CUSTOM', undefined]);
  expect(JSON.parse(MonitorSpecification as string)).toEqual({ Tags: { Key: 'user:registry', Values: ['example'] } });
  const { Frequency, Subscribers, ThresholdExpression } = one('AWS::CE::AnomalySubscription');
  expect([Frequency, Subscribers]).toEqual(['DAILY', [{ Type: 'EMAIL', Address: config.ownerEmail }]]);
  expect(JSON.parse(ThresholdExpression as string)).toEqual({
    Dimensions: { Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: ['25'] },
  });
});

test('every resource that can carry tags has all six', () => {
  const tagsOf = ({ Properties }: Resource) => (Properties.Tags ?? Properties.ResourceTags) as { Key: string; Value: string }[];
  const taggable = Object.values(resources).filter(({ Type }) => Type !== 'AWS::S3::BucketPolicy');
  for (const resource of taggable) {
    const values = Object.fromEntries(tagsOf(resource).map(({ Key, Value }) => [Key, Value]));
    expect([resource.Type, COST_TAGS.filter((key) => !(key in values)), values.component]).toEqual([resource.Type, [], 'cost']);
  }
});

describe('who writes the bills', () => {
  const own = Object.values(physicalResources(template));
  const policy = own.find(({ Type }) => Type === 'AWS::S3::BucketPolicy')!.Properties.PolicyDocument;
  const bucket = /arn:aws:s3:::payerbills[0-9a-z]*/.exec(JSON.stringify(policy))![0];
  // `physicalResources` names every account by the registry's.
  const account = '111122223333';
  const EXPORT = `arn:aws:bcm-data-exports:us-east-1:${PAYER.account}:export/example-1234`;

  const may = (principal: string, action: string, resource: string, source: { account?: string; arn?: string } = {}) =>
    evaluate(
      {
        account,
        principal,
        action,
        resource,
        context: {
          'aws:SecureTransport': 'true',
          's3:TlsVersion': '1.3',
          'aws:SourceAccount': source.account ?? PAYER.account,
          'aws:SourceArn': source.arn ?? EXPORT,
        },
      },
      { identity: [], resource: policy },
    ).decision === 'Allowed';

  const EXPORTS = 'bcm-data-exports.amazonaws.com';
  test.each<[string, boolean, Parameters<typeof may>]>([
    ['the export writes below its prefix', true, [EXPORTS, 's3:PutObject', `${bucket}/bills/a.parquet`]],
    ['the export looks at the policy', true, ['billingreports.amazonaws.com', 's3:GetBucketPolicy', bucket]],
    ['the export writes elsewhere', false, [EXPORTS, 's3:PutObject', `${bucket}/other`]],
    ['the export reads', false, [EXPORTS, 's3:GetObject', `${bucket}/bills/a.parquet`]],
    ['the export deletes', false, [EXPORTS, 's3:DeleteObject', `${bucket}/bills/a.parquet`]],
    ["somebody else's export writes", false, [EXPORTS, 's3:PutObject', `${bucket}/bills/a`, { account: '222222222222' }]],
    ['another service of the account writes', false, [EXPORTS, 's3:PutObject', `${bucket}/bills/a`, { arn: 'arn:aws:s3:::x' }]],
    ['another service writes', false, ['cloudtrail.amazonaws.com', 's3:PutObject', `${bucket}/bills/a.parquet`]],
  ])('%s: %s', (_, allowed, question) => {
    expect(may(...question)).toBe(allowed);
  });
});

test('the bill is of days, by tag, and comes to its bucket when AWS may write there', () => {
  const { Export } = one('AWS::BCMDataExports::Export') as { Export: Record<string, Record<string, unknown>> };
  expect(Export.DataQuery!.QueryStatement).toMatch(/^SELECT [a-z_, ]+, resource_tags, cost_category FROM COST_AND_USAGE_REPORT$/);
  expect(Export.DestinationConfigurations!.S3Destination).toMatchObject({
    S3Bucket: { Ref: 'PayerBills7C08F703' },
    S3Region: 'us-east-1',
  });
  const dependsOn = Object.values(template.toJSON().Resources as Record<string, { Type: string; DependsOn?: unknown }>).find(
    ({ Type }) => Type === 'AWS::BCMDataExports::Export',
  )!.DependsOn;
  expect(dependsOn).toEqual(['PayerBillsPolicyA3C08785']);
});

test('it costs less than a cent, and the review shows it', () => {
  const { monthly } = idleCost(template.toJSON() as PricedTemplate);
  expect(monthly).toBeGreaterThan(0);
  expect(monthly).toBeLessThan(0.01);
  expect(reviewAssembly(directory).map((review) => review.stack)).toContain(payerStackName(config.registry));
  expect(join(directory, stack.templateFile)).toBe(stack.templateFullPath);
});
