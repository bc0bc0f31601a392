/** What a synthesised template costs in a month without any traffic, line by line. */
import { type Price, priceOf } from './prices';
import type { Resource, Template } from './template';

/** One priced property of one resource, or an account-wide sum with its free allowance. */
export interface IdleLine {
  /** Logical ids the line is about. */
  readonly resources: readonly string[];
  readonly type: string;
  readonly price: Price;
  readonly quantity: number;
  /** Units of the quantity that AWS gives for free each month. */
  readonly free: number;
  /** US dollars a month. */
  readonly monthly: number;
}

export interface IdleCost {
  readonly lines: readonly IdleLine[];
  /** Resource types that cost nothing while idle, with the reason. */
  readonly free: readonly { readonly type: string; readonly count: number; readonly reason: string }[];
  /** US dollars a month. */
  readonly monthly: number;
}

/** Thrown when the template holds something that the table cannot price. */
export class UnpricedError extends Error {
  constructor(readonly resources: readonly string[]) {
    super(
      `Cannot price ${resources.join(', ')}: add the type to domain/cost/idle.ts with its price, or with the reason why it is free.`,
    );
    this.name = 'UnpricedError';
  }
}

interface Charge {
  readonly priceId: string;
  readonly quantity: (properties: Readonly<Record<string, unknown>>) => number;
  /** Free units a month per account, across all resources of the type. */
  readonly free?: number;
}

const one = (): number => 1;
const length = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** AWS bills an alarm once for each metric it reads. */
function alarmMetrics(properties: Readonly<Record<string, unknown>>): number {
  const metrics = properties.Metrics as readonly { MetricStat?: unknown }[] | undefined;
  return metrics ? metrics.filter((metric) => metric.MetricStat !== undefined).length : 1;
}

/** What has a price while idle. */
const CHARGES: Readonly<Record<string, readonly Charge[]>> = {
  'AWS::CloudWatch::Alarm': [{ priceId: 'cloudwatch.alarm', quantity: alarmMetrics, free: 10 }],
  'AWS::CloudWatch::Dashboard': [{ priceId: 'cloudwatch.dashboard', quantity: one, free: 3 }],
  'AWS::KMS::Key': [{ priceId: 'kms.key', quantity: one }],
  'AWS::Route53::HostedZone': [{ priceId: 'route53.zone', quantity: one }],
  'AWS::SecretsManager::Secret': [{ priceId: 'secretsmanager.secret', quantity: one }],
  'AWS::WAFv2::WebACL': [
    { priceId: 'waf.web_acl', quantity: one },
    { priceId: 'waf.rule', quantity: (properties) => length(properties.Rules) },
  ],
};

const PER_USE = 'billed by use only';
const NO_CHARGE = 'AWS makes no charge for it';

/** What costs nothing while idle, and why. */
const FREE: Readonly<Record<string, string>> = {
  'AWS::Budgets::Budget': 'budgets without actions are free',
  'AWS::CDK::Metadata': NO_CHARGE,
  'AWS::CertificateManager::Certificate': 'public certificates are free',
  'AWS::CloudFront::Distribution': PER_USE,
  'AWS::CloudFront::Function': PER_USE,
  'AWS::CloudFront::KeyValueStore': PER_USE,
  'AWS::CloudFront::OriginAccessControl': NO_CHARGE,
  'AWS::Events::Rule': 'events of AWS services are free',
  'AWS::GuardDuty::MalwareProtectionPlan': PER_USE,
  'AWS::IAM::ManagedPolicy': NO_CHARGE,
  'AWS::IAM::Role': NO_CHARGE,
  'AWS::KMS::Alias': NO_CHARGE,
  'AWS::Lambda::EventSourceMapping': PER_USE,
  'AWS::Lambda::Function': PER_USE,
  'AWS::Lambda::Permission': NO_CHARGE,
  'AWS::Logs::Delivery': PER_USE,
  'AWS::Logs::DeliveryDestination': NO_CHARGE,
  'AWS::Logs::DeliverySource': NO_CHARGE,
  'AWS::Logs::LogGroup': 'billed by ingested and stored bytes only',
  'AWS::Route53::RecordSet': 'alias queries to CloudFront are free',
  'AWS::S3::Bucket': 'billed by stored bytes and requests only',
  'AWS::S3::BucketPolicy': NO_CHARGE,
  'AWS::SNS::Subscription': PER_USE,
  'AWS::SNS::Topic': PER_USE,
  'AWS::SNS::TopicPolicy': NO_CHARGE,
  'AWS::SQS::Queue': PER_USE,
  'AWS::SQS::QueuePolicy': NO_CHARGE,
  'AWS::WAFv2::IPSet': 'the rule that refers to it is billed, the set is not',
};

/** Whether the table has a price for a type, or a reason why it costs nothing; a type billed by the hour is in neither list. */
export const isKnownType = (type: string): boolean => type in CHARGES || type in FREE;

/**
 * Prices every resource of a template without traffic.
 * @throws UnpricedError naming each resource whose type or variant is not in the table; never counts one as zero.
 */
export function idleCost(template: Template): IdleCost {
  const byType = groupByType(template);
  const unpriced = Object.entries(template.Resources).filter(
    ([, resource]) => !isKnownType(resource.Type) || hasUnpricedPart(resource),
  );
  if (unpriced.length) throw new UnpricedError(unpriced.map(([id, resource]) => `${id} (${resource.Type})`));
  const lines = Object.entries(CHARGES).flatMap(([type, charges]) =>
    charges.flatMap((charge) => lineOf(type, charge, byType.get(type))),
  );
  const free = [...byType]
    .filter(([type]) => type in FREE)
    .map(([type, resources]) => ({ type, count: resources.length, reason: FREE[type]! }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
  return { lines, free, monthly: lines.reduce((sum, line) => sum + line.monthly, 0) };
}

function groupByType(template: Template): Map<string, [string, Resource][]> {
  const groups = new Map<string, [string, Resource][]>();
  for (const [id, resource] of Object.entries(template.Resources)) {
    groups.set(resource.Type, [...(groups.get(resource.Type) ?? []), [id, resource]]);
  }
  return groups;
}

function lineOf(type: string, charge: Charge, resources: readonly [string, Resource][] = []): IdleLine[] {
  if (!resources.length) return [];
  const price = priceOf(charge.priceId);
  const quantity = resources.reduce((sum, [, resource]) => sum + charge.quantity(resource.Properties ?? {}), 0);
  const free = charge.free ?? 0;
  return [
    { resources: resources.map(([id]) => id), type, price, quantity, free, monthly: Math.max(0, quantity - free) * price.price },
  ];
}

/** Variants of known types that carry a price of their own, which the table does not hold. */
function hasUnpricedPart(resource: Resource): boolean {
  const properties = resource.Properties ?? {};
  if (resource.Type === 'AWS::WAFv2::WebACL') return JSON.stringify(properties.Rules ?? []).includes('GroupStatement"');
  if (resource.Type === 'AWS::CloudWatch::Alarm') return typeof properties.Period === 'number' && properties.Period < 60;
  if (resource.Type === 'AWS::Lambda::Function') return 'SnapStart' in properties;
  return false;
}
