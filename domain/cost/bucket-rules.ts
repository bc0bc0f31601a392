/** That logs and old versions go: what a bucket keeps for ever is paid for ever. */
import { about, type Found, resourcesOf, shown } from './cost-finding';
import type { Resource, Template } from './template';

interface LifecycleRule {
  readonly Status?: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: unknown;
  readonly NoncurrentVersionExpirationInDays?: number;
}

/** The rules of a bucket that are in force. */
function rulesOf({ Properties = {} }: Resource): readonly LifecycleRule[] {
  const { Rules = [] } = (Properties.LifecycleConfiguration ?? {}) as { readonly Rules?: readonly LifecycleRule[] };
  return Rules.filter(({ Status }) => Status === 'Enabled');
}

const covers = ({ Prefix = '' }: LifecycleRule, prefix: string): boolean => prefix.startsWith(Prefix);
const dropsOldVersions = (rule: LifecycleRule): boolean =>
  rule.NoncurrentVersionExpiration !== undefined || rule.NoncurrentVersionExpirationInDays !== undefined;
const prefixesOf = (rules: readonly LifecycleRule[]): string =>
  rules.map(({ Prefix }) => (Prefix === undefined ? 'everything' : `'${Prefix}'`)).join(', ') || 'nothing';

/** Who writes logs where: the logical id of a bucket of the template, with the prefix where it is told. */
function logTargets(template: Template): { readonly bucket: string; readonly prefix?: string }[] {
  const named = (value: unknown): string[] => {
    const text = JSON.stringify(value ?? '');
    return resourcesOf(template, 'AWS::S3::Bucket')
      .map(([id]) => id)
      .filter((id) => text.includes(`{"Ref":"${id}"}`) || text.includes(`["${id}",`));
  };
  const serverLogs = resourcesOf(template, 'AWS::S3::Bucket').flatMap(([, { Properties = {} }]) => {
    const logging = Properties.LoggingConfiguration as Record<string, unknown> | undefined;
    const prefix = typeof logging?.LogFilePrefix === 'string' ? logging.LogFilePrefix : '';
    return named(logging?.DestinationBucketName).map((bucket) => ({ bucket, prefix }));
  });
  const delivered = resourcesOf(template, 'AWS::Logs::DeliveryDestination', 'AWS::WAFv2::LoggingConfiguration').flatMap(
    ([, { Properties = {} }]) =>
      named(Properties.DestinationResourceArn ?? Properties.LogDestinationConfigs).map((bucket) => ({ bucket })),
  );
  return [...serverLogs, ...delivered];
}

/** Buckets that logs go to expire them, and so does each log group. */
export function logsExpire(template: Template): Found[] {
  const found = logTargets(template).flatMap(({ bucket, prefix }) => {
    const rules = rulesOf(template.Resources[bucket]!).filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);
    if (rules.some((rule) => prefix === undefined || covers(rule, prefix))) return [];
    return about([bucket, template.Resources[bucket]!], 'LifecycleConfiguration.Rules', {
      wrong: `keeps its logs${prefix ? ` below '${prefix}'` : ''} for ever`,
      got: `ExpirationInDays for ${prefixesOf(rules)}`,
      allowed: 'logs that expire',
      change: 'add an enabled rule with ExpirationInDays that covers them',
    });
  });
  const groups = resourcesOf(template, 'AWS::Logs::LogGroup').filter(([, { Properties }]) => !Properties?.RetentionInDays);
  return [
    ...new Map(found.map((one) => [one.text, one])).values(),
    ...groups.map((entry) =>
      about(entry, 'RetentionInDays', {
        wrong: 'keeps its logs for ever',
        got: `RetentionInDays ${shown(entry[1].Properties?.RetentionInDays)}`,
        allowed: 'logs that expire',
        change: 'set RetentionInDays',
      }),
    ),
  ];
}

/** Versioned buckets drop old versions; what Object Lock guards is there to stay. */
export function oldVersionsExpire(template: Template): Found[] {
  const versioned = resourcesOf(template, 'AWS::S3::Bucket').filter(([, { Properties = {} }]) => {
    const { Status } = (Properties.VersioningConfiguration ?? {}) as { readonly Status?: unknown };
    return Status === 'Enabled' && Properties.ObjectLockEnabled !== true;
  });
  return versioned.flatMap((entry) => {
    const rules = rulesOf(entry[1]);
    const dropping = rules.filter(dropsOldVersions);
    // With versioning an object that expires lives on as an old version.
    const kept = rules.filter(
      (rule) => rule.ExpirationInDays !== undefined && !dropping.some((other) => covers(other, rule.Prefix ?? '')),
    );
    if (dropping.length && !kept.length) return [];
    return about(entry, 'LifecycleConfiguration.Rules', {
      wrong: `keeps old versions for ever${kept.length ? `, also of what expires below ${prefixesOf(kept)}` : ''}`,
      got: `NoncurrentVersionExpiration for ${prefixesOf(dropping)}`,
      allowed: 'old versions that expire, or Object Lock',
      change: 'add an enabled rule with NoncurrentVersionExpiration that covers them',
    });
  });
}
