/** What each kind of resource uses in a month, from the numbers of a profile that are easy to follow. */
import { usesOf } from '../../../domain/cost/kinds';
import type { Resource } from '../../../domain/cost/template';
import { type Traffic, workloadOf } from '../../../domain/cost/workload';
import { sampleTemplate } from './sample-template';

const TRAFFIC: Traffic = {
  terabytesPerMonth: 2,
  millionRequestsPerMonth: 8,
  hitRatio: 0.75,
  storedGb: 100,
  publishesPerMonth: 512,
  release: { files: 2, mib: 1 },
  large: { share: 0.5, mib: 2 },
};
const uses = (resource: string, further: Readonly<Record<string, Resource>> = {}, traffic = TRAFFIC, sample = {}) =>
  Object.fromEntries(
    usesOf(sampleTemplate({ further, ...sample }), workloadOf(traffic))
      .filter((use) => use.resource === resource && use.quantity > 0)
      .map(({ meter, quantity }) => [meter, quantity]),
  );

test('a distribution serves every byte and request, half of them from each region of its price class', () => {
  expect(uses('Cdn')).toEqual({
    'edge.gb.us_mx_ca': 1024,
    'edge.gb.eu_il_tr': 1024,
    'edge.request.us_mx_ca': 4e6,
    'edge.request.eu_il_tr': 4e6,
    invalidation: 1024,
  });
});

test.each([
  ['PriceClass_All', { jp: 0.5, sa: 0.5 }, { 'edge.gb.jp': 1024, 'edge.gb.sa': 1024 }],
  ['PriceClass_200', { jp: 0.5, sa: 0.5 }, { 'edge.gb.jp': 1024, 'edge.gb.us_mx_ca': 512, 'edge.gb.eu_il_tr': 512 }],
  ['PriceClass_100', { jp: 0.5, sa: 0.5 }, { 'edge.gb.us_mx_ca': 1024, 'edge.gb.eu_il_tr': 1024 }],
])('%s: viewers that it leaves out are served from North America and Europe', (priceClass, regions, bytes) => {
  const found = uses('Cdn', {}, { ...TRAFFIC, regions }, { priceClass });
  expect(Object.fromEntries(Object.entries(found).filter(([meter]) => meter.startsWith('edge.gb')))).toEqual(bytes);
});

test('the function runs at every request, and looks up the brake and the project', () => {
  expect(uses('Gate')).toEqual({ 'edge.function': 8e6, 'edge.read': 16e6 });
});

test.each([
  ['everybody with a token: its key and revocations too', { tiers: { supporter: 0.4, commercial: 0.6 } }, 32e6],
  ['a quarter with a token', { tiers: { anonymous: 0.5, supporter: 0.25 } }, 20e6],
  ['nobody names a project', { projects: { share: 0, blocked: 0 } }, 8e6],
  ['half of them do', { projects: { share: 0.5, blocked: 0 } }, 12e6],
  ['one in eight for a project of which something is blocked: three more', { projects: { share: 1, blocked: 0.125 } }, 19e6],
])('%s', (_, mix, reads) => {
  expect(uses('Gate', {}, { ...TRAFFIC, ...mix })['edge.read']).toBe(reads);
});

test('a function that no distribution names does not run', () => {
  const idle: Resource = { Type: 'AWS::CloudFront::Function', Properties: {} };
  expect(uses('Idle', { Idle: idle })).toEqual({});
});

test('the web ACL inspects every request', () => {
  expect(uses('Acl')).toEqual({ 'waf.acl': 1, 'waf.rule': 6, 'waf.request': 8e6 });
});

test('the origin keeps files, large ones tiered; misses read it, releases write to it', () => {
  expect(uses('Packages')).toEqual({
    's3.standard': 50,
    's3.tiering': 50,
    's3.tiering.monitored': 25_600, // 50 GB of 2 MiB
    's3.tiering.moved': 256, // half of 1 GB released, of 2 MiB
    's3.get': 2e6, // a quarter of 8 million
    's3.put': 7168, // 512 releases of 2 files and 12 documents
  });
});

test('uploads stay for as long as their lifecycle rule says', () => {
  expect(uses('Staging')['s3.standard']).toBeCloseTo(7 / 30, 9); // 1 GB for 7 of 30 days
});

test('records are written and read with each release', () => {
  expect(uses('Records')).toMatchObject({ 's3.put': 6144, 's3.get': 10_240 });
});

test('logs are kept for as long as their lifecycle rule says, compressed', () => {
  const gb = ((8e6 * 600 * 0.2 + 2e6 * 600) / 2 ** 30) * (40 / 30);
  expect(uses('Logs')['s3.standard']).toBeCloseTo(gb, 9);
  expect(uses('Logs')['s3.put']).toBe(11_000 + 8_000_000 / 2_000);
});

test('a key signs each file and the ledger entry, with room for what is tried again', () => {
  expect(uses('Key')).toEqual({ 'kms.key': 1, 'kms.sign': 3072 });
});

test('a function that a queue wakes runs three times a release, 10 seconds with its memory', () => {
  expect(uses('Intake')).toMatchObject({ 'lambda.request': 1536, 'lambda.arm64': 15_360 });
  expect(uses('Queue')).toEqual({ 'sqs.request': 4608 });
});

test('a queue that nothing reads costs nothing', () => {
  expect(uses('Dead', { Dead: { Type: 'AWS::SQS::Queue' } })).toEqual({});
});

test('a function that only a deployment or an alarm wakes runs too rarely to count', () => {
  const site: Resource = { Type: 'AWS::Lambda::Function', Properties: {} };
  const custom: Resource = { Type: 'Custom::Site', Properties: { ServiceToken: { 'Fn::GetAtt': ['Site', 'Arn'] } } };
  expect(uses('Site', { Site: site, Custom: custom })).toEqual({});
});

test('replication is paid where it starts', () => {
  const template = sampleTemplate();
  const packages = template.Resources.Packages!;
  const replicated = { ...packages, Properties: { ...packages.Properties, ReplicationConfiguration: {} } };
  expect(uses('Packages', { Packages: replicated })['s3.replicated']).toBe(1);
});

test("a replica's bucket is archive: large files in Glacier Instant Retrieval", () => {
  const replica = {
    Resources: {
      Files: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          ObjectLockEnabled: true,
          LifecycleConfiguration: { Rules: [{ Prefix: 'files/', Transitions: [{ StorageClass: 'GLACIER_IR' }] }] },
        },
      },
    },
  };
  const found = Object.fromEntries(usesOf(replica, workloadOf(TRAFFIC)).map(({ meter, quantity }) => [meter, quantity]));
  expect(found).toEqual({ 's3.standard': 50, 's3.archive': 50, 's3.archive.moved': 256, 's3.put': 1024 });
});

test('a malware scan is paid by file and by byte', () => {
  expect(uses('Scan', { Scan: { Type: 'AWS::GuardDuty::MalwareProtectionPlan' } })).toEqual({
    'guardduty.gb': 1,
    'guardduty.object': 2560, // 2 files with bundles and release.json
  });
});

test('the bucket of an exported bill holds a few MB, whatever the traffic', () => {
  const Export = { Type: 'AWS::BCMDataExports::Export', Properties: { Export: { S3Bucket: { Ref: 'Bills' } } } };
  expect(uses('Bills', { Bills: { Type: 'AWS::S3::Bucket' }, Export })).toEqual({ 's3.standard': 0.05, 's3.put': 270 });
});
