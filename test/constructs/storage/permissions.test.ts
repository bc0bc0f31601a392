/** What the policies of the store allow and deny, decided by the rules of IAM. */
import { ACCOUNT, decide } from '../../helpers/iam-simulation';
import { type BucketName, makeStore } from './stack';

const BREAK_GLASS = `arn:aws:iam::${ACCOUNT}:role/break-glass`;
const SOMEBODY = `arn:aws:iam::${ACCOUNT}:role/somebody`;
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };

const made = makeStore();
const withBreakGlass = makeStore({ breakGlassRoleArn: BREAK_GLASS });

const ask = (
  bucket: BucketName,
  key: string | undefined,
  action: string,
  context: Record<string, string>,
  identity: unknown,
  store = made,
) =>
  decide({
    action,
    resource: key === undefined ? store.arn(bucket) : `${store.arn(bucket)}/${key}`,
    principal: SOMEBODY,
    identity: [identity],
    policy: store.bucketPolicy(bucket),
    context,
  });
/** An administrator may do everything that no bucket policy denies. */
const admin = (bucket: BucketName, key: string, action: string, context: Record<string, string> = {}) =>
  ask(bucket, key, action, context, EVERYTHING);

const CREATES = { 's3:ObjectCreationOperation': 'true' };
const PART = { 's3:ObjectCreationOperation': 'false' };
const ONCE = { ...CREATES, 's3:if-none-match': '*' };
const lock = (mode: string, days: number) => ({
  's3:object-lock-mode': mode,
  's3:object-lock-remaining-retention-days': String(days),
});
const LOCKED = lock('GOVERNANCE', 3650);

const FILE = 'files/pypi/demo/demo-1.0.tar.gz';
const IMMUTABLE: [BucketName, string][] = [
  ['Packages', FILE],
  ['Records', 'releases/pypi/demo/1.0.json'],
  ['Records', 'statuses/pypi/demo/command-1.json'],
  ['Records', 'ledger/000000000001.json'],
];
const MUTABLE: [BucketName, string][] = [
  ['Packages', 'index/pypi/simple/demo/index.html'],
  ['Records', 'projects/pypi/demo.json'],
  ['Records', 'listings/rubygems/versions'],
  ['Records', 'state/ledger-head.json'],
  ['Staging', 'verdicts/pypi/demo/upload-1.json'],
  ['Staging', 'quarantine/pypi/demo/upload-1/demo-1.0.tar.gz'],
];

describe.each(IMMUTABLE)('%s %s', (bucket, key) => {
  test.each([
    ['once and locked', { ...ONCE, ...LOCKED }, 'Allowed'],
    ['locked for a little less than whole days', { ...ONCE, ...lock('GOVERNANCE', 3649) }, 'Allowed'],
    ['locked for longer', { ...ONCE, ...lock('GOVERNANCE', 9999) }, 'Allowed'],
    ['over what is there', { ...CREATES, ...LOCKED }, 'ExplicitlyDenied'],
    ['without a lock', ONCE, 'ExplicitlyDenied'],
    ['with a lock two days short', { ...ONCE, ...lock('GOVERNANCE', 3648) }, 'ExplicitlyDenied'],
    ['with a lock that nobody can end', { ...ONCE, ...lock('COMPLIANCE', 3650) }, 'ExplicitlyDenied'],
    ['in a part, which creates nothing before its completion', PART, 'Allowed'],
  ])('put %s', async (_, context, expected) => {
    await expect(admin(bucket, key, 's3:PutObject', context)).resolves.toBe(expected);
  });

  test.each([
    ['lengthened', lock('GOVERNANCE', 4000), 'Allowed'],
    ['shortened', lock('GOVERNANCE', 1), 'ExplicitlyDenied'],
    ['made endless', lock('COMPLIANCE', 4000), 'ExplicitlyDenied'],
  ])('its lock is %s', async (_, context, expected) => {
    await expect(admin(bucket, key, 's3:PutObjectRetention', context)).resolves.toBe(expected);
  });
});

describe.each([...IMMUTABLE, ['Records', 'claims/pypi/demo/1.0.json'] as [BucketName, string]])('%s %s', (bucket, key) => {
  test.each(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'])(
    '%s is for the break-glass role only',
    async (action) => {
      await expect(admin(bucket, key, action)).resolves.toBe('ExplicitlyDenied');
      const asked = {
        action,
        resource: `${withBreakGlass.arn(bucket)}/${key}`,
        identity: [EVERYTHING],
        policy: withBreakGlass.bucketPolicy(bucket),
      };
      const as = (principal: string) => decide({ ...asked, principal, context: { 'aws:PrincipalArn': principal } });
      await expect(as(SOMEBODY)).resolves.toBe('ExplicitlyDenied');
      await expect(as(BREAK_GLASS)).resolves.toBe('Allowed');
    },
  );
});

test.each(MUTABLE)('%s %s can be replaced and deleted', async (bucket, key) => {
  await expect(admin(bucket, key, 's3:PutObject', CREATES)).resolves.toBe('Allowed');
  await expect(admin(bucket, key, 's3:DeleteObject')).resolves.toBe('Allowed');
});

describe.each<[BucketName, string]>([
  ['Staging', 'uploads/pypi/demo/upload-1/demo-1.0.tar.gz'],
  ['Records', 'claims/pypi/demo/1.0.json'],
])('%s %s is created once, without a lock', (bucket, key) => {
  test.each([
    ['put once', ONCE, 'Allowed'],
    ['put over what is there', CREATES, 'ExplicitlyDenied'],
    ['part of a multipart upload', PART, 'Allowed'],
  ])('%s', async (_, context, expected) => {
    await expect(admin(bucket, key, 's3:PutObject', context)).resolves.toBe(expected);
  });
});

test.each<BucketName>(['Logs', 'Packages', 'Records', 'Staging'])('%s refuses plain HTTP and old TLS', async (bucket) => {
  await expect(admin(bucket, 'x', 's3:GetObject')).resolves.toBe('Allowed');
  await expect(admin(bucket, 'x', 's3:GetObject', { 'aws:SecureTransport': 'false' })).resolves.toBe('ExplicitlyDenied');
  await expect(admin(bucket, 'x', 's3:GetObject', { 's3:TlsVersion': '1.1' })).resolves.toBe('ExplicitlyDenied');
});

describe('the intake', () => {
  const intake = (bucket: BucketName, key: string | undefined, action: string, context: Record<string, string>) =>
    ask(bucket, key, action, context, made.identityPolicy('Intake'));

  test.each<[BucketName, string | undefined, string, Record<string, string>]>([
    ['Staging', 'uploads/pypi/demo/upload-1/release.json', 's3:GetObject', {}],
    ['Staging', 'uploads/pypi/demo/upload-1/release.json', 's3:GetObjectVersion', {}],
    ['Staging', 'quarantine/pypi/demo/upload-1/release.json', 's3:PutObject', CREATES],
    ['Staging', 'verdicts/pypi/demo/upload-1.json', 's3:GetObject', {}],
    ['Staging', 'verdicts/pypi/demo/upload-1.json', 's3:PutObject', CREATES],
    ['Packages', FILE, 's3:GetObject', {}],
    ['Packages', FILE, 's3:PutObject', { ...ONCE, ...LOCKED }],
    ['Packages', FILE, 's3:PutObjectRetention', LOCKED],
    ['Packages', 'index/pypi/simple/index.html', 's3:GetObject', {}],
    ['Packages', 'index/pypi/simple/index.html', 's3:PutObject', CREATES],
    ['Records', 'claims/pypi/demo/1.0.json', 's3:PutObject', ONCE],
    ['Records', 'releases/pypi/demo/1.0.json', 's3:PutObject', { ...ONCE, ...LOCKED }],
    ['Records', 'ledger/000000000001.json', 's3:PutObject', { ...ONCE, ...LOCKED }],
    ['Records', 'ledger/000000000001.json', 's3:GetObject', {}],
    ['Records', 'projects/pypi/demo.json', 's3:PutObject', CREATES],
    ['Records', 'listings/rubygems/versions', 's3:GetObject', {}],
    ['Records', 'listings/rubygems/versions', 's3:PutObject', CREATES],
    ['Records', 'state/ledger-head.json', 's3:PutObject', CREATES],
    ['Staging', undefined, 's3:ListBucket', {}],
    ['Packages', undefined, 's3:ListBucket', {}],
    ['Records', undefined, 's3:ListBucket', {}],
  ])('may: %s %s %s', async (bucket, key, action, context) => {
    await expect(intake(bucket, key, action, context)).resolves.toBe('Allowed');
  });

  test.each<[BucketName, string | undefined, string, Record<string, string>]>([
    ['Staging', 'uploads/pypi/demo/upload-1/release.json', 's3:PutObject', ONCE],
    ['Staging', 'uploads/pypi/demo/upload-1/release.json', 's3:DeleteObject', {}],
    ['Packages', 'index/pypi/simple/index.html', 's3:DeleteObject', {}],
    ['Packages', 'index/pypi/simple/index.html', 's3:PutObjectRetention', LOCKED],
    ['Packages', 'elsewhere/x', 's3:PutObject', ONCE],
    ['Records', 'projects/pypi/demo.json', 's3:DeleteObject', {}],
    ['Logs', 'cloudfront/x', 's3:GetObject', {}],
    ['Logs', undefined, 's3:ListBucket', {}],
  ])('may not: %s %s %s', async (bucket, key, action, context) => {
    await expect(intake(bucket, key, action, context)).resolves.toBe('ImplicitlyDenied');
  });
});

describe('a publisher of pypi/demo', () => {
  const publisher = (key: string | undefined, action: string, context: Record<string, string> = {}) =>
    ask('Staging', key, action, context, made.identityPolicy('Publisher'));

  test.each<[string | undefined, string, Record<string, string>, string]>([
    ['uploads/pypi/demo/upload-1/demo-1.0.tar.gz', 's3:PutObject', ONCE, 'Allowed'],
    ['uploads/pypi/demo/upload-1/demo-1.0.tar.gz', 's3:PutObject', PART, 'Allowed'],
    ['uploads/pypi/demo/upload-1/demo-1.0.tar.gz', 's3:PutObject', CREATES, 'ExplicitlyDenied'],
    ['uploads/pypi/demo/upload-1/demo-1.0.tar.gz', 's3:AbortMultipartUpload', {}, 'ImplicitlyDenied'],
    ['uploads/pypi/demo/upload-1/demo-1.0.tar.gz', 's3:DeleteObject', {}, 'ImplicitlyDenied'],
    ['uploads/pypi/demo/upload-1/demo-1.0.tar.gz', 's3:GetObject', {}, 'ImplicitlyDenied'],
    ['uploads/pypi/demo2/upload-1/demo-1.0.tar.gz', 's3:PutObject', ONCE, 'ImplicitlyDenied'],
    ['commands/pypi/demo/command-1.json', 's3:PutObject', ONCE, 'ImplicitlyDenied'],
    ['verdicts/pypi/demo/upload-1.json', 's3:GetObject', {}, 'Allowed'],
    ['verdicts/pypi/other/upload-1.json', 's3:GetObject', {}, 'ImplicitlyDenied'],
    ['verdicts/pypi/demo/upload-1.json', 's3:PutObject', ONCE, 'ImplicitlyDenied'],
    [undefined, 's3:ListBucket', { 's3:prefix': 'verdicts/pypi/demo/upload-1' }, 'ImplicitlyDenied'],
    [undefined, 's3:ListBucket', { 's3:prefix': 'uploads/pypi/demo/upload-1/' }, 'ImplicitlyDenied'],
    [undefined, 's3:ListBucket', {}, 'ImplicitlyDenied'],
  ])('%s %s %o: %s', async (key, action, context, expected) => {
    await expect(publisher(key, action, context)).resolves.toBe(expected);
  });
});

describe('an operator', () => {
  test.each<[BucketName, string | undefined, string, Record<string, string>, string]>([
    ['Staging', 'commands/pypi/demo/command-1.json', 's3:PutObject', ONCE, 'Allowed'],
    ['Staging', 'commands/pypi/demo/command-1.json', 's3:PutObject', CREATES, 'ExplicitlyDenied'],
    ['Staging', 'uploads/pypi/demo/upload-1/release.json', 's3:PutObject', ONCE, 'ImplicitlyDenied'],
    ['Staging', 'verdicts/npm/@scope:demo/command-1.json', 's3:GetObject', {}, 'Allowed'],
    ['Staging', undefined, 's3:ListBucket', { 's3:prefix': 'verdicts/pypi/demo/command-1' }, 'Allowed'],
    ['Records', undefined, 's3:ListBucket', { 's3:prefix': 'releases/pypi/' }, 'Allowed'],
    ['Records', undefined, 's3:ListBucket', { 's3:prefix': 'ledger/' }, 'ImplicitlyDenied'],
    ['Records', 'statuses/pypi/demo/command-1.json', 's3:PutObject', { ...ONCE, ...LOCKED }, 'ImplicitlyDenied'],
    ['Packages', 'index/pypi/simple/demo/index.html', 's3:PutObject', CREATES, 'ImplicitlyDenied'],
  ])('%s %s %s %o: %s', async (bucket, key, action, context, expected) => {
    await expect(ask(bucket, key, action, context, made.identityPolicy('Operator'))).resolves.toBe(expected);
  });
});

describe('log delivery', () => {
  const deliver = (principal: string, key: string, context: Record<string, string>) =>
    decide({
      action: 's3:PutObject',
      resource: `${made.arn('Logs')}/${key}`,
      principal,
      policy: made.bucketPolicy('Logs'),
      context,
    });
  const cdn = {
    's3:x-amz-acl': 'bucket-owner-full-control',
    'aws:SourceAccount': ACCOUNT,
    'aws:SourceArn': `arn:aws:logs:us-east-1:${ACCOUNT}:delivery-source:registry`,
  };
  const s3 = { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': made.arn('Packages') };

  test.each<[string, string, Record<string, string>, string]>([
    ['delivery.logs.amazonaws.com', 'cloudfront/x.gz', cdn, 'Allowed'],
    ['delivery.logs.amazonaws.com', 'elsewhere/x.gz', cdn, 'ImplicitlyDenied'],
    ['delivery.logs.amazonaws.com', 'cloudfront/x.gz', { ...cdn, 'aws:SourceAccount': '444455556666' }, 'ImplicitlyDenied'],
    [
      'delivery.logs.amazonaws.com',
      'cloudfront/x.gz',
      { ...cdn, 'aws:SourceArn': `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:x` },
      'ImplicitlyDenied',
    ],
    ['logging.s3.amazonaws.com', 's3/packages/x', s3, 'Allowed'],
    ['logging.s3.amazonaws.com', 's3/records/x', s3, 'ImplicitlyDenied'],
    ['logging.s3.amazonaws.com', 's3/packages/x', { ...s3, 'aws:SourceAccount': '444455556666' }, 'ImplicitlyDenied'],
  ])('%s to %s: %o is %s', async (principal, key, context, expected) => {
    await expect(deliver(principal, key, context)).resolves.toBe(expected);
  });
});
