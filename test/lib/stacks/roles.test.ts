/** What the two functions may and may not do, decided by the rules of IAM from the synthesised template. */
import { ACCOUNT, decide, physicalResources } from '../../helpers/iam-simulation';
import { exampleConfig, synthesise } from '../synthesis';

const resources = physicalResources(synthesise(exampleConfig('small')).template);

/** The one resource of a type whose logical id begins so. */
function only(type: string, prefix: string) {
  const found = Object.entries(resources).filter(
    ([id, { Type }]) => Type === type && new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id),
  );
  expect(found).toHaveLength(1);
  const [[id, { Properties }]] = found as [(typeof found)[0]];
  return { name: id.toLowerCase(), properties: Properties };
}

const bucket = (name: string) => ({
  arn: `arn:aws:s3:::${only('AWS::S3::Bucket', `Store${name}`).name}`,
  policy: only('AWS::S3::BucketPolicy', `Store${name}Policy`).properties.PolicyDocument,
});
const queue = (name: string) => ({
  arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:${only('AWS::SQS::Queue', `Intake${name}`).name}`,
  policy: only('AWS::SQS::QueuePolicy', `Intake${name}Policy`).properties.PolicyDocument,
});
const role = (name: string) => ({
  principal: `arn:aws:iam::${ACCOUNT}:role/${only('AWS::IAM::Role', `Intake${name}Role`).name}`,
  identity: [only('AWS::IAM::ManagedPolicy', `Intake${name}Policy`).properties.PolicyDocument],
});

const key = {
  arn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/${only('AWS::KMS::Key', 'IntakeKey').name}`,
  policy: only('AWS::KMS::Key', 'IntakeKey').properties.KeyPolicy,
};
const distribution = (id: string) => `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`;
const own = distribution(only('AWS::CloudFront::Distribution', 'Cdn').name);

const ONCE = { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' };
const LOCK = { 's3:object-lock-mode': 'GOVERNANCE', 's3:object-lock-remaining-retention-days': '365' };
/** How an object is asked for or written. */
const CONTEXT = { plainly: {}, once: ONCE, 'once and locked': { ...ONCE, ...LOCK }, 'with a lock': LOCK };

describe('the intake', () => {
  const intake = role('');

  test.each<[action: string, bucket: string, key: string, how: keyof typeof CONTEXT, decision: string]>([
    ['GetObject', 'Staging', 'uploads/pypi/demo/upload-1/release.json', 'plainly', 'Allowed'],
    ['PutObject', 'Staging', 'uploads/pypi/demo/upload-1/release.json', 'once', 'ImplicitlyDenied'],
    ['DeleteObject', 'Staging', 'uploads/pypi/demo/upload-1/release.json', 'plainly', 'ImplicitlyDenied'],
    ['PutObject', 'Staging', 'quarantine/pypi/demo/upload-1/demo-1.0.tar.gz', 'plainly', 'Allowed'],
    ['PutObject', 'Staging', 'verdicts/pypi/demo/upload-1.json', 'plainly', 'Allowed'],
    ['PutObject', 'Packages', 'files/pypi/demo/demo-1.0.tar.gz', 'once and locked', 'Allowed'],
    ['PutObjectRetention', 'Packages', 'files/pypi/demo/demo-1.0.tar.gz', 'with a lock', 'Allowed'],
    ['PutObject', 'Packages', 'files/pypi/demo/demo-1.0.tar.gz', 'once', 'ExplicitlyDenied'],
    ['DeleteObject', 'Packages', 'files/pypi/demo/demo-1.0.tar.gz', 'plainly', 'ExplicitlyDenied'],
    ['PutObject', 'Packages', 'index/pypi/simple/demo/index.html', 'plainly', 'Allowed'],
    ['DeleteObject', 'Packages', 'index/pypi/simple/demo/index.html', 'plainly', 'ImplicitlyDenied'],
    ['PutObject', 'Packages', 'elsewhere', 'plainly', 'ImplicitlyDenied'],
    ['PutObject', 'Records', 'claims/pypi/demo/1.0.json', 'once', 'Allowed'],
    ['PutObject', 'Records', 'releases/pypi/demo/1.0.json', 'once and locked', 'Allowed'],
    ['PutObject', 'Records', 'ledger/000000000001.json', 'once and locked', 'Allowed'],
    ['PutObject', 'Records', 'projects/pypi/demo.json', 'plainly', 'Allowed'],
    ['GetObject', 'Logs', 'cloudfront/2026/11/22/log.gz', 'plainly', 'ImplicitlyDenied'],
  ])('s3:%s in %s, %s, %s: %s', async (action, name, object, how, decision) => {
    const { arn, policy } = bucket(name);
    await expect(
      decide({ ...intake, action: `s3:${action}`, resource: `${arn}/${object}`, policy, context: CONTEXT[how] }),
    ).resolves.toBe(decision);
  });

  test.each([
    ['ReceiveMessage', 'Queue', 'Allowed'],
    ['DeleteMessage', 'Queue', 'Allowed'],
    ['SendMessage', 'Queue', 'ImplicitlyDenied'],
    ['SendMessage', 'InvalidationQueue', 'Allowed'],
    ['ReceiveMessage', 'InvalidationQueue', 'ImplicitlyDenied'],
    ['SendMessage', 'DeadLetters', 'ImplicitlyDenied'],
    ['PurgeQueue', 'Queue', 'ImplicitlyDenied'],
  ])('sqs:%s on %s: %s', async (action, name, decision) => {
    const { arn, policy } = queue(name);
    await expect(decide({ ...intake, action: `sqs:${action}`, resource: arn, policy })).resolves.toBe(decision);
  });

  test.each([
    ['Sign', 'Allowed'],
    ['GetPublicKey', 'Allowed'],
    ['ScheduleKeyDeletion', 'ImplicitlyDenied'],
    ['PutKeyPolicy', 'ImplicitlyDenied'],
  ])('kms:%s: %s', async (action, decision) => {
    await expect(decide({ ...intake, action: `kms:${action}`, resource: key.arn, policy: key.policy })).resolves.toBe(decision);
  });

  test('may not clear the cache itself', async () => {
    const question = { ...intake, action: 'cloudfront:CreateInvalidation', resource: own, policy: undefined };
    await expect(decide(question)).resolves.toBe('ImplicitlyDenied');
  });
});

test.each([
  ['the rule', only('AWS::Events::Rule', 'IntakeUploaded').name, 'Allowed'],
  ['another rule', 'another', 'ImplicitlyDenied'],
])('EventBridge sends to the intake for %s, %s: %s', async (_, rule, decision) => {
  const { arn, policy } = queue('Queue');
  const context = { 'aws:SourceArn': `arn:aws:events:us-east-1:${ACCOUNT}:rule/${rule}` };
  const question = { principal: 'events.amazonaws.com', action: 'sqs:SendMessage', resource: arn, policy, context };
  await expect(decide(question)).resolves.toBe(decision);
});

describe('the invalidation', () => {
  const invalidation = role('Invalidation');

  test.each([
    ['CreateInvalidation', own, 'Allowed'],
    ['CreateInvalidation', distribution('another'), 'ImplicitlyDenied'],
  ])('cloudfront:%s of %s: %s', async (action, resource, decision) => {
    await expect(decide({ ...invalidation, action: `cloudfront:${action}`, resource, policy: undefined })).resolves.toBe(
      decision,
    );
  });

  test.each(['Packages', 'Staging', 'Records', 'Logs'])('reads nothing of %s', async (name) => {
    const { arn, policy } = bucket(name);
    await expect(decide({ ...invalidation, action: 's3:GetObject', resource: `${arn}/files/a`, policy })).resolves.toBe(
      'ImplicitlyDenied',
    );
  });

  test('may not sign', async () => {
    const question = { ...invalidation, action: 'kms:Sign', resource: key.arn, policy: key.policy };
    await expect(decide(question)).resolves.toBe('ImplicitlyDenied');
  });
});
