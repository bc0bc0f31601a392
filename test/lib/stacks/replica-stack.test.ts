/** The replica: its two buckets, who writes into them, and what the registry's own stack has for it. */
import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { replicaStackName, stackName } from '../../../domain/contracts/outputs';
import { REPLICATED, replicaBucketName, replicationRoleName } from '../../../domain/contracts/replica';
import { COST_TAGS } from '../../../domain/contracts/tags';
import { evaluate } from '../../../domain/iam/evaluate';
import { physicalResources } from '../../helpers/iam-simulation';
import { exampleConfig, type Resource, synthesise } from '../synthesis';

const REGISTRY = '111122223333';
const PLACE = { registryAccount: REGISTRY, account: '444455556666', region: 'eu-central-1' };
const config = exampleConfig('with-domain');
const whole = { ...config, storage: { ...config.storage, replica: PLACE } };
/** Synthesis fails on a finding of cdk-nag, and on a resource without its cost tags. */
const { app, template: first } = synthesise(whole);
const assembly = app.synth();
const replica = assembly.getStackByName(replicaStackName(config.registry));
const registry = assembly.getStackByName(stackName(config.registry));
const templateOf = (stack: typeof replica) => Template.fromString(readFileSync(stack.templateFullPath, 'utf8'));
const template = templateOf(replica);
const resources = Object.values(template.toJSON().Resources as Record<string, Resource>);
const bucketName = (kind: 'packages' | 'records') => replicaBucketName(config.registry, kind, PLACE);

test('the first stack is the registry, which everything else reads; the replica goes to its own account and region', () => {
  expect(first.toJSON()).toEqual(templateOf(registry).toJSON());
  expect(replica.environment).toMatchObject({ account: PLACE.account, region: PLACE.region });
  expect(replica.terminationProtection).toBe(true);
  expect(replica.dependencies.filter(({ id }) => id === registry.id)).toEqual([]);
});

test('it is two buckets with their policies and nothing else, locked, versioned, kept and tagged', () => {
  expect(resources.map(({ Type }) => Type).sort()).toEqual([
    'AWS::S3::Bucket',
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
    'AWS::S3::BucketPolicy',
  ]);
  const buckets = resources.filter(({ Type }) => Type === 'AWS::S3::Bucket');
  expect(buckets.map(({ Properties }) => Properties.BucketName)).toEqual([
    'packages-packages-copy-444455556666-eu-central-1',
    'packages-records-copy-444455556666-eu-central-1',
  ]);
  for (const { Properties, DeletionPolicy, UpdateReplacePolicy } of buckets) {
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(Properties).toMatchObject({
      ObjectLockEnabled: true,
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    const tags = (Properties.Tags as { Key: string }[]).map(({ Key }) => Key);
    expect(COST_TAGS.filter((tag) => !tags.includes(tag))).toEqual([]);
  }
});

test('names of buckets fit into what S3 takes, for the longest registry and region', () => {
  const name = replicaBucketName('a'.repeat(20), 'packages', { ...PLACE, region: 'ap-southeast-1' });
  expect(name.length).toBe(62);
});

describe('the registry', () => {
  const own = Object.values(physicalResources(templateOf(registry)));
  const replication = own.flatMap(({ Type, Properties }) =>
    Type === 'AWS::S3::Bucket' && Properties.ReplicationConfiguration
      ? [Properties.ReplicationConfiguration as { Role: string; Rules: Record<string, unknown>[] }]
      : [],
  );

  test('copies what cannot be made again, and no deletions', () => {
    const rules = replication.flatMap(({ Rules }) => Rules);
    const prefixes = Object.values(REPLICATED).flatMap((of) => of.map(({ prefix }) => prefix));
    expect(rules.map(({ Filter }) => (Filter as { Prefix: string }).Prefix)).toEqual(prefixes);
    for (const rule of rules) {
      expect(rule).toMatchObject({ Status: 'Enabled', DeleteMarkerReplication: { Status: 'Disabled' } });
      expect(rule.Destination).toMatchObject({ Account: PLACE.account });
    }
    expect(replication.map(({ Rules }) => (Rules[0]!.Destination as { Bucket: string }).Bucket)).toEqual([
      `arn:aws:s3:::${bucketName('packages')}`,
      `arn:aws:s3:::${bucketName('records')}`,
    ]);
  });

  test('by a role that reads the replicated prefixes and writes their copies, action by action', () => {
    const policy = own.find(
      ({ Type, Properties }) =>
        Type === 'AWS::IAM::ManagedPolicy' && JSON.stringify(Properties.Roles).includes('replicationrole'),
    );
    const { Statement } = policy!.Properties.PolicyDocument as { Statement: { Action: string[] | string; Resource: unknown }[] };
    expect([...new Set(Statement.flatMap(({ Action }) => Action))].sort()).toEqual([
      's3:GetObjectLegalHold',
      's3:GetObjectRetention',
      's3:GetObjectVersionAcl',
      's3:GetObjectVersionForReplication',
      's3:GetReplicationConfiguration',
      's3:ListBucket',
      's3:ReplicateObject',
    ]);
    // The only wildcards stand behind a whole prefix.
    const wild = Statement.flatMap(({ Resource }) => Resource as string[] | string).filter((resource) => resource.includes('*'));
    expect(
      wild.filter(
        (resource) =>
          !/^arn:aws:s3:::[\w-]+\/(files|claims|ledger|releases|statuses|listings|state\/decisions)\/\*$/.test(resource),
      ),
    ).toEqual([]);
  });
});

describe('who does what in the replica', () => {
  const policies = Object.values(physicalResources(template)).flatMap(({ Type, Properties }) =>
    Type === 'AWS::S3::BucketPolicy' ? [Properties.PolicyDocument] : [],
  );
  const role = (name: string, account = REGISTRY) => `arn:aws:iam::${account}:role/${name}`;
  const REPLICATION = role(replicationRoleName(config.registry));
  const BREAK_GLASS = role(`${config.registry}-break-glass`);
  const ALL = [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }];
  /** Somebody whom their own account allows everything. `account` is that of the bucket. */
  const may = (principal: string, action: string, key = '/files/pypi/demo/demo-1.0.tar.gz') =>
    evaluate(
      {
        account: PLACE.account,
        principal,
        action,
        // `physicalResources` names a bucket by its logical id.
        resource: bucketArn + key,
        context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', 'aws:PrincipalArn': principal },
      },
      { identity: ALL, resource: policies[0] },
    ).decision === 'Allowed';
  const bucketArn = /arn:aws:s3:::replicapackages[0-9a-z]+/.exec(JSON.stringify(policies[0]))![0];
  const EVERYBODY = [
    REPLICATION,
    BREAK_GLASS,
    role('administrator'),
    role('administrator', PLACE.account),
    role('x', '999988887777'),
  ];
  const whoMay = (action: string, key?: string) => EVERYBODY.filter((principal) => may(principal, action, key));

  test.each<[string, string | undefined, string[]]>([
    ['s3:ReplicateObject', undefined, [REPLICATION]],
    ['s3:ReplicateObject', '/index/pypi/simple/demo/index.html', []],
    ['s3:ReplicateDelete', undefined, []],
    ['s3:PutObject', undefined, []],
    ['s3:PutObjectTagging', undefined, []],
    ['s3:DeleteObject', undefined, []],
    ['s3:DeleteObjectVersion', undefined, []],
    ['s3:BypassGovernanceRetention', undefined, []],
    ['s3:GetObject', undefined, [BREAK_GLASS, role('administrator', PLACE.account)]],
    ['s3:ListBucket', '', [BREAK_GLASS, role('administrator', PLACE.account)]],
  ])('%s %s', (action, key, who) => {
    expect(whoMay(action, key)).toEqual(who);
  });
});

test('without storage.replica there is no stack for it, no role and no configuration', () => {
  const plain = synthesise({ ...config, payer: undefined });
  expect(plain.app.synth().stacks.map(({ stackName: name }) => name)).toEqual([stackName(config.registry)]);
  expect(JSON.stringify(plain.template.toJSON())).not.toMatch(/Replication(Configuration|Role)/);
});
