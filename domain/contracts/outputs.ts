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

/** Outputs about the first files host, there only where delivery is split; those of the others have its number: {@link filesOutput}. */
export const FilesOutput = {
  /** `https://<domain>` of the files host. */
  URL: 'FilesUrl',
  DISTRIBUTION_ID: 'FilesDistributionId',
  DISTRIBUTION_DOMAIN: 'FilesDistributionDomainName',
  KEY_VALUE_STORE_ARN: 'FilesKeyValueStoreArn',
  /** As {@link PlanOutput}, of its plan. */
  SUBSCRIPTION_ARN: 'FilesPlanSubscriptionArn',
  PLAN_STATUS: 'FilesPlanStatus',
  PLAN_APPROVED: 'FilesPlanApproved',
} as const;
export type FilesOutputName = (typeof FilesOutput)[keyof typeof FilesOutput];

/** Most hosts that files may have. */
export const MOST_FILES_HOSTS = 5;

/** `FilesUrl` of the first host, `Files2Url` of the second. @param number from 1 on */
export const filesOutput = (name: FilesOutputName, number: number): string =>
  number === 1 ? name : name.replace('Files', `Files${number}`);

/** What a stack says of each of its files hosts, in their order; empty where delivery is not split. */
export const filesOutputsOf = (outputs: Readonly<Record<string, string>>, name: FilesOutputName): string[] =>
  Array.from({ length: MOST_FILES_HOSTS }, (_, i) => outputs[filesOutput(name, i + 1)]).filter((value) => value !== undefined);

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
