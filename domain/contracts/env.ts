/** Names of the environment variables by which the template tells a handler where things are. */
export const Env = {
  /** Name of the registry. */
  REGISTRY: 'REGISTRY',
  /** Id (ARN) of the registry's stack: a policy names it, and by its name alone AWS would not know which one is meant. */
  STACK_ID: 'STACK_ID',
  STAGING_BUCKET: 'STAGING_BUCKET',
  PACKAGES_BUCKET: 'PACKAGES_BUCKET',
  RECORDS_BUCKET: 'RECORDS_BUCKET',
  LOGS_BUCKET: 'LOGS_BUCKET',
  USAGE_BUCKET: 'USAGE_BUCKET',
  /** URL of the intake's own queue, where a failed upload waits for its next try. */
  INTAKE_QUEUE_URL: 'INTAKE_QUEUE_URL',
  /** URL of the queue of cache tags to invalidate. */
  INVALIDATION_QUEUE_URL: 'INVALIDATION_QUEUE_URL',
  /** Id of the distribution whose cache the invalidator clears. */
  DISTRIBUTION_ID: 'DISTRIBUTION_ID',
  /** Ids of every distribution whose logs, or whose billed traffic, are counted, with spaces between. */
  DISTRIBUTION_IDS: 'DISTRIBUTION_IDS',
  /** ARN of the KeyValueStore that the edge function reads. */
  EDGE_STORE_ARN: 'EDGE_STORE_ARN',
  /** ARN of the KMS key that countersigns records and ledger entries. */
  SIGNING_KEY_ARN: 'SIGNING_KEY_ARN',
  /** Which key of the registry's that is, counted from 1. */
  SIGNING_KEY_GENERATION: 'SIGNING_KEY_GENERATION',
  /** ARN of the key before it, while it may still sign. */
  PREVIOUS_KEY_ARN: 'PREVIOUS_KEY_ARN',
  /** `https://<domain>` of the registry, without a trailing slash. */
  PUBLIC_URL: 'PUBLIC_URL',
  /** The same of each files host, with spaces between; this and the next two only where delivery is split. */
  FILES_URL: 'FILES_URL',
  /** ARNs of the KeyValueStores that the files hosts' edge functions read, with spaces between. */
  FILES_KEY_VALUE_STORE_ARN: 'FILES_KEY_VALUE_STORE_ARN',
  /** Ids of the files hosts' distributions, whose caches the invalidator clears too, with spaces between. */
  FILES_DISTRIBUTION_ID: 'FILES_DISTRIBUTION_ID',
  /** ARN of the topic that people are told by. */
  ALERTS_TOPIC_ARN: 'ALERTS_TOPIC_ARN',
  /** `<list>=<ARN>` of each of the web ACL's lists that operators change, with spaces between. */
  ACCESS_LISTS: 'ACCESS_LISTS',
  /** `<list>=<ARN>` of each of the web ACL's sets that the brake fills, with spaces between; not there where there is no brake. */
  BRAKE_LISTS: 'BRAKE_LISTS',
  /** Days for which an accepted file and its record stay locked (GOVERNANCE mode). */
  LOCK_DAYS: 'LOCK_DAYS',
} as const;

/** Files that the intake function finds beside its code, written at synth from the configuration. */
export const INTAKE_POLICY_FILE = 'policy.json';
/** What the configuration says about the brake (`BrakeFile`): beside the code of the brake's function and of the intake. */
export const BRAKE_FILE = 'brake.json';
/** The same for the function that publishes the registry's own pages. */
export const SITE_FILE = 'site.json';
/** What the configuration says for the account of a month (`ReportFile`): beside the code of the function that counts usage. */
export const REPORT_FILE = 'report.json';
