import { type BucketName, makeStore } from './stack';

const made = makeStore();
const BUCKETS: BucketName[] = ['Logs', 'Packages', 'Records', 'Staging'];

test('there are four buckets with their policies and nothing else', () => {
  const types = Object.values(made.template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
  expect(types.sort()).toEqual([
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::ManagedPolicy',
    ...Array<string>(4).fill('AWS::S3::Bucket'),
    ...Array<string>(4).fill('AWS::S3::BucketPolicy'),
  ]);
});

test.each(BUCKETS)('%s is private, versioned, encrypted by S3 and owned by the account', (name) => {
  expect(made.bucket(name)).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
});

test('buckets keep their logical ids and stay when the stack goes', () => {
  const stateful = made.template.findResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  expect(Object.keys(stateful).sort()).toEqual([
    'StoreLogs6BDA8041',
    'StorePackages6ACF5A9F',
    'StoreRecords7AE2656C',
    'StoreStaging528BFEB5',
  ]);
});

test.each([
  ['Packages', true],
  ['Records', true],
  ['Staging', false],
  ['Logs', false],
] as const)('Object Lock of %s: %s, and nowhere by default, or every index document would be locked', (name, enabled) => {
  expect(made.bucket(name).ObjectLockEnabled).toBe(enabled);
  expect(made.bucket(name).ObjectLockConfiguration).toBeUndefined();
});

test.each([
  ['Packages', 's3/packages/'],
  ['Records', 's3/records/'],
  ['Staging', 's3/staging/'],
] as const)('access to %s is logged below %s', (name, prefix) => {
  expect(made.bucket(name).LoggingConfiguration).toEqual({
    DestinationBucketName: made.arn('Logs').slice('arn:aws:s3:::'.length),
    LogFilePrefix: prefix,
  });
});

test('the logs bucket does not log to itself', () => {
  expect(made.bucket('Logs').LoggingConfiguration).toBeUndefined();
});

test('staging tells EventBridge, without a custom resource', () => {
  expect(made.bucket('Staging').NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
});

const HOUSEKEEPING = {
  Id: 'housekeeping',
  Status: 'Enabled',
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
  ExpiredObjectDeleteMarker: true,
};
const oldVersions = (folder: string) => ({
  Id: `old-versions-of-${folder}`,
  Status: 'Enabled',
  Prefix: `${folder}/`,
  NoncurrentVersionExpiration: { NoncurrentDays: 30 },
});
const expire = (folder: string, days: number) => ({
  Id: `expire-${folder}`,
  Status: 'Enabled',
  Prefix: `${folder}/`,
  ExpirationInDays: days,
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
});
const TIER = {
  Id: 'tier-large-files',
  Status: 'Enabled',
  Prefix: 'files/',
  ObjectSizeGreaterThan: '262144',
  Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }],
};

test.each<[BucketName, unknown[]]>([
  ['Packages', [TIER, HOUSEKEEPING, oldVersions('index')]],
  ['Records', [HOUSEKEEPING, oldVersions('projects'), oldVersions('listings'), oldVersions('state')]],
  [
    'Staging',
    [
      HOUSEKEEPING,
      expire('uploads', 7),
      expire('quarantine', 90),
      expire('held', 365),
      expire('verdicts', 365),
      expire('commands', 90),
    ],
  ],
  ['Logs', [HOUSEKEEPING, expire('cloudfront', 40), expire('s3', 40), expire('set-aside', 40)]],
])('lifecycle of %s', (name, rules) => {
  expect(made.bucket(name).LifecycleConfiguration).toEqual({ Rules: rules });
});

test('where delivery is split, the intake writes documents below open/ too, whose old versions expire', () => {
  const [plain, split] = [makeStore(), makeStore({ split: true })];
  const rulesOf = ({ bucket }: typeof plain) =>
    (bucket('Packages').LifecycleConfiguration as { Rules: { Prefix: string }[] }).Rules;
  const statementsOf = (store: typeof plain) => JSON.stringify(store.identityPolicy('Intake'));
  const ofIndex = rulesOf(plain).find(({ Prefix }) => Prefix === 'index/')!;
  expect(rulesOf(split)).toEqual([...rulesOf(plain), { ...ofIndex, Id: 'old-versions-of-open', Prefix: 'open/' }]);
  expect([plain, split].map((store) => statementsOf(store).includes('/open/*'))).toEqual([false, true]);
});

test('logs live as long as asked', () => {
  expect(makeStore({ logDays: 7 }).bucket('Logs').LifecycleConfiguration).toEqual({
    Rules: [HOUSEKEEPING, expire('cloudfront', 7), expire('s3', 7), expire('set-aside', 7)],
  });
});

test('handlers learn the buckets and the lock from the environment', () => {
  const { store } = makeStore({ lockDays: 30 });
  expect(store.environment).toEqual({
    PACKAGES_BUCKET: store.packages.bucketName,
    STAGING_BUCKET: store.staging.bucketName,
    RECORDS_BUCKET: store.records.bucketName,
    LOCK_DAYS: '30',
  });
});

test.each([
  [
    { lockDays: 0 },
    "'lockDays' of 'Test/Store' must be a whole number from 1 to 36500, got: 0. S3 locks an object for at most 100 years; choose how long a release must outlive its publisher.",
  ],
  [
    { lockDays: 36_501 },
    "'lockDays' of 'Test/Store' must be a whole number from 1 to 36500, got: 36501. S3 locks an object for at most 100 years; choose how long a release must outlive its publisher.",
  ],
  [
    { logDays: 1.5 },
    "'logDays' of 'Test/Store' must be a whole number from 1 to 3650, got: 1.5. Access logs hold addresses of readers; keep them for as long as reports need, and no longer.",
  ],
  [
    { breakGlassRoleArn: 'break-glass' },
    "'breakGlassRoleArn' of 'Test/Store' must be the ARN of a role (arn:aws:iam::123456789012:role/name), got: break-glass. Another principal could not be exempted; create a role for it.",
  ],
])('fails when %o', (props, message) => {
  expect(() => makeStore(props)).toThrow(new Error(message));
});
