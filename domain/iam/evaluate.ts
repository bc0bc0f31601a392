/**
 * Decides what policies let a principal do, as IAM does within one account and across two.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html}
 */
import { checkRequest } from './actions';
import { like } from './patterns';
import { type Patterns, readPolicy, type Statement } from './policy';
import { accountOf, principalKeys, reachOf } from './principals';

export interface AccessRequest {
  /** The account of the resource: 12 digits. */
  readonly account: string;
  /** ARN of a role, user or OIDC provider, name of a service, e.g. `cloudfront.amazonaws.com`, or `anonymous`. */
  readonly principal: string;
  /** e.g. `s3:GetObject` */
  readonly action: string;
  /** ARN, or `*` for actions that apply to no resource. */
  readonly resource: string;
  /** Condition keys of the request, in any case. Those that follow from the principal need not be given. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export interface Policies {
  /** Policy documents of the principal; none for whoever is no role or user. */
  readonly identity: readonly unknown[];
  /** Policy document of the resource. @default - it has none */
  readonly resource?: unknown;
}

export interface Verdict {
  readonly decision: 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied';
  /** The statement that allowed or denied; none when nothing allowed. */
  readonly by?: Pick<Statement, 'policy' | 'index' | 'sid'>;
}

type Context = ReadonlyMap<string, readonly string[]>;

/**
 * A denial wins; else a statement of an identity or of the resource policy must allow, and of both when the principal is of another
 * account than the resource. Session policies, permission boundaries and policies of an organisation are not asked.
 * @throws Error when there can be no such request (unknown action or condition key, another kind of resource), or a policy holds
 * what is not evaluated.
 */
export function evaluate(request: AccessRequest, policies: Policies): Verdict {
  const { principal } = request;
  if (principalKeys(principal)['aws:PrincipalArn'] === undefined && policies.identity.length > 0)
    throw new Error(`Only roles and users have identity policies, got ${policies.identity.length} for ${principal}.`);
  return evaluateRead(request, readPolicies(policies));
}

/** What {@link evaluateRead} takes: reading is most of the work, and done once for many requests. */
export const readPolicies = ({ identity, resource }: Policies): readonly Statement[] => [
  ...identity.flatMap((document, i) => readPolicy('identity', `identity policy ${i}`, document)),
  ...(resource === undefined ? [] : readPolicy('resource', 'resource policy', resource)),
];

/** As {@link evaluate}, with policies that are read already. */
export function evaluateRead(request: AccessRequest, statements: readonly Statement[]): Verdict {
  const { principal, action, resource } = request;
  const context = contextOf(request);
  checkRequest(action, resource, [...context.keys()]);
  const account = accountOf(principal);
  return verdict(
    statements.filter((statement) => applies(statement, action, resource, context)),
    request,
    account !== undefined && account !== request.account,
  );
}

function verdict(applicable: readonly Statement[], { principal, action }: AccessRequest, isForeign: boolean): Verdict {
  const reach = ({ principals }: Statement) => (principals ? reachOf(principals, principal) : 'identity');
  const find = (effect: Statement['effect'], by: ReturnType<typeof reach>) =>
    applicable.find((statement) => statement.effect === effect && reach(statement) === by);

  const denial = find('Deny', 'identity') ?? find('Deny', 'principal') ?? find('Deny', 'account');
  if (denial) return { decision: 'ExplicitlyDenied', by: named(denial) };
  const [own, direct, handedOver] = [find('Allow', 'identity'), find('Allow', 'principal'), find('Allow', 'account')];
  const byIdentity = identitySuffices(action) || handedOver ? own : undefined;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
  const allowance = isForeign ? own && (direct ?? handedOver) : (direct ?? byIdentity);
  return allowance ? { decision: 'Allowed', by: named(allowance) } : { decision: 'ImplicitlyDenied' };
}

/**
 * A key and a role open only by their own policy: it names the principal, or hands over to the identity policies of the account.
 * {@link https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html}
 */
const identitySuffices = (action: string) => !/^(kms|sts):/.test(action);

const named = ({ policy, index, sid }: Statement) => ({ policy, index, sid });

const applies = (statement: Statement, action: string, resource: string, context: Context) =>
  covers(statement.actions, (pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
  // AWS lets `*` reach across colons at the end of a part only; in the ARNs evaluated here that is no difference.
  covers(statement.resources, (pattern) => like(pattern, resource)) &&
  statement.conditions.every(({ key, holds }) => holds(context.get(key) ?? []));

const covers = ({ patterns, except }: Patterns, matches: (pattern: string) => boolean) => patterns.some(matches) !== except;

function contextOf({ principal, context }: AccessRequest): Context {
  const entries = (of: AccessRequest['context']) =>
    Object.entries(of).map(([key, value]): [string, readonly string[]] => [key.toLowerCase(), [value].flat()]);
  const given = new Map(entries(context));
  for (const [key, [value]] of entries(principalKeys(principal))) {
    const [other] = given.get(key) ?? [value];
    if (other !== value) throw new Error(`The principal ${principal} has ${key} ${value}, got: ${other}.`);
    given.set(key, [value!]);
  }
  return given;
}
