/**
 * Who asks, and whom a resource policy speaks of.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html}
 */

/** `any` comes from `*`, alone or as AWS account: in a resource policy both are everyone, services too. */
export type Principals =
  | 'any'
  | { readonly aws: readonly string[]; readonly services: readonly string[]; readonly federated: readonly string[] };

/** Somebody without credentials. */
export const ANONYMOUS = 'anonymous';

/** `account`: the statement speaks to the principal's account, whose identity policies pass it on. */
export type Reach = 'principal' | 'account';

const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com$/;
const ACCOUNT = /^(\d{12})$|^arn:[\w-]+:iam::(\d{12}):root$/;
const ROLE_OR_USER = /^arn:[\w-]+:iam::(\d{12}):(?:role|user)\/[^*?]+$/;
const PROVIDER = /^arn:[\w-]+:iam::(\d{12}):oidc-provider\/[^*?]+$/;

interface RawPrincipals {
  readonly AWS?: readonly string[] | undefined;
  readonly Service?: readonly string[] | undefined;
  readonly Federated?: readonly string[] | undefined;
}

/** @throws Error for principals that are not evaluated: sessions, SAML providers, canonical users, parts of names. */
export function readPrincipals({ AWS: aws = [], Service: services = [], Federated: federated = [] }: RawPrincipals): Principals {
  const unread =
    aws.find((one) => one !== '*' && !ACCOUNT.test(one) && !ROLE_OR_USER.test(one)) ??
    services.find((one) => !SERVICE.test(one)) ??
    federated.find((one) => !PROVIDER.test(one));
  if (unread !== undefined)
    throw new Error(`a principal is *, an account, a role, a user, a service or an OIDC provider, got: ${unread}.`);
  return aws.includes('*') ? 'any' : { aws, services, federated };
}

export function reachOf(principals: Principals, principal: string): Reach | undefined {
  if (principals === 'any') return 'principal';
  const { aws, services, federated } = principals;
  if ([...aws, ...services, ...federated].includes(principal)) return 'principal';
  const account = accountOf(principal);
  const names = (one: string) => account !== undefined && ACCOUNT.exec(one)?.slice(1).includes(account);
  return aws.some(names) ? 'account' : undefined;
}

/** The account of a role or user; undefined for whoever has no identity policies: services, providers, anonymous. */
export const accountOf = (principal: string): string | undefined => ROLE_OR_USER.exec(principal)?.[1];

/**
 * The condition keys that AWS derives from the principal.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties}
 */
export function principalKeys(principal: string): Readonly<Record<string, string>> {
  if (principal === ANONYMOUS) return { 'aws:PrincipalIsAWSService': 'false' };
  if (PROVIDER.test(principal)) return { 'aws:FederatedProvider': principal, 'aws:PrincipalIsAWSService': 'false' };
  if (SERVICE.test(principal)) return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': principal };
  const account = accountOf(principal);
  if (account === undefined)
    throw new Error(
      `A principal is the ARN of a role, a user or an OIDC provider, the name of a service, or '${ANONYMOUS}', got: ${principal}.`,
    );
  return { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': account, 'aws:PrincipalIsAWSService': 'false' };
}
