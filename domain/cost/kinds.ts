/** Every kind of resource that a template may hold, with what it uses in a month or the reason why it costs nothing. */
import type { Driver, Use } from './bill';
import { bucketQuantities } from './buckets';
import { functionQuantities, queueQuantities } from './functions';
import { filesDistributions, workAt } from './hosts';
import { hourlyOf } from './hourly';
import type { MeterName } from './meters';
import { PRICE_REGIONS, type PriceClass, servedFrom } from './regions';
import { managedGroups, metersOf } from './rule-groups';
import type { Resource, Template } from './template';
import { UnpricedError, unpricedParts } from './unpriced';
import { queryQuantities } from './usage-queries';
import type { Workload } from './workload';

export type Quantity = readonly [meter: MeterName, quantity: number, by: Driver];

interface Place {
  readonly id: string;
  readonly resource: Resource;
  readonly template: Template;
  readonly work: Workload;
}
interface Kind {
  /** Why it costs nothing without traffic; absent for what costs. */
  readonly free?: string;
  readonly quantities?: (at: Place) => readonly Quantity[];
}

const PER_USE = 'billed by use only';
const NO_CHARGE = 'AWS makes no charge for it';
const FEW_MAILS = 'billed by use only; the first 1,000 mails of a month are free';
const fixed = (meter: MeterName, quantity = 1): Kind => ({ quantities: () => [[meter, quantity, 'fixed']] });
const free = (reason: string): Kind => ({ free: reason });
const length = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
const property = ({ resource }: Place, name: string): unknown => resource.Properties?.[name];

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::Athena::WorkGroup': { quantities: ({ work }) => queryQuantities(work) },
  'AWS::BCMDataExports::Export': free('exports are free; the bucket is billed'),
  'AWS::Budgets::Budget': free('budgets without actions are free'),
  'AWS::CDK::Metadata': free(NO_CHARGE),
  'AWS::CE::AnomalyMonitor': free(NO_CHARGE),
  'AWS::CE::AnomalySubscription': free(NO_CHARGE),
  'AWS::CE::CostCategory': free(NO_CHARGE),
  'AWS::CertificateManager::Certificate': free('public certificates are free'),
  'AWS::CloudFormation::CustomResource': free('the function behind it is billed'),
  'AWS::CloudFront::Distribution': { free: PER_USE, quantities: distribution },
  'AWS::CloudFront::Function': { free: PER_USE, quantities: edgeFunction },
  'AWS::CloudFront::KeyValueStore': free('reads are billed with the function, writes are a few a month'),
  'AWS::CloudFront::MonitoringSubscription': fixed('edge.metrics'),
  'AWS::CloudFront::OriginAccessControl': free(NO_CHARGE),
  'AWS::CloudWatch::Alarm': { quantities: (at) => [['alarm', alarmMetrics(at.resource), 'fixed']] },
  'AWS::CloudWatch::CompositeAlarm': fixed('alarm.composite'),
  'AWS::CloudWatch::Dashboard': fixed('dashboard'),
  'AWS::Events::Rule': free('events of AWS services are free'),
  'AWS::Glue::Database': free('the first million objects of a catalogue are free'),
  'AWS::Glue::Table': free('the first million objects of a catalogue are free'),
  'AWS::GuardDuty::MalwareProtectionPlan': {
    free: PER_USE,
    quantities: ({ work }) => [
      ['guardduty.gb', work.releasedGb, 'releases'],
      ['guardduty.object', 2 * work.releaseFiles + work.releases, 'releases'],
    ],
  },
  'AWS::IAM::ManagedPolicy': free(NO_CHARGE),
  'AWS::IAM::OIDCProvider': free(NO_CHARGE),
  'AWS::IAM::Policy': free(NO_CHARGE),
  'AWS::IAM::Role': free(NO_CHARGE),
  'AWS::KMS::Alias': free(NO_CHARGE),
  'AWS::KMS::Key': {
    quantities: (at) => [
      ['kms.key', 1, 'fixed'],
      // Each file and the ledger entry, once more for what is tried again.
      ['kms.sign', property(at, 'KeyUsage') === 'SIGN_VERIFY' ? 2 * (at.work.releaseFiles + at.work.releases) : 0, 'releases'],
    ],
  },
  'AWS::Lambda::EventInvokeConfig': free(NO_CHARGE),
  'AWS::Lambda::EventSourceMapping': free('the queue and the function are billed'),
  'AWS::Lambda::Function': {
    free: PER_USE,
    quantities: ({ id, resource, template, work }) => functionQuantities(id, resource, template, work),
  },
  'AWS::Lambda::LayerVersion': free(NO_CHARGE),
  'AWS::Lambda::Permission': free(NO_CHARGE),
  'AWS::Logs::Delivery': free('standard logs cost nothing to deliver; the bucket is billed'),
  'AWS::Logs::DeliveryDestination': free(NO_CHARGE),
  'AWS::Logs::DeliverySource': free(NO_CHARGE),
  'AWS::Logs::LogGroup': free('billed with the function that writes to it'),
  'AWS::PricingPlanManager::Subscription': free('its fee takes the place of what it covers, and stands on a line of its own'),
  'AWS::Route53::HostedZone': fixed('route53.zone'),
  'AWS::Route53::RecordSet': free('alias queries to CloudFront are free'),
  'AWS::S3::Bucket': {
    free: 'billed by stored bytes and requests only',
    quantities: ({ id, resource, template, work }) => bucketQuantities(id, resource, template, work),
  },
  'AWS::S3::BucketPolicy': free(NO_CHARGE),
  'AWS::SNS::Subscription': free(FEW_MAILS),
  'AWS::SNS::Topic': free(FEW_MAILS),
  'AWS::SNS::TopicPolicy': free(NO_CHARGE),
  'AWS::SQS::Queue': { free: PER_USE, quantities: ({ id, template, work }) => queueQuantities(id, template, work) },
  'AWS::SQS::QueuePolicy': free(NO_CHARGE),
  'AWS::SecretsManager::Secret': fixed('secret'),
  'AWS::WAFv2::IPSet': free('the rule that refers to it is billed, the set is not'),
  'AWS::WAFv2::RuleGroup': { quantities: (at) => [['waf.rule', length(property(at, 'Rules')), 'fixed']] },
  'AWS::WAFv2::WebACL': {
    quantities: (at) => [
      ['waf.acl', 1, 'fixed'],
      // A rule that refers to a rule group is billed as one, and the group's own rules as so many more.
      ['waf.rule', length(property(at, 'Rules')), 'fixed'],
      ['waf.request', workAt(at.id, at.template, at.work).requests, 'requests'],
      ...managedGroups(property(at, 'Rules')).flatMap((group): Quantity[] => {
        const [fee, request] = metersOf(group) ?? [];
        return fee && request
          ? [
              [fee, 1, 'fixed'],
              [request, workAt(at.id, at.template, at.work).requests, 'requests'],
            ]
          : [];
      }),
    ],
  },
};

const kindOf = (type: string): Kind | undefined =>
  KINDS[type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : type];

/** Whether the table has a price for a type, or a reason why it costs nothing; what is billed by the hour stands in `hourly.ts`. */
export const isKnownType = (type: string): boolean => kindOf(type) !== undefined;

/** Why a type costs nothing without traffic; undefined when it does. */
export const freeWhileIdle = (type: string): string | undefined => kindOf(type)?.free;

/**
 * What every resource of a template uses in a month.
 * @throws UnpricedError naming each resource whose type or part is not in the table; never counts one as zero
 */
export function usesOf(template: Template, work: Workload): Use[] {
  const resources = Object.entries(template.Resources);
  const named = (which: (resource: Resource) => boolean): string[] =>
    resources.filter(([, resource]) => which(resource)).map(([id, { Type }]) => `${id} (${Type})`);
  const hourly = named((resource) => hourlyOf(resource) !== undefined);
  const unknown = named((resource) => !isKnownType(resource.Type) && !hourlyOf(resource));
  const unpriced = [...unknown, ...unpricedParts(template)];
  if (unpriced.length || hourly.length) throw new UnpricedError(unpriced, hourly);
  return resources.flatMap(([id, resource]) =>
    (kindOf(resource.Type)!.quantities?.({ id, resource, template, work }) ?? []).map(([meter, quantity, by]) => ({
      meter,
      quantity,
      by,
      resource: id,
      component: componentOf(resource),
    })),
  );
}

function componentOf({ Properties = {} }: Resource): string {
  const tags = Array.isArray(Properties.Tags) ? (Properties.Tags as readonly { Key: string; Value: string }[]) : [];
  return tags.find(({ Key }) => Key === 'component')?.Value ?? 'untagged';
}

/** AWS bills an alarm once for each metric it reads. */
export function alarmMetrics({ Properties = {} }: Resource): number {
  const metrics = Properties.Metrics as readonly { MetricStat?: unknown }[] | undefined;
  return metrics ? metrics.filter((metric) => metric.MetricStat !== undefined).length : 1;
}

function distribution({ id, resource, template, work: all }: Place): Quantity[] {
  const work = workAt(id, template, all);
  const others = Object.entries(template.Resources).filter(([other, { Type }]) => Type === resource.Type && other !== id);
  if (others.length && !filesDistributions(template).length)
    throw new UnpricedError([`the traffic of each of ${[id, ...others.map(([name]) => name)].join(', ')} (${resource.Type})`]);
  const { PriceClass = 'PriceClass_All' } = (resource.Properties?.DistributionConfig ?? {}) as { PriceClass?: PriceClass };
  const shares = servedFrom(work.regions, PriceClass);
  return [
    ...PRICE_REGIONS.map((region): Quantity => [`edge.gb.${region}`, work.gb * shares[region], 'bytes']),
    ...PRICE_REGIONS.map((region): Quantity => [`edge.request.${region}`, work.requests * shares[region], 'requests']),
    // One cache tag for the project, one for the listing.
    ['invalidation', 2 * work.releases, 'releases'],
  ];
}

/** A function of a distribution runs at each request, and looks into its store: `store-reads.ts` says how often and what for. */
function edgeFunction({ id, resource, template, work: all }: Place): Quantity[] {
  const work = workAt(id, template, all);
  const runs = Object.values(template.Resources).some(
    ({ Type, Properties }) => Type === 'AWS::CloudFront::Distribution' && JSON.stringify(Properties ?? {}).includes(`["${id}",`),
  )
    ? work.requests
    : 0;
  const reads = JSON.stringify(resource.Properties ?? {}).includes('KeyValueStoreAssociations') ? runs * work.readsPerRequest : 0;
  return [
    ['edge.function', runs, 'requests'],
    ['edge.read', reads, 'requests'],
  ];
}
