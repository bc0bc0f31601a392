/**
 * Properties that are known to cost nothing by themselves, or that the quantities of their type count, for each type that AWS sells extras with: whatever
 * else stands there is named as unpriced, also what AWS invents tomorrow. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
 * What costs only by its value, such as a class of storage, stands in `unpriced.ts`.
 */
import type { Resource } from './template';

/** By type; after a slash, of the object at that property. */
const KNOWN: Readonly<Record<string, string>> = {
  'AWS::CloudFront::Distribution': 'DistributionConfig Tags',
  'AWS::CloudFront::Distribution/DistributionConfig':
    'Aliases CacheBehaviors CacheTagConfig Comment ContinuousDeploymentPolicyId CustomErrorResponses DefaultCacheBehavior DefaultRootObject Enabled HttpVersion IPV6Enabled OriginGroups Origins PriceClass Restrictions Staging ViewerCertificate WebACLId',
  'AWS::CloudFront::Function': 'AutoPublish FunctionCode FunctionConfig FunctionMetadata Name Tags',
  'AWS::CloudWatch::Alarm':
    'ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions EvaluateLowSampleCountPercentile EvaluationPeriods ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period Statistic Tags Threshold ThresholdMetricId TreatMissingData Unit',
  'AWS::KMS::Key':
    'BypassPolicyLockoutSafetyCheck Description Enabled EnableKeyRotation KeyPolicy KeySpec KeyUsage MultiRegion Origin PendingWindowInDays Tags',
  'AWS::Lambda::Function':
    'Architectures Code DeadLetterConfig Description Environment EphemeralStorage FunctionName Handler Layers LoggingConfig MemorySize PackageType RecursiveLoop ReservedConcurrentExecutions Role Runtime RuntimeManagementConfig Tags Timeout TracingConfig',
  'AWS::Logs::DeliveryDestination':
    'DeliveryDestinationPolicy DeliveryDestinationType DestinationResourceArn Name OutputFormat Tags',
  'AWS::Logs::LogGroup':
    'DeletionProtectionEnabled FieldIndexPolicies LogGroupClass LogGroupName ResourcePolicyDocument RetentionInDays Tags',
  'AWS::S3::Bucket':
    'AccessControl BucketEncryption BucketName CorsConfiguration LifecycleConfiguration LoggingConfiguration NotificationConfiguration ObjectLockConfiguration ObjectLockEnabled OwnershipControls PublicAccessBlockConfiguration ReplicationConfiguration Tags VersioningConfiguration WebsiteConfiguration',
  'AWS::SNS::Subscription':
    'DeliveryPolicy Endpoint FilterPolicy FilterPolicyScope Protocol RawMessageDelivery RedrivePolicy Region SubscriptionRoleArn TopicArn',
  'AWS::SNS::Topic': 'DisplayName FifoTopic SignatureVersion Subscription Tags TopicName',
  'AWS::SQS::Queue':
    'DelaySeconds FifoQueue MaximumMessageSize MessageRetentionPeriod QueueName ReceiveMessageWaitTimeSeconds RedriveAllowPolicy RedrivePolicy SqsManagedSseEnabled Tags VisibilityTimeout',
  'AWS::WAFv2::IPSet': 'Addresses Description IPAddressVersion Name Scope Tags',
  'AWS::WAFv2::RuleGroup': 'Capacity CustomResponseBodies Description Name Rules Scope Tags VisibilityConfig',
  'AWS::WAFv2::WebACL': 'CustomResponseBodies DefaultAction Description Name Rules Scope Tags TokenDomains VisibilityConfig',
};

/** Names of properties that nothing is known of, `<object>.<name>` within an object. */
export function unknownProperties({ Type, Properties = {} }: Resource): string[] {
  return Object.entries(KNOWN).flatMap(([place, names]) => {
    const [type, object] = place.split('/');
    const known = new Set(names.split(' '));
    const found = object === undefined ? Properties : (Properties[object] ?? {});
    if (type !== Type || typeof found !== 'object') return [];
    return Object.keys(found)
      .filter((name) => !known.has(name))
      .map((name) => (object === undefined ? name : `${object}.${name}`));
  });
}
