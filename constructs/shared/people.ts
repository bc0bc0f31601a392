import { ArnPrincipal, CompositePrincipal, type PrincipalBase } from 'aws-cdk-lib/aws-iam';

/** Seconds since the person showed the second factor. */
const MFA_AGE = 3_600;

/** Every one of several principals; at least one. */
export const allOf = (principals: readonly PrincipalBase[]): PrincipalBase =>
  principals.length === 1 ? principals[0]! : new CompositePrincipal(...principals);

/**
 * IAM users who have shown their second factor within `age` seconds. `Bool` without `IfExists`: keys of a user that never saw MFA
 * carry no such key, and are refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export const usersWithMfa = (arns: readonly string[], age = MFA_AGE): PrincipalBase =>
  allOf(arns.map((arn) => withMfa(arn, age)));

const withMfa = (arn: string, age: number): PrincipalBase =>
  new ArnPrincipal(arn).withConditions({
    Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    NumericLessThan: { 'aws:MultiFactorAuthAge': String(age) },
  });
