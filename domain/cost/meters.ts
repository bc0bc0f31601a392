/** What is billed: each meter with its price, how many of its units the price is for, and what of it is free. */
import type { PriceRegion } from './regions';

export type Service =
  | 'CloudFront'
  | 'WAF'
  | 'S3'
  | 'Lambda'
  | 'Athena'
  | 'SQS'
  | 'SNS'
  | 'KMS'
  | 'CloudWatch'
  | 'GuardDuty'
  | 'Route 53'
  | 'Secrets Manager'
  | 'Data transfer'
  | 'Plan'
  | 'Other provider';

export interface Meter {
  readonly service: Service;
  /** Id of a price, or of a group of volume tiers. */
  readonly price: string;
  /** Units of the quantity in one priced unit. @default 1 */
  readonly per?: number;
  /** Id of the allowance, which meters of the same id share. @default none */
  readonly free?: string;
}

const K = 1_000;
const M = 1_000_000;

const METERS = {
  alarm: { service: 'CloudWatch', price: 'cloudwatch.alarm', free: 'cloudwatch.free.alarms' },
  'alarm.composite': { service: 'CloudWatch', price: 'cloudwatch.composite' },
  dashboard: { service: 'CloudWatch', price: 'cloudwatch.dashboard', free: 'cloudwatch.free.dashboards' },
  'logs.ingest': { service: 'CloudWatch', price: 'cloudwatch.logs.ingest', free: 'cloudwatch.free.logs' },
  'logs.storage': { service: 'CloudWatch', price: 'cloudwatch.logs.storage', free: 'cloudwatch.free.logs' },
  'logs.access': { service: 'CloudWatch', price: 'cloudwatch.vended.cf_logs', free: 'cloudwatch.free.logs' },
  'edge.function': { service: 'CloudFront', price: 'cloudfront.function.invocation', per: M, free: 'cloudfront.free.functions' },
  'edge.read': { service: 'CloudFront', price: 'cloudfront.kvs.read', per: M, free: 'cloudfront.free.kvs_reads' },
  'edge.write': { service: 'CloudFront', price: 'cloudfront.kvs.api', per: K },
  invalidation: { service: 'CloudFront', price: 'cloudfront.invalidation', free: 'cloudfront.free.invalidation_paths' },
  'edge.metrics': { service: 'CloudFront', price: 'cloudfront.additional_metrics' },
  'waf.acl': { service: 'WAF', price: 'waf.web_acl' },
  'waf.rule': { service: 'WAF', price: 'waf.rule' },
  'waf.request': { service: 'WAF', price: 'waf.requests', per: M },
  'waf.bots': { service: 'WAF', price: 'waf.bot_control' },
  'waf.bots.request': { service: 'WAF', price: 'waf.bot_control.common', per: M },
  'waf.ddos': { service: 'WAF', price: 'waf.anti_ddos' },
  'waf.ddos.request': { service: 'WAF', price: 'waf.anti_ddos.requests', per: M },
  's3.standard': { service: 'S3', price: 's3.standard.storage' },
  's3.tiering': { service: 'S3', price: 's3.it.frequent' },
  's3.tiering.monitored': { service: 'S3', price: 's3.it.monitoring', per: K },
  's3.tiering.moved': { service: 'S3', price: 's3.it.transition', per: K },
  's3.archive': { service: 'S3', price: 's3.glacier_ir.storage' },
  's3.archive.moved': { service: 'S3', price: 's3.glacier_ir.put', per: K },
  's3.get': { service: 'S3', price: 's3.standard.get', per: K },
  's3.put': { service: 'S3', price: 's3.standard.put', per: K },
  's3.replicated': { service: 'S3', price: 's3.replication.interregion' },
  'lambda.request': { service: 'Lambda', price: 'lambda.requests', per: M, free: 'lambda.free.requests' },
  'lambda.arm64': { service: 'Lambda', price: 'lambda.arm64.gbs', free: 'lambda.free.gbs' },
  'lambda.x86_64': { service: 'Lambda', price: 'lambda.x86.gbs', free: 'lambda.free.gbs' },
  'athena.scan': { service: 'Athena', price: 'athena.scan' },
  'sqs.request': { service: 'SQS', price: 'sqs.standard', per: M, free: 'sqs.free.requests' },
  'sns.publish': { service: 'SNS', price: 'sns.publish', per: M, free: 'sns.free.publish' },
  'sns.email': { service: 'SNS', price: 'sns.email', per: 100 * K, free: 'sns.free.email' },
  'kms.key': { service: 'KMS', price: 'kms.key' },
  'kms.sign': { service: 'KMS', price: 'kms.asymmetric', per: 10 * K },
  'kms.decrypt': { service: 'KMS', price: 'kms.symmetric', per: 10 * K },
  'guardduty.gb': { service: 'GuardDuty', price: 'guardduty.malware_s3.gb' },
  'guardduty.object': { service: 'GuardDuty', price: 'guardduty.malware_s3.objects', per: K },
  'route53.zone': { service: 'Route 53', price: 'route53.zone' },
  secret: { service: 'Secrets Manager', price: 'secretsmanager.secret' },
  egress: { service: 'Data transfer', price: 'aws.egress', free: 'aws.egress.free' },
  'codeartifact.storage': { service: 'Other provider', price: 'codeartifact.storage', free: 'codeartifact.free.storage' },
  'codeartifact.request': {
    service: 'Other provider',
    price: 'codeartifact.requests',
    per: 10 * K,
    free: 'codeartifact.free.requests',
  },
  'r2.storage': { service: 'Other provider', price: 'r2.storage', free: 'r2.free.storage' },
  'r2.read': { service: 'Other provider', price: 'r2.class_b', per: M, free: 'r2.free.class_b' },
  'r2.write': { service: 'Other provider', price: 'r2.class_a', per: M, free: 'r2.free.class_a' },
  'workers.plan': { service: 'Other provider', price: 'workers.base' },
  'workers.request': { service: 'Other provider', price: 'workers.requests', per: M, free: 'workers.free.requests' },
  'bunny.volume': { service: 'Other provider', price: 'bunny.volume' },
  'b2.storage': { service: 'Other provider', price: 'b2.storage', per: K },
  'plan.pro': { service: 'Plan', price: 'cloudfront.flat.pro' },
  'plan.business': { service: 'Plan', price: 'cloudfront.flat.business' },
  'plan.premium': { service: 'Plan', price: 'cloudfront.flat.premium' },
} satisfies Record<string, Meter>;

export type MeterName = keyof typeof METERS | `edge.gb.${PriceRegion}` | `edge.request.${PriceRegion}` | `plan.premium.${string}`;

/** @throws Error when there is no such meter */
export function meterOf(name: MeterName): Meter {
  const [, what, region] = /^edge\.(gb|request)\.(\w+)$/.exec(name) ?? [];
  if (what === 'gb') return { service: 'CloudFront', price: `cloudfront.dto.${region!}`, free: 'cloudfront.free.dto' };
  if (what === 'request')
    return { service: 'CloudFront', price: `cloudfront.https.${region!}`, per: 10 * K, free: 'cloudfront.free.requests' };
  const level = /^plan\.premium\.(.+)$/.exec(name)?.[1];
  if (level) return { service: 'Plan', price: `cloudfront.flat.premium.${level}` };
  return METERS[name as keyof typeof METERS];
}
