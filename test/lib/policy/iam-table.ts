/**
 * What everybody may do. Whoever is not in this table, or may do more than it says, fails the test.
 *
 * A place is a logical id without its hash; one that ends in `/` is every object below. A word stands for several actions.
 */
import { ECOSYSTEM_NAMES } from '../../../domain/packages/names';
import { MFA, type Principal, service } from './iam-world';

export type Rights = readonly (readonly [actions: string, places: string])[];

/** What a word of the table stands for. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  read: ['s3:GetObject'],
  readVersion: ['s3:GetObject', 's3:GetObjectVersion'],
  /** Objects of new names only. */
  create: ['s3:PutObject, once', 's3:PutObject, once and locked', 's3:PutObject, once and locked for a day'],
  /** The same, and only with a lock of the whole length, which may be made longer. */
  release: ['s3:PutObject, once and locked', 's3:PutObjectRetention, longer'],
  /** Objects of any name, over those that are there. */
  replace: [
    's3:PutObject, over another',
    's3:PutObject, over another, owned',
    's3:PutObject, locked, over another',
    's3:PutObject, once',
    's3:PutObject, once and locked',
    's3:PutObject, once and locked for a day',
  ],
  deliver: ['s3:PutObject, over another, owned'],
  delete: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'],
  list: [
    ...['all', 'below uploads/', 'below verdicts/', 'below held/'],
    ...['below releases/', 'below ledger/', 'below state/access.json', 'below state/brake.json', 'below fair-use.json'],
  ].map((how) => `s3:ListBucket, ${how}`),
  readTags: ['s3:GetObjectTagging'],
  readTagsOfVersion: ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
  writeTags: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
  copy: ['GetObjectVersionForReplication', 'GetObjectVersionAcl', 'GetObjectRetention', 'GetObjectLegalHold'].map(
    (name) => `s3:${name}`,
  ),
  send: ['sqs:SendMessage'],
  workOff: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
  editKeyValues: ['DescribeKeyValueStore', 'GetKey', 'UpdateKeys'].map((name) => `cloudfront-keyvaluestore:${name}`),
  manageTokens: ['DescribeKeyValueStore', 'ListKeys', 'UpdateKeys'].map((name) => `cloudfront-keyvaluestore:${name}`),
  log: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  sign: ['kms:Sign', 'kms:GetPublicKey'],
  invalidate: ['cloudfront:CreateInvalidation'],
  publish: ['sns:Publish'],
  assume: ['sts:AssumeRole'],
};

/** The web ACL's lists that operators change. */
const ADDRESS_SETS = 'TiersAllowedIpv4 TiersAllowedIpv6 TiersBlockedIpv4 TiersBlockedIpv6';

/** Those that the brake fills. */
const BRAKE_SETS = 'TiersBrakeIpv4 TiersBrakeIpv6';

const PUBLISHER: Rights = [
  ['create', 'StoreStaging/uploads/pypi/commons-demo/'],
  ['read', 'StoreStaging/verdicts/pypi/commons-demo/'],
];

/** Roles of the template. */
export const ROLES: Readonly<Record<string, Rights>> = {
  Publisherspypicommonsdemopipeline: PUBLISHER,
  Publisherspypicommonsdemopeople: PUBLISHER,
  OperatorRole: [
    ['create', 'StoreStaging/commands/'],
    ['read', 'StoreStaging/verdicts/'],
    ['s3:ListBucket,below_verdicts/', 'StoreStaging'],
    ['s3:ListBucket,below_held/', 'StoreStaging'],
    ['s3:ListBucket,below_releases/', 'StoreRecords'],
    ['manageTokens', 'CdnKeyValueStore'],
    // To show what is allowed and blocked by address; the intake changes it.
    ['read', 'StoreRecords/state/access.json'],
    ['s3:ListBucket,below_state/access.json', 'StoreRecords'],
    ['read', 'StoreRecords/state/brake.json'],
    ['s3:ListBucket,below_state/brake.json', 'StoreRecords'],
    ['read replace', 'UsageBucket/fair-use.json'],
    ['s3:ListBucket,below_fair-use.json', 'UsageBucket'],
    ['wafv2:GetIPSet', ADDRESS_SETS],
    ['wafv2:GetRuleGroup', 'TiersKillSwitches'],
    ['cloudformation:DescribeStacks', 'the_stack'],
  ],
  IntakeRole: [
    ['readVersion', 'StoreStaging/uploads/ StoreStaging/commands/'],
    ['readTags', 'StoreStaging/uploads/'],
    ['replace', 'StoreStaging/quarantine/'],
    ['read replace', 'StoreStaging/held/ StoreStaging/verdicts/'],
    ['read release', 'StorePackages/files/ StoreRecords/releases/ StoreRecords/statuses/ StoreRecords/ledger/'],
    ['read create', 'StoreRecords/claims/'],
    ['read replace', 'StorePackages/index/ StoreRecords/projects/ StoreRecords/listings/ StoreRecords/state/'],
    ['list', 'StorePackages StoreRecords StoreStaging'],
    ['send', 'IntakeInvalidationQueue'],
    // An upload whose scan has no verdict yet waits in the queue it came from.
    ['send workOff', 'IntakeQueue'],
    ['sign', 'IntakeKey'],
    ['editKeyValues', 'CdnKeyValueStore'],
    ['wafv2:GetIPSet wafv2:UpdateIPSet', `${ADDRESS_SETS} ${BRAKE_SETS}`],
    ['wafv2:GetRuleGroup wafv2:UpdateRuleGroup', 'TiersKillSwitches'],
    ['log', 'IntakeLog'],
  ],
  IntakeInvalidationRole: [
    ['invalidate', 'Cdn'],
    ['workOff', 'IntakeInvalidationQueue'],
    ['log', 'IntakeInvalidationLog'],
  ],
  BrakeRole: [
    ['read replace', 'StoreRecords/state/brake.json StorePackages/index/-/limits/brake.json'],
    // Both are missing at first, which must be 404, not 403.
    ['list', 'StorePackages StoreRecords'],
    ['wafv2:GetIPSet wafv2:UpdateIPSet', BRAKE_SETS],
    ['editKeyValues', 'CdnKeyValueStore'],
    ['send', 'IntakeQueue'],
    ['publish', 'CostsAlerts'],
    ['cloudwatch:DescribeAlarms', 'the_burn_alarms'],
    ['cloudwatch:GetMetricStatistics', 'everything'],
    ['log', 'BrakeLog'],
  ],
  SiteRole: [
    ['replace', 'StorePackages/index/-/errors/ StorePackages/index/-/errors'],
    ['replace', 'StorePackages/index/-/limits StorePackages/index/-/limits.json'],
    ['replace', 'StorePackages/index/-/home.html StorePackages/index/-/security.txt'],
    ['replace', 'StorePackages/index/-/packages/index.html StorePackages/index/-/stats/schema.json'],
    ['replace', 'StorePackages/index/-/transparency/index.html'],
    ['replace', 'StorePackages/index/-/stats/index.html StorePackages/index/-/stats/latest.json'],
    ['replace', 'StorePackages/index/-/limits/fair-use.json'],
    ['replace', ECOSYSTEM_NAMES.map((name) => `StorePackages/index/-/packages/${name}/index.html`).join(' ')],
    ['log', 'SiteLog'],
  ],
  UsageRole: [
    // Files with lines of another hour are sorted, and taken out of the way.
    ['read replace s3:DeleteObject', 'StoreLogs/cloudfront/'],
    ['replace', 'StoreLogs/set-aside/'],
    [
      'read replace',
      'UsageBucket/tables/ UsageBucket/log-faults/ UsageBucket/log-files/ UsageBucket/runs/ UsageBucket/fair-use.json',
    ],
    ['read replace s3:AbortMultipartUpload s3:ListMultipartUploadParts', 'UsageBucket/results/'],
    ['list s3:GetBucketLocation', 'StoreLogs UsageBucket'],
    ['read replace', 'StorePackages/index/-/transparency/ StorePackages/index/-/stats/ StorePackages/index/-/usage/'],
    ['replace', 'StorePackages/index/-/limits/fair-use.json'],
    ['read', 'StorePackages/index/-/ledger/head.json StoreRecords/state/brake.json'],
    ['list', 'StorePackages StoreRecords'],
    ['cloudformation:GetTemplate', 'the_stack'],
    ['cloudwatch:GetMetricStatistics', 'everything'],
    ['athena:StartQueryExecution athena:GetQueryExecution athena:GetQueryResults', 'the_workgroup'],
    ['glue:GetDatabase', 'the_catalogue default_database the_database'],
    ['glue:GetTable glue:GetPartitions', 'the_catalogue the_database the_log_table'],
    ['publish', 'CostsAlerts'],
    ['log', 'UsageLog'],
  ],
  MalwareScanRole: [
    ['readVersion readTagsOfVersion writeTags', 'StoreStaging/uploads/'],
    ['list s3:GetBucketNotification s3:PutBucketNotification', 'StoreStaging'],
  ],
  // Neither it nor anybody else may delete from the ledger.
  BreakGlassRole: [
    ['delete', 'StorePackages/files/ StoreRecords/releases/ StoreRecords/statuses/ StoreRecords/claims/'],
    ['list s3:ListBucketVersions', 'StorePackages StoreRecords'],
    // To restore from the replica: as the intake, it creates and replaces nothing.
    ['release', 'StorePackages/files/ StoreRecords/releases/ StoreRecords/statuses/ StoreRecords/ledger/'],
    ['create', 'StoreRecords/claims/'],
    ['replace', 'StoreRecords/listings/ StoreRecords/state/decisions/'],
    ['read', 'StoreRecords/releases/'],
  ],
  // What it writes is in the replica: test/lib/stacks/replica-stack.test.ts.
  ReplicationRole: [
    ['copy', 'StorePackages/files/ StoreRecords/claims/ StoreRecords/ledger/ StoreRecords/releases/'],
    ['copy', 'StoreRecords/statuses/ StoreRecords/listings/ StoreRecords/state/decisions/'],
    ['list s3:GetReplicationConfiguration', 'StorePackages StoreRecords'],
  ],
};

interface Outside extends Principal {
  readonly rights: Rights;
}

const user = (name: string, rights: Rights, context: Readonly<Record<string, string>> = MFA): Outside => ({
  principal: `arn:aws:iam::111122223333:user/${name}`,
  identity: [],
  rights,
  context,
});
const token = (issuer: string, claims: Record<string, string>): Principal => ({
  principal: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
  identity: [],
  context: Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value])),
});
const GITHUB = {
  aud: 'sts.amazonaws.com',
  sub: 'repo:example-foundation/packages:environment:release',
  job_workflow_ref: 'example-foundation/packages/.github/workflows/release.yml@refs/heads/main',
  ref: 'refs/heads/main',
};
const TAKES_PIPELINE: Rights = [['sts:AssumeRoleWithWebIdentity', 'Publisherspypicommonsdemopipeline']];
const github = (claims: object): Principal => token('token.actions.githubusercontent.com', { ...GITHUB, ...claims });

/** Whom policies of the template name, as services, users and tokens. `id` gives the physical name of a logical id. */
export const named = (id: (name: string) => string): Readonly<Record<string, Outside>> => ({
  'CloudFront for the distribution': {
    ...service('cloudfront', `arn:aws:cloudfront::111122223333:distribution/${id('Cdn')}`),
    rights: [
      ['read', 'StorePackages/files/ StorePackages/index/'],
      ['list', 'StorePackages'],
    ],
  },
  "CloudFront's logs": {
    ...service('delivery.logs', 'arn:aws:logs:us-east-1:111122223333:delivery-source:registry'),
    context: {
      'aws:SourceArn': 'arn:aws:logs:us-east-1:111122223333:delivery-source:registry',
      'aws:SourceAccount': '111122223333',
    },
    rights: [['deliver', 'StoreLogs/cloudfront/']],
  },
  "S3's logs of packages": {
    ...service('logging.s3', `arn:aws:s3:::${id('StorePackages')}`),
    rights: [['replace', 'StoreLogs/s3/packages/']],
  },
  "S3's logs of usage": {
    ...service('logging.s3', `arn:aws:s3:::${id('UsageBucket')}`),
    rights: [['replace', 'StoreLogs/s3/usage/']],
  },
  'EventBridge for the rule of uploads': {
    ...service('events', `arn:aws:events:us-east-1:111122223333:rule/${id('IntakeUploaded')}`),
    rights: [
      ['send sqs:GetQueueAttributes sqs:GetQueueUrl', 'IntakeQueue'],
      ['send', 'IntakeDeadLetters'],
    ],
  },
  'EventBridge for the rule of every hour': {
    ...service('events', `arn:aws:events:us-east-1:111122223333:rule/${id('IntakeEveryHour')}`),
    rights: [
      ['send sqs:GetQueueAttributes sqs:GetQueueUrl', 'IntakeQueue'],
      ['send', 'IntakeDeadLetters'],
    ],
  },
  'S3 about deletions, and to replicate': {
    ...service('s3', `arn:aws:s3:::${id('StorePackages')}`),
    rights: [
      ['publish', 'CostsAlerts'],
      ['assume', 'ReplicationRole'],
    ],
  },
  CloudWatch: {
    ...service('cloudwatch', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:a'),
    rights: [['publish', 'CostsAlerts']],
  },
  Budgets: { ...service('budgets', 'arn:aws:budgets::111122223333:budget/b'), rights: [['publish', 'CostsAlerts']] },
  'Cost Anomaly Detection': {
    ...service('costalerts', 'arn:aws:ce::111122223333:anomalysubscription/c'),
    rights: [['publish', 'CostsAlerts']],
  },
  Lambda: {
    ...service('lambda', 'arn:aws:lambda:us-east-1:111122223333:function:f'),
    rights: [['assume', 'IntakeRole IntakeInvalidationRole SiteRole BrakeRole UsageRole']],
  },
  GuardDuty: {
    ...service('malware-protection-plan.guardduty', 'arn:aws:guardduty:us-east-1:111122223333:malware-protection-plan/p'),
    rights: [['assume', 'MalwareScanRole']],
  },
  olga: user('olga', [['assume', 'OperatorRole BreakGlassRole']]),
  'olga an hour after MFA': user('olga', [], { ...MFA, 'aws:MultiFactorAuthAge': '3600' }),
  'olga half an hour after MFA': user('olga', [['assume', 'OperatorRole']], { ...MFA, 'aws:MultiFactorAuthAge': '1800' }),
  'olga without MFA': user('olga', [], {}),
  omar: user('omar', [['assume', 'OperatorRole']]),
  paula: user('paula', [['assume', 'Publisherspypicommonsdemopeople']]),
  'paula without MFA': user('paula', [], {}),
  'the release job at GitHub': { ...github({}), rights: TAKES_PIPELINE },
  'another environment at GitHub': { ...github({ sub: 'repo:example-foundation/packages:environment:test' }), rights: [] },
  'another repository of the organisation': {
    ...github({ sub: 'repo:example-foundation/site:environment:release' }),
    rights: [],
  },
  'another workflow': {
    ...github({ job_workflow_ref: 'example-foundation/packages/.github/workflows/test.yml@refs/heads/main' }),
    rights: [],
  },
  'another branch': { ...github({ ref: 'refs/heads/topic' }), rights: [] },
  'the release job at GitLab': {
    ...token('gitlab.com', {
      aud: 'sts.amazonaws.com',
      sub: 'project_path:example-foundation/packages:ref_type:branch:ref:main',
    }),
    rights: TAKES_PIPELINE,
  },
  'the same of a fork at GitLab': {
    ...token('gitlab.com', { aud: 'sts.amazonaws.com', sub: 'project_path:somebody/packages:ref_type:branch:ref:main' }),
    rights: [],
  },
  'the job of the other CI': {
    ...token('ci.foundation.example', { aud: 'commons-registry', sub: 'job:packages:release' }),
    rights: TAKES_PIPELINE,
  },
});
