/**
 * The actions a request may be asked about. A mistyped one would be denied whatever the policies say, and a test that expects
 * a denial would hold for the wrong reason; so each request is checked here first. A missing action or key is one line more.
 * {@link https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html}
 */

interface ActionGroup {
  readonly service: string;
  readonly names: readonly string[];
  /** What the actions apply to, as in an error message. */
  readonly resource: ResourceKind;
  /** Condition keys of the service that such a request may carry. */
  readonly keys: readonly string[];
}

type ResourceKind = keyof typeof RESOURCES;

const RESOURCES = {
  '* only': /^\*$/,
  'a bucket': /^arn:[\w-]+:s3:::[^/]+$/,
  'an object': /^arn:[\w-]+:s3:::[^/]+\/./s,
  'a queue': /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[^:]+$/,
  'a topic': /^arn:[\w-]+:sns:[\w-]+:\d{12}:[^:]+$/,
  'a key': /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/.+$/,
  'a role': /^arn:[\w-]+:iam::\d{12}:role\/.+$/,
  'a log stream': /^arn:[\w-]+:logs:[\w-]+:\d{12}:log-group:.+:log-stream:.+$/,
  'a rule': /^arn:[\w-]+:events:[\w-]+:\d{12}:rule\/.+$/,
  'a key value store': /^arn:[\w-]+:cloudfront::\d{12}:key-value-store\/.+$/,
  'a stack': /^arn:[\w-]+:cloudformation:[\w-]+:\d{12}:stack\/.+$/,
  'an IP set': /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:global\/ipset\/.+$/,
  'a rule group': /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:global\/rulegroup\/.+$/,
  'an alarm': /^arn:[\w-]+:cloudwatch:[\w-]+:\d{12}:alarm:.+$/,
  'a workgroup': /^arn:[\w-]+:athena:[\w-]+:\d{12}:workgroup\/.+$/,
  // A call is asked about the table, its database and the catalogue, one after the other.
  'a catalogue, or what is in it': /^arn:[\w-]+:glue:[\w-]+:\d{12}:(catalog|database\/[^/]+|table\/[^/]+\/[^/]+)$/,
  'a distribution': /^arn:[\w-]+:cloudfront::\d{12}:distribution\/.+$/,
} as const;

const TLS = 's3:TlsVersion';
const LOCK = ['s3:object-lock-mode', 's3:object-lock-remaining-retention-days'];
const group = (service: string, resource: ResourceKind, names: string[], keys: string[] = []): ActionGroup => ({
  service,
  resource,
  names,
  keys,
});

const GROUPS: readonly ActionGroup[] = [
  group(
    's3',
    'an object',
    ['GetObject', 'GetObjectVersion', 'DeleteObject', 'DeleteObjectVersion', 'AbortMultipartUpload', 'ListMultipartUploadParts'],
    [TLS],
  ),
  group('s3', 'an object', ['PutObject'], [TLS, ...LOCK, 's3:ObjectCreationOperation', 's3:if-none-match', 's3:x-amz-acl']),
  group('s3', 'an object', ['PutObjectRetention'], [TLS, ...LOCK]),
  group('s3', 'an object', ['BypassGovernanceRetention'], [TLS, 's3:x-amz-acl']),
  group(
    's3',
    'an object',
    ['PutObjectTagging', 'PutObjectVersionTagging', 'DeleteObjectTagging', 'DeleteObjectVersionTagging'],
    [TLS],
  ),
  group('s3', 'an object', ['PutObjectLegalHold', 'GetObjectRetention', 'GetObjectTagging', 'GetObjectVersionTagging'], [TLS]),
  group('s3', 'an object', ['GetObjectVersionForReplication', 'GetObjectVersionAcl', 'GetObjectLegalHold'], [TLS]),
  group('s3', 'an object', ['ReplicateObject', 'ReplicateDelete', 'ReplicateTags'], [TLS]),
  group('s3', 'a bucket', ['GetReplicationConfiguration', 'PutReplicationConfiguration', 'GetBucketVersioning'], [TLS]),
  group('s3', 'a bucket', ['ListBucket', 'ListBucketVersions'], [TLS, 's3:prefix']),
  group('s3', 'a bucket', ['GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy', 'DeleteBucket'], [TLS]),
  group('s3', 'a bucket', ['PutLifecycleConfiguration', 'PutBucketVersioning', 'PutBucketObjectLockConfiguration'], [TLS]),
  group('s3', 'a bucket', ['GetBucketNotification', 'PutBucketNotification', 'GetBucketLocation'], [TLS]),
  group('athena', 'a workgroup', ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'StopQueryExecution']),
  group('athena', 'a workgroup', ['UpdateWorkGroup', 'DeleteWorkGroup']),
  group('glue', 'a catalogue, or what is in it', ['GetDatabase', 'GetTable', 'GetPartitions', 'UpdateTable', 'DeleteTable']),
  group('sqs', 'a queue', ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility']),
  group('sqs', 'a queue', ['GetQueueAttributes', 'GetQueueUrl', 'PurgeQueue']),
  group('sns', 'a topic', ['Publish', 'Subscribe']),
  group('kms', 'a key', ['Sign', 'Verify', 'GetPublicKey', 'DescribeKey', 'CreateGrant']),
  group('kms', 'a key', ['GetKeyPolicy', 'PutKeyPolicy', 'ListKeyPolicies', 'GetKeyRotationStatus', 'UpdateKeyDescription']),
  group('kms', 'a key', ['EnableKey', 'DisableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion']),
  group('kms', 'a key', ['ListResourceTags', 'TagResource', 'UntagResource']),
  group('logs', 'a log stream', ['CreateLogStream', 'PutLogEvents']),
  group('xray', '* only', ['PutTraceSegments', 'PutTelemetryRecords']),
  group('cloudfront', 'a distribution', ['CreateInvalidation', 'GetInvalidation', 'UpdateDistribution']),
  group('cloudfront-keyvaluestore', 'a key value store', ['DescribeKeyValueStore', 'GetKey', 'ListKeys']),
  group('cloudfront-keyvaluestore', 'a key value store', ['PutKey', 'DeleteKey', 'UpdateKeys']),
  group('cloudwatch', 'an alarm', ['DescribeAlarms', 'DeleteAlarms', 'SetAlarmState']),
  group('cloudwatch', '* only', ['GetMetricStatistics']),
  group('cloudformation', 'a stack', ['DescribeStacks', 'GetTemplate', 'UpdateStack', 'DeleteStack']),
  group('wafv2', 'an IP set', ['GetIPSet', 'UpdateIPSet', 'DeleteIPSet']),
  group('wafv2', 'a rule group', ['GetRuleGroup', 'UpdateRuleGroup', 'DeleteRuleGroup']),
  group('events', 'a rule', ['PutRule', 'DeleteRule', 'PutTargets', 'RemoveTargets'], ['events:ManagedBy']),
  group('events', 'a rule', ['DescribeRule', 'ListTargetsByRule']),
  group('sts', 'a role', ['AssumeRole', 'AssumeRoleWithWebIdentity']),
];

/**
 * Claims of a web identity, with the host and path of its issuer before them; GitHub's own since 2026-01.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif}
 */
const CLAIM = /^[a-z0-9.-]+\.[a-z]+(\/[^:]*)?:(aud|sub|amr)$/;
const GITHUB_CLAIM =
  /^token\.actions\.githubusercontent\.com:(actor|actor_id|job_workflow_ref|repository|repository_id|workflow|ref|environment|enterprise_id)$/;
const isClaim = (key: string): boolean => CLAIM.test(key) || GITHUB_CLAIM.test(key);

const ACTIONS = new Map(GROUPS.flatMap((of) => of.names.map((name): [string, ActionGroup] => [`${of.service}:${name}`, of])));

/** Keys of every request; {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html}. */
const GLOBAL_KEYS = [
  'aws:FederatedProvider',
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
];

const lower = (keys: readonly string[]) => new Set(keys.map((key) => key.toLowerCase()));
const POLICY_KEYS = lower([...GLOBAL_KEYS, ...GROUPS.flatMap(({ keys }) => keys)]);

/** True for the exact name of an action in the table, e.g. `s3:GetObject`. */
export const isKnownAction = (action: string): boolean => ACTIONS.has(action);

/** Every action that applies to a resource of this kind, e.g. all of objects for the ARN of one. */
export const actionsOn = (resource: string): string[] =>
  GROUPS.filter((of) => RESOURCES[of.resource].test(resource)).flatMap((of) => of.names.map((name) => `${of.service}:${name}`));

/** True when some request may carry the condition key; their case does not matter. */
export const isKnownKey = (key: string): boolean => POLICY_KEYS.has(key.toLowerCase()) || isClaim(key.toLowerCase());

/** Throws unless the action exists, applies to such a resource, and may carry the condition keys. */
export function checkRequest(action: string, resource: string, keys: readonly string[]): void {
  const known = ACTIONS.get(action);
  if (!known) throw new Error(`Unknown action, got: ${action}. Correct it, or add it to the table in domain/iam/actions.ts.`);
  if (!RESOURCES[known.resource].test(resource)) throw new Error(`${action} applies to ${known.resource}, got: ${resource}.`);
  const allowed = lower([...GLOBAL_KEYS, ...known.keys]);
  const mayClaim = action === 'sts:AssumeRoleWithWebIdentity';
  const unknown = keys.find((key) => !allowed.has(key.toLowerCase()) && !(mayClaim && isClaim(key.toLowerCase())));
  if (unknown !== undefined)
    throw new Error(
      `A request for ${action} has no condition key '${unknown}'. Correct it, or add it to the table in domain/iam/actions.ts.`,
    );
}
