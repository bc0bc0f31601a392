/**
 * Where each price of the table stands in AWS's public price list, or why a person has to look it up. The names of usage types are those that AWS's
 * guides and public tools state; none was read from the list itself here, so whatever is not found there, or found twice, is refused
 * and named, never guessed.
 */
import type { Price } from '../prices';

export interface ListedSource {
  /** Code of the offer, e.g. `AmazonS3`. */
  readonly offer: string;
  /** `global`: the file of all regions; `regional`: that of us-east-1, where usage types may begin with a prefix of the region. */
  readonly scope: 'global' | 'regional';
  /** Names of the usage type, without the region's prefix; the first that is there counts. */
  readonly usagetypes: readonly string[];
  /** Attributes that the product must have besides. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** How many of the list's units one unit of the table is, e.g. 10,000 for `10k requests`. */
  readonly per: number;
}

/** Why a price is looked up by hand. */
export interface ManualSource {
  readonly manual: string;
}

export type PriceSource = ListedSource | ManualSource;

const K = 1_000;
const M = 1_000_000;

const at =
  (offer: string, scope: ListedSource['scope']) =>
  (usagetype: string | readonly string[], per = 1, attributes?: Readonly<Record<string, string>>): ListedSource => ({
    offer,
    scope,
    usagetypes: typeof usagetype === 'string' ? [usagetype] : usagetype,
    per,
    ...(attributes && { attributes }),
  });
const cloudFront = at('AmazonCloudFront', 'global');
const waf = at('awswaf', 'global');
const route53 = at('AmazonRoute53', 'global');
const s3 = at('AmazonS3', 'regional');
const lambda = at('AWSLambda', 'regional');
const sqs = at('AWSQueueService', 'regional');
const sns = at('AmazonSNS', 'regional');
const kms = at('awskms', 'regional');
const cloudWatch = at('AmazonCloudWatch', 'regional');
const dynamo = at('AmazonDynamoDB', 'regional');
const secrets = at('AWSSecretsManager', 'regional');

/** By id, or by what an id begins with where the key ends with a dot. */
const LISTED: Readonly<Record<string, ListedSource>> = {
  ...cloudFrontRegions(),
  'cloudfront.http.us_mx_ca': cloudFront('US-Requests-Tier1', 10 * K),
  'cloudfront.http.eu_il_tr': cloudFront('EU-Requests-Tier1', 10 * K),
  'cloudfront.http.sa': cloudFront('SA-Requests-Tier1', 10 * K),
  'cloudfront.http.apac': cloudFront('AP-Requests-Tier1', 10 * K),
  'cloudfront.function.invocation': cloudFront('Executions-CloudFrontFunctions', M),
  'cloudfront.kvs.read': cloudFront('KeyValueStore-EdgeReads', M),
  'cloudfront.kvs.api': cloudFront('KeyValueStore-APIOperations', K),
  'cloudfront.invalidation': cloudFront('Invalidations'),
  'cloudfront.realtime_logs': cloudFront('RealTimeLog-KinesisDataStream', M),
  'cloudfront.dedicated_ip_ssl': cloudFront('SSL-Cert-Custom'),
  'waf.web_acl': waf('Global-WebACLV2'),
  'waf.rule': waf('Global-RuleV2'),
  'waf.requests': waf('Global-RequestV2-Tier1', M),
  'waf.anti_ddos': waf('Global-AMR-AntiDDoS'),
  'route53.zone': route53('HostedZone'),
  'route53.queries': route53('DNS-Queries', M),
  's3.standard.storage.': s3('TimedStorage-ByteHrs'),
  's3.standard.put': s3('Requests-Tier1', K),
  's3.standard.get': s3('Requests-Tier2', K),
  's3.ia.storage': s3('TimedStorage-SIA-ByteHrs'),
  's3.ia.put': s3('Requests-SIA-Tier1', K),
  's3.ia.get': s3('Requests-SIA-Tier2', K),
  's3.ia.retrieval': s3('Retrieval-SIA'),
  's3.onezone_ia.storage': s3('TimedStorage-ZIA-ByteHrs'),
  's3.it.frequent': s3('TimedStorage-INT-FA-ByteHrs'),
  's3.it.infrequent': s3('TimedStorage-INT-IA-ByteHrs'),
  's3.it.archive_instant': s3('TimedStorage-INT-AIA-ByteHrs'),
  's3.it.monitoring': s3('Monitoring-Automation-INT', K),
  's3.it.transition': s3('Requests-Tier4', K),
  's3.glacier_flexible.storage': s3('TimedStorage-GlacierByteHrs'),
  's3.deep_archive.storage': s3('TimedStorage-GDA-ByteHrs'),
  's3.glacier_ir.storage': s3('TimedStorage-GIR-ByteHrs'),
  's3.glacier_ir.retrieval': s3('Retrieval-GIR'),
  's3.glacier_ir.put': s3('Requests-GIR-Tier1', K),
  's3.glacier_ir.get': s3('Requests-GIR-Tier2', K),
  'aws.egress.': at('AWSDataTransfer', 'regional')('DataTransfer-Out-Bytes', 1, { transferType: 'AWS Outbound' }),
  'lambda.requests': lambda('Request', M),
  'lambda.x86.gbs': lambda('Lambda-GB-Second'),
  'lambda.arm64.gbs': lambda('Lambda-GB-Second-ARM'),
  'sqs.standard': sqs(['Requests-RBP', 'Requests-Tier1'], M),
  'sqs.fifo': sqs(['Requests-FIFO-RBP', 'Requests-FIFO-Tier1'], M),
  'sns.publish': sns('Requests-Tier1', M),
  'sns.email': sns('DeliveryAttempts-SMTP', 100 * K),
  'eventbridge.custom': at('AWSEvents', 'regional')('Event-64K-Chunks', M),
  'kms.key': kms('KMS-Keys'),
  'kms.symmetric': kms('KMS-Requests', 10 * K),
  'kms.asymmetric': kms('KMS-Requests-Asymmetric', 10 * K),
  'dynamodb.write': dynamo('WriteRequestUnits', M),
  'dynamodb.read': dynamo('ReadRequestUnits', M),
  'dynamodb.storage': dynamo('TimedStorage-ByteHrs'),
  'cloudwatch.metric': cloudWatch('CW:MetricMonitorUsage'),
  'cloudwatch.alarm': cloudWatch('CW:AlarmMonitorUsage'),
  'cloudwatch.alarm_highres': cloudWatch('CW:HighResAlarmMonitorUsage'),
  'cloudwatch.composite': cloudWatch('CW:CompositeAlarmMonitorUsage'),
  'cloudwatch.getmetricdata': cloudWatch('CW:GMD-Metrics', K),
  'cloudwatch.logs.ingest': cloudWatch('DataProcessing-Bytes'),
  'cloudwatch.logs.ingest_ia': cloudWatch('DataProcessingIA-Bytes'),
  'cloudwatch.logs.storage': cloudWatch('TimedStorage-ByteHrs'),
  'cloudwatch.insights': cloudWatch('DataScanned-Bytes'),
  'cloudwatch.vended.cf_logs.': cloudWatch('VendedLog-Bytes'),
  'athena.scan': at('AmazonAthena', 'regional')('DataScannedInTB'),
  'secretsmanager.secret': secrets('AWSSecretsManager-Secrets'),
  'secretsmanager.api': secrets(['AWSSecretsManagerAPIRequest', 'AWSSecretsManager-APIRequest'], 10 * K),
};

const ELSEWHERE = 'another provider, whose prices are on a page for people';
const UNNAMED = 'the name of its usage type is stated nowhere that could be read';
const UNUSED = 'nothing that a registry uses, and the name of its usage type is stated nowhere that could be read';
const ZERO = 'free of charge, so the list has no line for it';
const PAGE = 'AWS states it on a page for people only';

/** By id, or by what an id begins with where the key ends with a dot. */
const MANUAL: Readonly<Record<string, string>> = {
  'cloudfront.flat.': PAGE,
  'cloudfront.origin_shield.': UNUSED,
  'cloudfront.field_level_encryption': UNUSED,
  'cloudfront.anycast_static_ips': UNUSED,
  'cloudfront.additional_metrics':
    'a sum of eight metrics of CloudWatch for a distribution, which AWS states on a page for people only',
  'cloudfront.s3_to_cloudfront': ZERO,
  'cloudfront.stdlogs_v2.s3': ZERO,
  'cloudwatch.vended.parquet': UNUSED,
  'cloudwatch.vended.s3_delivery': 'two sources disagree, and a registry uses nothing of it',
  'cloudwatch.dashboard': 'sources disagree about its usage type, and whether the list has one',
  'cloudwatch.contributor_rule': UNUSED,
  'waf.extra_wcu': UNUSED,
  'waf.extra_body': UNUSED,
  'waf.bot_control': UNNAMED,
  'waf.bot_control.': UNNAMED,
  'waf.fraud_control': UNUSED,
  'waf.fraud_control.': UNUSED,
  'waf.anti_ddos.': UNNAMED,
  'waf.captcha': UNUSED,
  'waf.challenge': UNUSED,
  'shield.': UNUSED,
  's3.replication.interregion': 'it depends on the region of the replica, and each pair of regions has a usage type of its own',
  'glue.': UNUSED,
  'acm.public': ZERO,
  'budgets.': PAGE,
  'ce.': PAGE,
  'bcm.data_exports': ZERO,
  'guardduty.': UNNAMED,
  'codeartifact.': UNNAMED,
  'r2.': ELSEWHERE,
  'workers.': ELSEWHERE,
  'bunny.': ELSEWHERE,
  'b2.': ELSEWHERE,
  'wasabi.': ELSEWHERE,
  'jfrog.': ELSEWHERE,
  'cloudsmith.': ELSEWHERE,
  'github_packages.': ELSEWHERE,
  'fastly.': ELSEWHERE,
  'gcp.': ELSEWHERE,
};

/** Keys of both tables, for the test that each is of use. */
export const SOURCE_KEYS: readonly string[] = [...Object.keys(LISTED), ...Object.keys(MANUAL)];

/** Whether a key of the tables speaks for an id. */
export const speaksFor = (key: string, id: string): boolean => (key.endsWith('.') ? id.startsWith(key) : id === key);

/** @throws Error when a price has no source: add it here with its usage type, or with the reason why a person looks it up */
export function sourceOf({ id, kind }: Pick<Price, 'id' | 'kind'>): PriceSource {
  if (kind) return { manual: `an ${kind === 'discount' ? 'agreed discount' : 'allowance'}, and no price` };
  const listed = Object.entries(LISTED).find(([key]) => speaksFor(key, id));
  if (listed) return listed[1];
  const manual = Object.entries(MANUAL).find(([key]) => speaksFor(key, id));
  if (manual) return { manual: manual[1] };
  throw new Error(`The price '${id}' has no source; add it to domain/cost/price-list/sources.ts, listed or manual.`);
}

/** Each region of edge locations has a code; South Africa, Kenya and the Middle East cost the same. */
function cloudFrontRegions(): Record<string, ListedSource> {
  const codes = { us_mx_ca: 'US', eu_il_tr: 'EU', za_ke_ng_me: 'ZA', sa: 'SA', jp: 'JP', au_nz: 'AU', apac: 'AP', in: 'IN' };
  return Object.fromEntries(
    Object.entries(codes).flatMap(([region, code]) => [
      [`cloudfront.dto.${region}.`, cloudFront(`${code}-DataTransfer-Out-Bytes`)],
      [`cloudfront.https.${region}`, cloudFront(`${code}-Requests-Tier2-HTTPS`, 10 * K)],
      [`cloudfront.dto_origin.${region}`, cloudFront(`${code}-DataTransfer-Out-OBytes`)],
    ]),
  );
}
