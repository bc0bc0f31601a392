/** Names of the stack's outputs: what the template tells the operator, the command line and the local run. */
export const Output = {
  /** `https://<domain>` of the registry, without a trailing slash. */
  REGISTRY_URL: 'RegistryUrl',
  DISTRIBUTION_ID: 'DistributionId',
  DISTRIBUTION_DOMAIN: 'DistributionDomainName',
  STAGING_BUCKET: 'StagingBucketName',
  PACKAGES_BUCKET: 'PackagesBucketName',
  RECORDS_BUCKET: 'RecordsBucketName',
  LOGS_BUCKET: 'LogsBucketName',
  USAGE_BUCKET: 'UsageBucketName',
  KEY_VALUE_STORE_ARN: 'KeyValueStoreArn',
  SIGNING_KEY_ARN: 'SigningKeyArn',
  INTAKE_DLQ_URL: 'IntakeDeadLetterQueueUrl',
  ALERTS_TOPIC_ARN: 'AlertsTopicArn',
  BLOCK_IPV4_SET_ARN: 'BlockedIpv4SetArn',
  BLOCK_IPV6_SET_ARN: 'BlockedIpv6SetArn',
  ALLOW_IPV4_SET_ARN: 'AllowedIpv4SetArn',
  ALLOW_IPV6_SET_ARN: 'AllowedIpv6SetArn',
} as const;

/** Output with the ARN of the rule group, there only where the configuration turns the kill switches on. */
export const KILL_SWITCHES_OUTPUT = 'KillSwitchesArn';

/** Outputs about the files host, there only where delivery is split. */
export const FilesOutput = {
  /** `https://<domain>` of the files host. */
  URL: 'FilesUrl',
  DISTRIBUTION_ID: 'FilesDistributionId',
  DISTRIBUTION_DOMAIN: 'FilesDistributionDomainName',
  KEY_VALUE_STORE_ARN: 'FilesKeyValueStoreArn',
  /** As {@link PlanOutput}, of its plan. */
  SUBSCRIPTION_ARN: 'FilesPlanSubscriptionArn',
  PLAN_STATUS: 'FilesPlanStatus',
} as const;

/** Outputs about the flat-rate plan, there only where the configuration chooses one. */
export const PlanOutput = {
  /** ARN of the subscription. */
  SUBSCRIPTION_ARN: 'PlanSubscriptionArn',
  /** Its status at the last deployment. */
  STATUS: 'PlanStatus',
  /** `true`: alarms and brake watch what the plan includes; `false`: what the budget pays for by use. */
  APPROVED: 'PlanApproved',
} as const;

/** Name of the CloudFormation stack of a registry. */
export const stackName = (registry: string): string => `${registry}-registry`;

/** Ends the name of the stack of the account that pays; it comes after the registry's own in every list. */
export const PAYER_STACK_SUFFIX = '-registry-payer';
export const payerStackName = (registry: string): string => registry + PAYER_STACK_SUFFIX;

/** Ends the name of the stack that holds a registry's replica. */
export const REPLICA_STACK_SUFFIX = '-replica';
export const replicaStackName = (registry: string): string => registry + REPLICA_STACK_SUFFIX;
