/** A request to vary, and short ways to write policies. */
import { type AccessRequest, evaluate, type Verdict } from '../../../domain/iam/evaluate';

export const account = '111122223333';
export const ROLE = `arn:aws:iam::${account}:role/reader`;
export const OTHER = `arn:aws:iam::${account}:role/other`;
export const ROOT = `arn:aws:iam::${account}:root`;
export const FOREIGN = 'arn:aws:iam::444455556666:role/reader';
export const PROVIDER = `arn:aws:iam::${account}:oidc-provider/ci.example`;
export const SERVICE = 'cloudfront.amazonaws.com';

/** Statements allow everything that they do not restrict. */
export const policy = (...statements: object[]) => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...statement })),
});
export const allow = policy({});

/** Asks for an object as a role, unless told otherwise. */
export function ask(request: Partial<AccessRequest>, identity: readonly object[], resource?: object): Verdict {
  const get = { account, principal: ROLE, action: 's3:GetObject', resource: 'arn:aws:s3:::packages/files/a', context: {} };
  return evaluate({ ...get, ...request }, { identity, resource });
}
