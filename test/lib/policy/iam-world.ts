/** Everybody and everything of a synthesised template, as its policies speak of them. */
import type { Template } from 'aws-cdk-lib/assertions';
import { actionsOn } from '../../../domain/iam/actions';
import { evaluateRead, readPolicies } from '../../../domain/iam/evaluate';
import { ANONYMOUS } from '../../../domain/iam/principals';
import { ACCOUNT, physicalResources } from '../../helpers/iam-simulation';

type Resources = ReturnType<typeof physicalResources>;
type Context = Readonly<Record<string, string>>;

export interface Principal {
  /** ARN, name of a service, or `anonymous`. */
  readonly principal: string;
  readonly identity: readonly unknown[];
  /** What every request of theirs carries. */
  readonly context?: Context;
}

/** Something to ask for. */
export interface Place {
  /** As in the table: logical id without its hash, and what follows. */
  readonly name: string;
  readonly arn: string;
  /** Its resource policy, or the trust policy of a role. */
  readonly policy: unknown;
}

const ONCE = { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' };
const LOCK = { 's3:object-lock-mode': 'GOVERNANCE', 's3:object-lock-remaining-retention-days': '36500' };
export const MFA = { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '60' };

/** In which ways an action is asked for; most have one. */
const WAYS: Record<string, Record<string, Context>> = {
  's3:PutObject': {
    'over another': { 's3:ObjectCreationOperation': 'true' },
    'over another, owned': { 's3:ObjectCreationOperation': 'true', 's3:x-amz-acl': 'bucket-owner-full-control' },
    once: ONCE,
    'locked, over another': { 's3:ObjectCreationOperation': 'true', ...LOCK },
    'once and locked': { ...ONCE, ...LOCK },
    'once and locked for a day': { ...ONCE, ...LOCK, 's3:object-lock-remaining-retention-days': '1' },
  },
  's3:ListBucket': {
    all: {},
    ...Object.fromEntries(
      ['uploads/', 'verdicts/', 'held/', 'releases/', 'ledger/', 'state/access.json', 'state/brake.json', 'fair-use.json'].map(
        (prefix) => [`below ${prefix}`, { 's3:prefix': prefix }],
      ),
    ),
  },
  's3:PutObjectRetention': {
    longer: LOCK,
    shorter: { ...LOCK, 's3:object-lock-remaining-retention-days': '1' },
    'for ever': { ...LOCK, 's3:object-lock-mode': 'COMPLIANCE' },
  },
};

/** Logical id without the hash at its end. */
export const nameOf = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

const ofType = (resources: Resources, type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);

/** Roles by their names, with every policy that is attached to them. */
export function roles(resources: Resources): Map<string, Principal> {
  const policies = ofType(resources, 'AWS::IAM::ManagedPolicy');
  return new Map(
    ofType(resources, 'AWS::IAM::Role').map(([id, { Properties }]) => {
      if (Properties.Policies) throw new Error(`${id} has inline policies, which are not read here`);
      const own = (Properties.ManagedPolicyArns ?? []) as string[];
      const unread = own.find((arn) => !policies.some(([policy]) => policy.toLowerCase() === arn));
      if (unread !== undefined) throw new Error(`${id} has a policy from outside the template, got: ${JSON.stringify(unread)}`);
      const attached = policies.filter(
        ([policy, of]) =>
          own.includes(policy.toLowerCase()) || ((of.Properties.Roles ?? []) as string[]).includes(id.toLowerCase()),
      );
      const principal = `arn:aws:iam::${ACCOUNT}:role/${id.toLowerCase()}`;
      return [nameOf(id), { principal, identity: attached.map(([, of]) => of.Properties.PolicyDocument) }];
    }),
  );
}

const EVERYTHING = [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }];

/** Everybody whom policies of the template name: services, users and identity providers. */
export function named(resources: Resources): string[] {
  const visit = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const { Principal: principal, ...rest } = value as { Principal?: Record<string, unknown> };
    const own = typeof principal === 'object' ? Object.values(principal).flat() : [];
    return [...own.filter((one) => typeof one === 'string'), ...Object.values(rest).flatMap(visit)];
  };
  const isRole = (one: string) => one.startsWith(`arn:aws:iam::${ACCOUNT}:role/`);
  const everybody = new Set(visit(resources).filter((one) => one !== '*' && !isRole(one)));
  return [...everybody].sort();
}

/** Who is no role of the template. */
export const outsiders: Readonly<Record<string, Principal>> = {
  anonymous: { principal: ANONYMOUS, identity: [] },
  'an administrator of another account': { principal: 'arn:aws:iam::444455556666:role/admin', identity: EVERYTHING },
  'a user without policies': { principal: `arn:aws:iam::${ACCOUNT}:user/nobody`, identity: [], context: MFA },
  "CloudFront for somebody else's distribution": service('cloudfront', `arn:aws:cloudfront::${ACCOUNT}:distribution/another`),
  "S3 for somebody else's bucket": service('s3', 'arn:aws:s3:::another', '444455556666'),
  "EventBridge for somebody else's rule": service('events', `arn:aws:events:us-east-1:${ACCOUNT}:rule/another`),
};

/** May do everything that no policy of the registry denies. */
export const administrator: Principal = { principal: `arn:aws:iam::${ACCOUNT}:role/admin`, identity: EVERYTHING };

/** An AWS service at work for a resource. */
export function service(name: string, arn: string, account = ACCOUNT): Principal {
  const context = { 'aws:SourceArn': arn, 'aws:SourceAccount': account };
  return { principal: `${name}.amazonaws.com`, identity: [], context };
}

/** What a template's resource policies and roles protect; objects below each prefix of each bucket, single ones, and outside of all. */
export function places(
  resources: Resources,
  prefixes: readonly string[],
  objects: readonly string[],
  single: readonly string[] = [],
): Place[] {
  const policyOf = (type: string, property: string, id: string): unknown =>
    ofType(resources, type).find(([, { Properties }]) =>
      [Properties[property]].flat().some((at) => lastPart(at) === id.toLowerCase()),
    )?.[1].Properties.PolicyDocument;
  const at = (type: string, arn: (id: string) => string, policy: (id: string) => unknown): Place[] =>
    ofType(resources, type).map(([id]) => ({ name: nameOf(id), arn: arn(id.toLowerCase()), policy: policy(id) }));
  const buckets = at(
    'AWS::S3::Bucket',
    (id) => `arn:aws:s3:::${id}`,
    (id) => policyOf('AWS::S3::BucketPolicy', 'Bucket', id),
  );
  const keys = [...prefixes.flatMap((prefix) => objects.map((object) => prefix + object)), ...single, 'elsewhere'];
  return [
    ...buckets,
    ...buckets.flatMap((bucket) =>
      keys.map((key) => ({ ...bucket, name: `${bucket.name}/${key}`, arn: `${bucket.arn}/${key}` })),
    ),
    ...at(
      'AWS::SQS::Queue',
      (id) => `arn:aws:sqs:us-east-1:${ACCOUNT}:${id}`,
      (id) => policyOf('AWS::SQS::QueuePolicy', 'Queues', id),
    ),
    ...at(
      'AWS::SNS::Topic',
      (id) => `arn:aws:sns:us-east-1:${ACCOUNT}:${id}`,
      (id) => policyOf('AWS::SNS::TopicPolicy', 'Topics', id),
    ),
    ...at(
      'AWS::KMS::Key',
      (id) => `arn:aws:kms:us-east-1:${ACCOUNT}:key/${id}`,
      (id) => resources[id]?.Properties.KeyPolicy,
    ),
    ...at(
      'AWS::CloudFront::Distribution',
      (id) => `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`,
      () => undefined,
    ),
    ...at(
      'AWS::CloudFront::KeyValueStore',
      (id) => `arn:aws:cloudfront::${ACCOUNT}:key-value-store/${id}`,
      () => undefined,
    ),
    ...at(
      'AWS::WAFv2::IPSet',
      (id) => `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/ipset/${id}/1`,
      () => undefined,
    ),
    ...at(
      'AWS::WAFv2::RuleGroup',
      (id) => `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/rulegroup/${id}/1`,
      () => undefined,
    ),
    { name: 'the_workgroup', arn: `arn:aws:athena:us-east-1:${ACCOUNT}:workgroup/packages-usage`, policy: undefined },
    { name: 'another_workgroup', arn: `arn:aws:athena:us-east-1:${ACCOUNT}:workgroup/primary`, policy: undefined },
    { name: 'the_catalogue', arn: `arn:aws:glue:us-east-1:${ACCOUNT}:catalog`, policy: undefined },
    { name: 'default_database', arn: `arn:aws:glue:us-east-1:${ACCOUNT}:database/default`, policy: undefined },
    { name: 'the_database', arn: `arn:aws:glue:us-east-1:${ACCOUNT}:database/packages_usage`, policy: undefined },
    { name: 'the_log_table', arn: `arn:aws:glue:us-east-1:${ACCOUNT}:table/packages_usage/cf_raw`, policy: undefined },
    { name: 'another_table', arn: `arn:aws:glue:us-east-1:${ACCOUNT}:table/packages_usage/other`, policy: undefined },
    { name: 'the_stack', arn: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/registry/1`, policy: undefined },
    {
      name: 'the_burn_alarms',
      arn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:packages-burn-bytes-fast`,
      policy: undefined,
    },
    { name: 'other_alarms', arn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:packages-server-errors`, policy: undefined },
    { name: 'everything', arn: '*', policy: undefined },
    ...at(
      'AWS::Events::Rule',
      (id) => `arn:aws:events:us-east-1:${ACCOUNT}:rule/${id}`,
      () => undefined,
    ),
    ...at(
      'AWS::Logs::LogGroup',
      (id) => `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${id}:log-stream:x`,
      () => undefined,
    ),
    ...at(
      'AWS::IAM::Role',
      (id) => `arn:aws:iam::${ACCOUNT}:role/${id}`,
      (id) => resources[id]?.Properties.AssumeRolePolicyDocument,
    ),
  ];
}

/** Of an ARN or a URL, the part that is the physical name. */
const lastPart = (value: unknown): string => (typeof value === 'string' ? (value.split(/[:/]/).at(-1) ?? '') : '');

/** `action place`, or `action place, how`, for everything that the principal may do. */
export function allowed({ principal, identity, context = {} }: Principal, at: readonly Place[], extra: Context = {}): string[] {
  const own = readPolicies({ identity });
  return at.flatMap(({ name, arn, policy }) => {
    const statements = [...own, ...readOnce(policy)];
    return actionsOf(principal, arn).flatMap((action) =>
      Object.entries(WAYS[action] ?? { '': {} })
        .filter(([, way]) => {
          const tls = { 'aws:SecureTransport': 'true', ...(action.startsWith('s3:') && { 's3:TlsVersion': '1.3' }) };
          const request = {
            account: ACCOUNT,
            principal,
            action,
            resource: arn,
            context: { ...tls, ...context, ...way, ...extra },
          };
          return evaluateRead(request, statements).decision === 'Allowed';
        })
        .map(([how]) => `${action} ${name}${how && `, ${how}`}`),
    );
  });
}

/** A token of an identity provider signs no request of its own: all it can be is exchanged for a role's session. */
const actionsOf = (principal: string, arn: string): string[] =>
  actionsOn(arn).filter((action) => !principal.includes(':oidc-provider/') || action === 'sts:AssumeRoleWithWebIdentity');

const read = new Map<unknown, ReturnType<typeof readPolicies>>();

function readOnce(resource: unknown): ReturnType<typeof readPolicies> {
  const statements = read.get(resource) ?? readPolicies({ identity: [], resource });
  read.set(resource, statements);
  return statements;
}

export const resourcesOf = (template: Template): Resources => physicalResources(template);
