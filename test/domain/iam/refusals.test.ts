/** What is not evaluated is an error, never silence. */
import type { AccessRequest } from '../../../domain/iam/evaluate';
import { ANONYMOUS } from '../../../domain/iam/principals';
import { account, allow, ask, OTHER, PROVIDER, policy, ROLE, ROOT, SERVICE } from './requests';

const PRINCIPAL = "A principal is the ARN of a role, a user or an OIDC provider, the name of a service, or 'anonymous'";

test.each<[Partial<AccessRequest>, string]>([
  [
    { action: 's3:GetObjects' },
    'Unknown action, got: s3:GetObjects. Correct it, or add it to the table in domain/iam/actions.ts.',
  ],
  [{ action: 's3:getObject' }, 'Unknown action, got: s3:getObject. Correct it, or add it to the table in domain/iam/actions.ts.'],
  [{ resource: 'arn:aws:s3:::packages' }, 's3:GetObject applies to an object, got: arn:aws:s3:::packages.'],
  [
    { context: { 's3:prefix': 'files/' } },
    "A request for s3:GetObject has no condition key 's3:prefix'. Correct it, or add it to the table in domain/iam/actions.ts.",
  ],
  [
    { context: { 'aws:SecureTransports': 'true' } },
    "A request for s3:GetObject has no condition key 'aws:securetransports'. Correct it, or add it to the table in domain/iam/actions.ts.",
  ],
  [{ principal: ROOT }, `${PRINCIPAL}, got: ${ROOT}.`],
  [{ principal: 'reader' }, `${PRINCIPAL}, got: reader.`],
  [{ principal: SERVICE }, `Only roles and users have identity policies, got 1 for ${SERVICE}.`],
  [{ principal: ANONYMOUS }, 'Only roles and users have identity policies, got 1 for anonymous.'],
  [{ principal: PROVIDER }, `Only roles and users have identity policies, got 1 for ${PROVIDER}.`],
  [
    { context: { 'ci.example:sub': 'job' } },
    "A request for s3:GetObject has no condition key 'ci.example:sub'. Correct it, or add it to the table in domain/iam/actions.ts.",
  ],
  [{ context: { 'aws:PrincipalArn': OTHER } }, `The principal ${ROLE} has aws:principalarn ${ROLE}, got: ${OTHER}.`],
])('the request %j', (request, problem) => {
  expect(() => ask(request, [allow])).toThrow(new Error(problem));
});

const bad = (statement: object) => policy({ Sid: 'Sound' }, statement);
test.each<[string, object, string]>([
  [
    'no version',
    { Statement: [] },
    'identity policy 0: Version: Invalid input: expected "2012-10-17"; Statement: Too small: expected array to have >=1 items',
  ],
  ['an old version', { ...allow, Version: '2008-10-17' }, 'identity policy 0: Version: Invalid input: expected "2012-10-17"'],
  ['an unknown element', bad({ Recourse: '*' }), 'identity policy 0: Statement.1: Unrecognized key: "Recourse"'],
  ['NotPrincipal', bad({ NotPrincipal: '*' }), 'identity policy 0: Statement.1: Unrecognized key: "NotPrincipal"'],
  [
    'an unknown effect',
    bad({ Effect: 'allow' }),
    'identity policy 0: Statement.1.Effect: Invalid option: expected one of "Allow"|"Deny"',
  ],
  [
    'an unresolved reference',
    bad({ Resource: { Ref: 'Bucket' } }),
    'identity policy 0: Statement.1.Resource.0: Invalid input: expected string, received object',
  ],
  ['no action', bad({ Action: undefined }), 'identity policy 0: Statement.1: a statement has either Action or NotAction.'],
  ['two resources', bad({ NotResource: '*' }), 'identity policy 0: Statement.1: a statement has either Resource or NotResource.'],
  [
    'no resource',
    bad({ Resource: undefined }),
    'identity policy 0: Statement.1: a statement has either Resource or NotResource.',
  ],
  [
    'a resource without ARN',
    bad({ Resource: 'packages/*' }),
    'identity policy 0: Statement.1: a resource is * or an ARN, got: packages/*.',
  ],
  [
    'a policy variable',
    bad({ Resource: 'arn:aws:s3:::packages/${aws:username}/*' }),
    'identity policy 0: Statement.1: policy variables are not evaluated, got: arn:aws:s3:::packages/${aws:username}/*.',
  ],
  [
    'a variable in a condition',
    bad({ Condition: { StringLike: { 's3:prefix': '${aws:username}/*' } } }),
    'identity policy 0: Statement.1: policy variables are not evaluated, got: ${aws:username}/*.',
  ],
  [
    'an unknown key',
    bad({ Condition: { Null: { 's3:prefixes': 'true' } } }),
    'identity policy 0: Statement.1: unknown condition key, got: s3:prefixes. Correct it, or add it to the table in domain/iam/actions.ts.',
  ],
  ['a principal', bad({ Principal: '*' }), 'identity policy 0: Statement.1: an identity policy has no Principal.'],
])('%s in an identity policy, also where the statement would not apply', (_, document, problem) => {
  expect(() => ask({}, [document])).toThrow(new Error(problem));
});

test.each<[string, unknown, string]>([
  ['no principal', undefined, 'a resource policy has a Principal.'],
  [
    'a session',
    { AWS: `arn:aws:sts::${account}:assumed-role/reader/me` },
    `a principal is *, an account, a role, a user, a service or an OIDC provider, got: arn:aws:sts::${account}:assumed-role/reader/me.`,
  ],
  [
    'part of a name',
    { AWS: `arn:aws:iam::${account}:role/*` },
    `a principal is *, an account, a role, a user, a service or an OIDC provider, got: arn:aws:iam::${account}:role/*.`,
  ],
  [
    'a provider of old',
    { Federated: 'accounts.google.com' },
    'a principal is *, an account, a role, a user, a service or an OIDC provider, got: accounts.google.com.',
  ],
  ['any service', { Service: '*' }, 'a principal is *, an account, a role, a user, a service or an OIDC provider, got: *.'],
])('%s in a resource policy', (_, principal, problem) => {
  expect(() => ask({}, [], policy({ Principal: principal }))).toThrow(new Error(`resource policy: Statement.0: ${problem}`));
});
