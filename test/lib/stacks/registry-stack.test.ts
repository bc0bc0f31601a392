import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Stack } from 'aws-cdk-lib/core';
import { FilesOutput, filesOutput, KILL_SWITCHES_OUTPUT, Output, PlanOutput, stackName } from '../../../domain/contracts/outputs';
import { COMPONENTS, COST_TAGS } from '../../../domain/contracts/tags';
import type { RegistryConfig } from '../../../lib/config';
import { EXAMPLE_NAMES, exampleConfig, newApp, type Resource, type Synthesis, synthesise } from '../synthesis';

const made: Record<string, Synthesis> = Object.fromEntries(EXAMPLE_NAMES.map((name) => [name, synthesise(exampleConfig(name))]));
const stackOf = ({ app }: Synthesis, { registry }: RegistryConfig) => Stack.of(app.node.findChild(stackName(registry)));
const ofType = ({ resources }: Synthesis, type: string) => Object.values(resources).filter(({ Type }) => Type === type);

/** What costs nothing while nobody uses it, or (web ACL and key) a known sum a month. None has an hourly price. */
const ALLOWED_TYPES = [
  'AWS::Athena::WorkGroup',
  'AWS::Budgets::Budget',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::KeyValueStore',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudWatch::Alarm',
  'AWS::Events::Rule',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::OIDCProvider',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::Delivery',
  'AWS::Logs::DeliveryDestination',
  'AWS::Logs::DeliverySource',
  'AWS::Logs::LogGroup',
  'AWS::PricingPlanManager::Subscription',
  'AWS::Route53::RecordSet',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::WAFv2::IPSet',
  'AWS::WAFv2::RuleGroup',
  'AWS::WAFv2::WebACL',
  'Custom::PublishedSite',
];

test('the examples together use exactly the types that are known to have no hourly price', () => {
  const types = Object.values(made).flatMap(({ resources }) => Object.values(resources).map(({ Type }) => Type));
  expect([...new Set(types)].sort()).toEqual(ALLOWED_TYPES);
});

describe.each(EXAMPLE_NAMES)('%s', (name) => {
  const config = exampleConfig(name);
  const synthesis = made[name]!;

  test('is protected against deletion, in us-east-1 and of the given account', () => {
    const stack = stackOf(synthesis, config);
    expect(stack.terminationProtection).toBe(true);
    expect([stack.region, stack.account]).toEqual(['us-east-1', '111122223333']);
    expect(stack.tags.tagValues()).toMatchObject({ foundation: config.foundation, registry: config.registry, ...config.tags });
  });

  test('says where everything is', () => {
    const names = Object.keys(synthesis.outputs).filter((output) => !/^(Publishers|Operator|BreakGlass)/.test(output));
    const optional = [
      ...(config.killSwitches ? [KILL_SWITCHES_OUTPUT] : []),
      ...(config.delivery.plan === 'pay-as-you-go' ? [] : Object.values(PlanOutput)),
      ...[1, 2, 3]
        .slice(0, config.delivery.split?.files.hosts ?? 0)
        .flatMap((number) => Object.values(FilesOutput).map((output) => filesOutput(output, number))),
    ];
    expect(names.sort()).toEqual([...Object.values(Output), ...optional].sort());
  });

  test('has a policy for the publishers of each project, and says where', () => {
    const policies = Object.entries(synthesis.resources).filter(
      ([id, { Type }]) => id.startsWith('Publishers') && Type === 'AWS::IAM::ManagedPolicy',
    );
    expect(policies.map(([, { Properties }]) => Properties.ManagedPolicyName)).toEqual(
      config.publishers.map(({ project }) => `${config.registry}-publish-pypi-${project}`),
    );
    const outputs = Object.entries(synthesis.outputs).filter(([output]) => output.startsWith('Publishers'));
    expect(outputs.map(([, output]) => output)).toMatchObject(
      config.publishers.flatMap(({ project, pipelines, people }) => [
        ...(pipelines.length ? [{ Description: `Role for pipeline of pypi project ${project}` }] : []),
        ...(people.length ? [{ Description: `Role for people of pypi project ${project}` }] : []),
        ...(pipelines.length + people.length ? [] : [{ Description: `Policy for publishers of pypi project ${project}` }]),
      ]),
    );
  });

  test('serves from the configured places', () => {
    const [distribution] = ofType(synthesis, 'AWS::CloudFront::Distribution');
    expect(distribution?.Properties).toMatchObject({ DistributionConfig: { PriceClass: config.delivery.priceClass } });
  });

  test('every component of the bill has resources', () => {
    const components = Object.values(synthesis.resources).flatMap(({ Properties }) => tagValues(Properties.Tags, 'component'));
    expect([...new Set(components)].sort()).toEqual([...COMPONENTS].sort());
  });

  test('no policy is inline, and none allows a wildcard action', () => {
    expect(ofType(synthesis, 'AWS::IAM::Policy')).toEqual([]);
    const allowed = Object.values(synthesis.resources).flatMap(allowedActions);
    expect(allowed.length).toBeGreaterThan(20);
    expect(allowed.filter((action) => action.includes('*'))).toEqual([]);
  });
});

/** Values of a tag in the forms that CloudFormation types have: a list of keys and values, or a map. */
function tagValues(tags: unknown, key: string): string[] {
  if (Array.isArray(tags))
    return (tags as { Key: string; Value: string }[]).filter(({ Key }) => Key === key).map(({ Value }) => Value);
  return Object.entries((tags ?? {}) as Record<string, string>).flatMap(([name, value]) => (name === key ? [value] : []));
}

function allowedActions({ Properties }: Resource): string[] {
  const documents = ['PolicyDocument', 'KeyPolicy', 'AssumeRolePolicyDocument'].map((key) => Properties[key]).filter(Boolean);
  return (documents as { Statement: { Effect: string; Action: string | string[] }[] }[])
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action);
}

describe('domain', () => {
  const config = { ...exampleConfig('with-domain'), domain: undefined };
  const url = ({ outputs }: Synthesis) => outputs[Output.REGISTRY_URL]?.Value;

  test('without one, the registry answers under the name that CloudFront gives', () => {
    const synthesis = synthesise(config);
    expect(ofType(synthesis, 'AWS::Route53::RecordSet')).toEqual([]);
    expect(url(synthesis)).toEqual({ 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [expect.any(String), 'DomainName'] }]] });
  });

  test('with a zone, certificate and records are made, but no zone', () => {
    const synthesis = made['with-domain']!;
    expect(url(synthesis)).toBe('https://packages.foundation.example');
    expect(ofType(synthesis, 'AWS::CertificateManager::Certificate')).toMatchObject([
      {
        Properties: {
          DomainName: 'packages.foundation.example',
          ValidationMethod: 'DNS',
          DomainValidationOptions: [{ DomainName: 'packages.foundation.example', HostedZoneId: 'Z0123456789ABCDEFGHIJ' }],
        },
      },
    ]);
    expect(
      ofType(synthesis, 'AWS::Route53::RecordSet').map(({ Properties }) => [
        Properties.Name,
        Properties.Type,
        Properties.HostedZoneId,
      ]),
    ).toEqual([['packages.foundation.example.', 'A', 'Z0123456789ABCDEFGHIJ']]);
  });

  test('with IPv6 it has an address of that family too, and each network a ceiling', () => {
    const synthesis = synthesise({ ...exampleConfig('with-domain'), ipv6: true });
    expect(ofType(synthesis, 'AWS::Route53::RecordSet').map(({ Properties }) => Properties.Type)).toEqual(['A', 'AAAA']);
    expect(ofType(synthesis, 'AWS::CloudFront::Distribution')).toMatchObject([
      { Properties: { DistributionConfig: { IPV6Enabled: true } } },
    ]);
    const [webAcl] = ofType(synthesis, 'AWS::WAFv2::WebACL');
    expect((webAcl!.Properties.Rules as { Name: string }[]).at(-1)!.Name).toBe('network-ceiling');
  });

  test('with a certificate, only the distribution knows the name', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
    const synthesis = synthesise({ ...config, domain: { name: 'packages.foundation.example', certificateArn } });
    expect(url(synthesis)).toBe('https://packages.foundation.example');
    expect(ofType(synthesis, 'AWS::CertificateManager::Certificate')).toEqual([]);
    expect(ofType(synthesis, 'AWS::Route53::RecordSet')).toEqual([]);
    expect(ofType(synthesis, 'AWS::CloudFront::Distribution')).toMatchObject([
      {
        Properties: {
          DistributionConfig: {
            Aliases: ['packages.foundation.example'],
            ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
          },
        },
      },
    ]);
  });
});

test('synthesising twice gives the same bytes, in templates and assets', () => {
  const files = () => {
    const { directory } = synthesise(exampleConfig('small'), { app: newApp({ bundle: true }) });
    const names = (readdirSync(directory, { recursive: true }) as string[]).filter((file) =>
      /template\.json$|assets\.json$|^asset\.[^/]+\//.test(file),
    );
    return Object.fromEntries(names.sort().map((file) => [file, readFileSync(join(directory, file), 'base64')]));
  };
  const first = files();
  expect(
    Object.keys(first)
      .map((file) => basename(file))
      .sort(),
  ).toEqual([
    ...['brake.json', 'brake.json'],
    'example-registry.assets.json',
    'example-registry.template.json',
    ...['index.js', 'index.js', 'index.js', 'index.js', 'index.js'],
    'policy.json',
    'report.json',
    'site.json',
  ]);
  expect(files()).toEqual(first);
});

test('another policy is another asset, so that CloudFormation sees it', () => {
  const codeOf = (config: RegistryConfig) =>
    ofType(synthesise(config), 'AWS::Lambda::Function').map(({ Properties }) => Properties.Code);
  const [before, after] = [codeOf(exampleConfig('small')), codeOf({ ...exampleConfig('small'), publishers: [] })];
  expect(before.filter((code, i) => JSON.stringify(code) !== JSON.stringify(after[i]))).toHaveLength(1);
});

test('every cost tag is on the buckets', () => {
  const tags = ofType(made.small!, 'AWS::S3::Bucket').map(({ Properties }) =>
    (Properties.Tags as { Key: string }[]).map(({ Key }) => Key),
  );
  for (const keys of tags) expect(keys).toEqual(expect.arrayContaining([...COST_TAGS]));
});
