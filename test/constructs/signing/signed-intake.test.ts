import { Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution, KeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../../cdk.json';
import { bundleLambda } from '../../../constructs/shared/bundle-lambda';
import { SignedIntake, type SigningKeyProps } from '../../../constructs/signing/signed-intake';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import { ACCESS_CLOCK_MESSAGE } from '../../../domain/contracts/access';
import type { SigningPolicy } from '../../../domain/signing/policy';

jest.mock('../../../constructs/shared/bundle-lambda', () => ({
  lambdaEntry: (name: string) => name,
  bundleLambda: jest.fn(() => Code.fromInline('// a handler')),
}));

const policy: SigningPolicy = {
  schema: 1,
  trustedRoot: { mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1' },
  ecosystems: ['pypi'],
  limits: { maxFileBytes: 100_000_000, maxFiles: 10, maxArchiveEntries: 100, maxUnpackedBytes: 1_000, maxRatio: 10 },
  projects: [],
};

function synthesise(maxFileBytes = policy.limits.maxFileBytes, signingKey?: SigningKeyProps): Template {
  const stack = new Stack(new App({ context: cdkJson.context }), 'Stack', {
    env: { region: 'us-east-1', account: '111122223333' },
  });
  new SignedIntake(stack, 'Signing', {
    registry: 'example',
    store: new ArtifactStore(stack, 'Store'),
    distribution: Distribution.fromDistributionAttributes(stack, 'Cdn', { distributionId: 'E1', domainName: 'd1.example' }),
    edgeStore: KeyValueStore.fromKeyValueStoreArn(stack, 'Edge', 'arn:aws:cloudfront::111122223333:key-value-store/k1'),
    accessLists: { blockIpv4: 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/blocked/1' },
    publicUrl: 'https://packages.example.org',
    policy: { ...policy, limits: { ...policy.limits, maxFileBytes } },
    ...(signingKey && { signingKey }),
  });
  return Template.fromStack(stack);
}

const template = synthesise();
const idOf = (type: string, prefix: string): string => {
  const [id = 'none', ...others] = Object.keys(template.findResources(type)).filter((name) => name.startsWith(prefix));
  expect(others).toEqual([]);
  return id;
};

test('release.json of any upload and any command wake the intake, and no other object does', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    State: 'ENABLED',
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [{ Ref: idOf('AWS::S3::Bucket', 'StoreStaging') }] },
        object: { key: [{ wildcard: 'uploads/*/release.json' }, { prefix: 'commands/' }] },
      },
    },
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'SigningIntakeQueue'), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'SigningIntakeDeadLetters'), 'Arn'] } },
      }),
    ],
  });
});

test('once an hour the intake looks what is over', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    State: 'ENABLED',
    ScheduleExpression: 'rate(1 hour)',
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'SigningIntakeQueue'), 'Arn'] },
        Input: JSON.stringify(ACCESS_CLOCK_MESSAGE),
      }),
    ],
  });
});

test("the intake may change the web ACL's lists that it is given, and is told where they are", () => {
  const list = 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/blocked/1';
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({ Action: ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], Resource: list })]),
    },
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ ACCESS_LISTS: `blockIpv4=${list}` }) },
  });
});

test.each([
  ['SigningIntake', 6 * 300],
  ['SigningInvalidation', 6 * 30 + 5],
])('messages of %s are hidden for %d seconds, tried five times and then kept aside', (worker, seconds) => {
  const letters = idOf('AWS::SQS::Queue', `${worker}DeadLetters`);
  expect(template.findResources('AWS::SQS::Queue')[idOf('AWS::SQS::Queue', `${worker}Queue`)]).toMatchObject({
    Properties: {
      VisibilityTimeout: seconds,
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1209600,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: { 'Fn::GetAtt': [letters, 'Arn'] } },
    },
  });
});

test('every queue refuses plain HTTP', () => {
  const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy')) as {
    Properties: { Queues: unknown[]; PolicyDocument: { Statement: { Effect: string; Condition?: unknown }[] } };
  }[];
  const closed = policies.filter(({ Properties: { PolicyDocument } }) =>
    PolicyDocument.Statement.some(
      ({ Effect, Condition }) => Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
    ),
  );
  expect(closed.flatMap(({ Properties }) => Properties.Queues)).toHaveLength(4);
});

test.each([
  ['functions/lambda/intake/handler.ts', { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 4 } }],
  [
    'functions/lambda/invalidate/handler.ts',
    { BatchSize: 100, MaximumBatchingWindowInSeconds: 5, ScalingConfig: { MaximumConcurrency: 2 } },
  ],
])('%s reports failures message by message, and its concurrency is capped but not reserved', (Description, mapping) => {
  const [[id, fn] = ['none']] = Object.entries(template.findResources('AWS::Lambda::Function', { Properties: { Description } }));
  expect(fn).toMatchObject({
    Properties: { Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' },
  });
  expect((fn as { Properties: object }).Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FunctionName: { Ref: id },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...mapping,
  });
});

test('no function starts without its rights, and none needs a right on everything', () => {
  for (const [id, { DependsOn }] of Object.entries(template.findResources('AWS::Lambda::Function')) as [
    string,
    { DependsOn: string[] },
  ][]) {
    const worker = id.replace(/Function[0-9A-F]{8}$/, '');
    expect(DependsOn).toContain(idOf('AWS::IAM::ManagedPolicy', `${worker}Policy`));
  }
  for (const document of Object.values(template.findResources('AWS::IAM::ManagedPolicy'))) {
    expect(JSON.stringify(document)).not.toContain('"Resource":"*"');
  }
});

test('the event sources wait for the permission to read their queues', () => {
  for (const mapping of Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))) {
    const { DependsOn } = mapping as { DependsOn?: string[] };
    expect(DependsOn).toEqual([expect.stringMatching(/^Signing(Intake|Invalidation)Policy/)]);
  }
});

test('the intake knows the store, the queue and the key', () => {
  const bucket = (name: string) => ({ Ref: idOf('AWS::S3::Bucket', `Store${name}`) });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'functions/lambda/intake/handler.ts',
    Environment: {
      Variables: {
        REGISTRY: 'example',
        STAGING_BUCKET: bucket('Staging'),
        PACKAGES_BUCKET: bucket('Packages'),
        RECORDS_BUCKET: bucket('Records'),
        LOCK_DAYS: '3650',
        INVALIDATION_QUEUE_URL: { Ref: idOf('AWS::SQS::Queue', 'SigningInvalidationQueue') },
        SIGNING_KEY_ARN: { 'Fn::GetAtt': [idOf('AWS::KMS::Key', 'SigningKey'), 'Arn'] },
      },
    },
  });
});

test('the policy travels with the code of the intake, and with no other', () => {
  expect(jest.mocked(bundleLambda).mock.calls.slice(0, 2)).toEqual([
    [{ entry: 'invalidate' }],
    [{ entry: 'intake', files: { 'policy.json': JSON.stringify(policy) } }],
  ]);
});

test('only the intake may sign, and the key outlives the stack', () => {
  const role = { 'Fn::GetAtt': [idOf('AWS::IAM::Role', 'SigningIntakeRole'), 'Arn'] };
  const key = template.findResources('AWS::KMS::Key')[idOf('AWS::KMS::Key', 'SigningKey')] as {
    DeletionPolicy: string;
    UpdateReplacePolicy: string;
    Properties: {
      KeySpec: string;
      KeyUsage: string;
      KeyPolicy: { Statement: { Action: string[]; Principal: { AWS: unknown } }[] };
    };
  };
  expect([key.DeletionPolicy, key.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  expect([key.Properties.KeySpec, key.Properties.KeyUsage]).toEqual(['ECC_NIST_P256', 'SIGN_VERIFY']);
  const mayDoAnything = /[*]|Sign/;
  const signers = key.Properties.KeyPolicy.Statement.filter(({ Action }) => Action.some((action) => mayDoAnything.test(action)));
  expect(signers.map(({ Principal }) => Principal.AWS)).toEqual([role]);
});

test.each([
  [1, 512],
  [100_000_000, 512],
  [1_000_000_000, 1018],
])('for files of %d bytes the intake has %d MiB of disk, and memory for one processor', (maxFileBytes, Size) => {
  synthesise(maxFileBytes).hasResourceProperties('AWS::Lambda::Function', {
    Description: 'functions/lambda/intake/handler.ts',
    MemorySize: 1769,
    EphemeralStorage: { Size },
  });
});

test.each<[SigningKeyProps | undefined, string[], string | undefined]>([
  [undefined, ['SigningKey'], undefined],
  [{ generation: 1, previous: 'kept' }, ['SigningKey'], undefined],
  [{ generation: 2, previous: 'kept' }, ['SigningKey2', 'SigningKey'], 'SigningKey'],
  [{ generation: 2, previous: 'retired' }, ['SigningKey2'], undefined],
  [{ generation: 3, previous: 'kept' }, ['SigningKey3', 'SigningKey2'], 'SigningKey2'],
])('with %j the intake may sign with the keys %j', (signingKey, keys, previous) => {
  const made = synthesise(policy.limits.maxFileBytes, signingKey);
  const logicalId = (name: string): unknown => {
    const [arn] = Object.keys(made.findResources('AWS::KMS::Key')).filter((id) => id.replace(/[0-9A-F]{8}$/, '') === name);
    return { 'Fn::GetAtt': [arn, 'Arn'] };
  };
  made.resourceCountIs('AWS::KMS::Key', keys.length);
  const arns = keys.map(logicalId);
  const statements = Object.values(made.findResources('AWS::IAM::ManagedPolicy')).flatMap(
    (resource) =>
      (resource as { Properties: { PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } } })
        .Properties.PolicyDocument.Statement,
  );
  const granted = statements.filter(({ Action }) => Action.includes('kms:Sign')).flatMap(({ Resource }) => Resource);
  expect(new Set(granted)).toEqual(new Set(arns));
  made.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'functions/lambda/intake/handler.ts',
    Environment: {
      Variables: {
        SIGNING_KEY_ARN: arns[0],
        SIGNING_KEY_GENERATION: String(signingKey?.generation ?? 1),
        PREVIOUS_KEY_ARN: previous === undefined ? Match.absent() : logicalId(previous),
      },
    },
  });
});

test('no policy is inline', () => {
  template.resourceCountIs('AWS::IAM::Policy', 0);
  for (const role of Object.values(template.findResources('AWS::IAM::Role'))) {
    expect((role as { Properties: object }).Properties).not.toHaveProperty('Policies');
  }
});
