/** What stands in a template and carries a price that the table does not hold: named, never counted as zero. */
import { unknownProperties } from './known-properties';
import { managedGroups, metersOf } from './rule-groups';
import type { Resource, Template } from './template';

/** Thrown when the template holds something that the table cannot price, or that a registry never holds. */
export class UnpricedError extends Error {
  /**
   * @param resources what has no price
   * @param hourly what is billed by the hour
   */
  constructor(resources: readonly string[], hourly: readonly string[] = []) {
    const unknown = `Cannot price ${resources.join(', ')}: add it to domain/cost/kinds.ts with its price, or with the reason why it is free.`;
    const forbidden = `Cannot price ${hourly.join(', ')}, which AWS bills by the hour: take it out.`;
    super([...(resources.length ? [unknown] : []), ...(hourly.length ? [forbidden] : [])].join(' '));
    this.name = 'UnpricedError';
  }
}

type Properties = Readonly<Record<string, unknown>>;

const has =
  (key: string, wanted: unknown) =>
  (found: unknown): boolean =>
    (found as Record<string, unknown>)[key] === wanted;

/** What costs something more by its value, or further down. Each says its name, and when it is there; `known-properties.ts` has the rest. */
const PARTS: Readonly<Record<string, readonly (readonly [name: string, isThere: (properties: Properties) => boolean])[]>> = {
  'AWS::CloudFront::Distribution': [
    ['OriginShield', (of) => deep(of, 'OriginShield', has('Enabled', true))],
    ['Lambda@Edge', (of) => deep(of, 'LambdaFunctionAssociations', (list) => Array.isArray(list) && list.length > 0)],
    ['FieldLevelEncryptionId', (of) => deep(of, 'FieldLevelEncryptionId', Boolean)],
    ['RealtimeLogConfigArn', (of) => deep(of, 'RealtimeLogConfigArn', Boolean)],
    ['SslSupportMethod', (of) => deep(of, 'SslSupportMethod', (method) => method !== 'sni-only')],
    ['VpcOriginConfig', (of) => deep(of, 'VpcOriginConfig', Boolean)],
    ['an origin that is no bucket of the template', (of) => deep(of, 'CustomOriginConfig', Boolean)],
  ],
  'AWS::CloudWatch::Alarm': [['Period below 60', ({ Period }) => typeof Period === 'number' && Period < 60]],
  'AWS::KMS::Key': [
    ['MultiRegion', ({ MultiRegion }) => MultiRegion === true],
    ['Origin', ({ Origin }) => Origin !== undefined && Origin !== 'AWS_KMS'],
  ],
  'AWS::Lambda::Function': [
    ['EphemeralStorage', (of) => deep(of, 'EphemeralStorage', (storage) => Number((storage as { Size?: unknown }).Size) > 512)],
    ['TracingConfig', (of) => deep(of, 'TracingConfig', has('Mode', 'Active'))],
  ],
  'AWS::Logs::DeliveryDestination': [['OutputFormat parquet', ({ OutputFormat }) => OutputFormat === 'parquet']],
  'AWS::Logs::LogGroup': [['LogGroupClass', ({ LogGroupClass }) => LogGroupClass !== undefined && LogGroupClass !== 'STANDARD']],
  'AWS::S3::Bucket': [
    ['SSEAlgorithm aws:kms', (of) => deep(of, 'SSEAlgorithm', (algorithm) => algorithm !== 'AES256')],
    ['ReplicationTime', (of) => deep(of, 'ReplicationTime', has('Status', 'Enabled'))],
    [
      'StorageClass',
      (of) => deep(of, 'StorageClass', (name) => !['STANDARD', 'INTELLIGENT_TIERING', 'GLACIER_IR'].includes(String(name))),
    ],
  ],
  'AWS::SNS::Subscription': [['Protocol', ({ Protocol }) => !['email', 'lambda', 'sqs'].includes(String(Protocol))]],
  'AWS::SNS::Topic': [['FifoTopic', ({ FifoTopic }) => FifoTopic === true]],
  'AWS::SQS::Queue': [['FifoQueue', ({ FifoQueue }) => FifoQueue === true]],
  'AWS::WAFv2::RuleGroup': [['CAPTCHA or challenge', (of) => deep(of, 'Captcha', Boolean) || deep(of, 'Challenge', Boolean)]],
  'AWS::WAFv2::WebACL': [
    ['ManagedRuleGroupStatement', ({ Rules }) => managedGroups(Rules).some((group) => !metersOf(group))],
    ['CAPTCHA or challenge', (of) => deep(of, 'Captcha', Boolean) || deep(of, 'Challenge', Boolean)],
  ],
};

/** Each resource that has such a part or an unknown property, with its name. */
export function unpricedParts(template: Template): string[] {
  return Object.entries(template.Resources).flatMap(([id, resource]: [string, Resource]) => {
    const { Type, Properties = {} } = resource;
    const parts = (PARTS[Type] ?? []).filter(([, isThere]) => isThere(Properties)).map(([name]) => name);
    return [...parts, ...unknownProperties(resource)].map((name) => `${name} of ${id} (${Type})`);
  });
}

/** Whether some value below has this key with a value that satisfies the test. Template values are JSON of any shape. */
function deep(value: unknown, key: string, test: (found: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => (name === key && inner !== null && test(inner)) || deep(inner, key, test));
}
