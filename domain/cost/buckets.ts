/** What a bucket is for, read from the template, and the requests and bytes that follow. */
import { QUARANTINE_PREFIX, UPLOADS_PREFIX } from '../contracts/keys';
import type { Quantity } from './kinds';
import type { Resource, Template } from './template';
import { UnpricedError } from './unpriced';
import { usageBucketQuantities } from './usage-queries';
import { GZIP, LOG_LINE_BYTES, type Workload } from './workload';

interface LifecycleRule {
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly Transitions?: readonly { readonly StorageClass?: string }[];
}

/** Index documents, signatures and records that one release writes, and what it reads for that; assumed, see docs/cost.md. */
const WRITES_OF_RELEASE = 12;
const READS_OF_RELEASE = 20;
/** Records and ledger entry of a release. */
const RECORD_GB = 50 / 1024 / 1024;

/** Bills of a year and more, a few MB a month; AWS writes those of the month anew up to three times a day, in up to three files. */
const BILL_GB = 0.05;
const BILL_WRITES = 270;

/** @throws UnpricedError when the template does not tell what the bucket is for */
export function bucketQuantities(id: string, bucket: Resource, template: Template, work: Workload): Quantity[] {
  const { releases } = work;
  switch (purposeOf(id, bucket, template)) {
    case 'origin':
      return [
        ...storedFiles(bucket, work),
        ['s3.get', work.misses, 'requests'],
        ['s3.put', work.releaseFiles + releases * WRITES_OF_RELEASE, 'releases'],
        ['s3.replicated', 'ReplicationConfiguration' in (bucket.Properties ?? {}) ? work.releasedGb : 0, 'releases'],
      ];
    case 'replica':
      return [...storedFiles(bucket, work), ['s3.put', work.releaseFiles, 'releases']];
    case 'uploads':
      return [
        ['s3.standard', (work.releasedGb * daysKept(bucket, UPLOADS_PREFIX)) / 30, 'releases'],
        ['s3.put', 2 * work.releaseFiles + 2 * releases, 'releases'],
        ['s3.get', 2 * work.releaseFiles + READS_OF_RELEASE * releases, 'releases'],
      ];
    case 'records':
      return [
        ['s3.standard', releases * RECORD_GB, 'releases'],
        ['s3.put', releases * WRITES_OF_RELEASE, 'releases'],
        ['s3.get', releases * READS_OF_RELEASE, 'releases'],
        ['s3.replicated', 'ReplicationConfiguration' in (bucket.Properties ?? {}) ? releases * RECORD_GB : 0, 'releases'],
      ];
    case 'bills':
      return [
        ['s3.standard', BILL_GB, 'fixed'],
        ['s3.put', BILL_WRITES, 'fixed'],
      ];
    case 'usage':
      return usageBucketQuantities(work);
    case 'logs': {
      const months = Math.max(...rulesOf(bucket).map(({ ExpirationInDays = 0 }) => ExpirationInDays)) / 30;
      const ofBuckets = (work.misses * LOG_LINE_BYTES) / 2 ** 30;
      return [
        ['s3.standard', (work.logGb * GZIP + ofBuckets) * months, 'requests'],
        ['s3.put', work.logFiles, 'requests'],
      ];
    }
  }
}

type Purpose = 'bills' | 'origin' | 'logs' | 'uploads' | 'records' | 'replica' | 'usage';

function purposeOf(id: string, bucket: Resource, template: Template): Purpose {
  const named = (type: string, property?: string): boolean =>
    Object.values(template.Resources).some((other) => {
      const text = JSON.stringify((property ? other.Properties?.[property] : other.Properties) ?? {});
      return other.Type === type && (text.includes(`["${id}",`) || text.includes(`{"Ref":"${id}"}`));
    });
  if (named('AWS::CloudFront::Distribution')) return 'origin';
  if (named('AWS::Logs::DeliveryDestination') || named('AWS::S3::Bucket', 'LoggingConfiguration')) return 'logs';
  if (named('AWS::Athena::WorkGroup')) return 'usage';
  if (named('AWS::BCMDataExports::Export')) return 'bills';
  if ('NotificationConfiguration' in (bucket.Properties ?? {})) return 'uploads';
  const locked = bucket.Properties?.ObjectLockEnabled === true;
  const alone = !Object.values(template.Resources).some(({ Type }) => Type === 'AWS::CloudFront::Distribution');
  if (locked && alone && moves(bucket, 'GLACIER_IR')) return 'replica';
  if (locked) return 'records';
  throw new UnpricedError([`${id} (AWS::S3::Bucket), because nothing tells what it holds`]);
}

const rulesOf = ({ Properties = {} }: Resource): readonly LifecycleRule[] =>
  (Properties.LifecycleConfiguration as { readonly Rules?: readonly LifecycleRule[] } | undefined)?.Rules ?? [];

const moves = (bucket: Resource, storageClass: string): boolean =>
  rulesOf(bucket).some(({ Transitions = [] }) => Transitions.some(({ StorageClass }) => StorageClass === storageClass));

/** Without a rule for the prefix, as long as refused uploads, which are kept longest of what S3 removes by itself. */
function daysKept(bucket: Resource, prefix: string): number {
  const days = (wanted: string): number | undefined => rulesOf(bucket).find(({ Prefix }) => Prefix === wanted)?.ExpirationInDays;
  return days(prefix) ?? days(QUARANTINE_PREFIX) ?? 365;
}

/** Tiered objects are priced as if all were read every month: what lies idle costs less. */
function storedFiles(bucket: Resource, work: Workload): Quantity[] {
  const small = work.storedGb - work.largeGb;
  if (moves(bucket, 'GLACIER_IR'))
    return [
      ['s3.standard', small, 'stored'],
      ['s3.archive', work.largeGb, 'stored'],
      ['s3.archive.moved', work.newLargeObjects, 'releases'],
    ];
  if (!moves(bucket, 'INTELLIGENT_TIERING')) return [['s3.standard', work.storedGb, 'stored']];
  return [
    ['s3.standard', small, 'stored'],
    ['s3.tiering', work.largeGb, 'stored'],
    ['s3.tiering.monitored', work.largeObjects, 'stored'],
    ['s3.tiering.moved', work.newLargeObjects, 'releases'],
  ];
}
