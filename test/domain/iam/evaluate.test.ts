/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { Verdict } from '../../../domain/iam/evaluate';
import { ANONYMOUS } from '../../../domain/iam/principals';
import { account, allow, ask, FOREIGN, OTHER, PROVIDER, policy, ROLE, ROOT, SERVICE } from './requests';

const allowTo = (AWS: unknown) => policy({ Principal: { AWS } });
const denyTo = (AWS: unknown) => policy({ Principal: { AWS }, Effect: 'Deny' });
const deny = policy({ Effect: 'Deny' });
const condition = (Condition: object) => policy({ Principal: '*', Condition });
const elsewhere = policy({ Action: 's3:PutObject' });

test.each<[string, object[], object | undefined, Verdict['decision']]>([
  ['no policy', [], undefined, 'ImplicitlyDenied'],
  ['policies on something else', [elsewhere], allowTo(OTHER), 'ImplicitlyDenied'],
  ['an identity policy allows', [elsewhere, allow], undefined, 'Allowed'],
  ['the resource policy allows', [], allowTo([OTHER, ROLE]), 'Allowed'],
  ['the resource policy allows everyone', [], allowTo('*'), 'Allowed'],
  ['the resource policy hands over to the account, whose identity policies do not allow', [], allowTo(ROOT), 'ImplicitlyDenied'],
  ['an identity policy denies what both allow', [allow, deny], allowTo(ROLE), 'ExplicitlyDenied'],
  ['the resource policy denies what an identity policy allows', [allow], denyTo(ROLE), 'ExplicitlyDenied'],
  ['the resource policy denies everyone', [allow], denyTo('*'), 'ExplicitlyDenied'],
  ['the resource policy denies the account by ARN', [allow], denyTo(ROOT), 'ExplicitlyDenied'],
  ['the resource policy denies the account by number', [allow], denyTo(account), 'ExplicitlyDenied'],
  ['the resource policy denies another account and role', [allow], denyTo([OTHER, FOREIGN, '444455556666']), 'Allowed'],
])('%s', (_, identity, resource, expected) => {
  expect(ask({}, identity, resource).decision).toBe(expected);
});

test.each<[string, object, Verdict['decision']]>([
  ['its name', policy({ Principal: { Service: ['logs.amazonaws.com', SERVICE] } }), 'Allowed'],
  ['everyone', policy({ Principal: '*' }), 'Allowed'],
  ['another service', policy({ Principal: { Service: 'logs.amazonaws.com' } }), 'ImplicitlyDenied'],
  ['the account', allowTo(ROOT), 'ImplicitlyDenied'],
])('a service is allowed by a resource policy that names %s', (_, resource, expected) => {
  expect(ask({ principal: SERVICE }, [], resource).decision).toBe(expected);
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html#key-policy-overview
test.each<[string, object[], object, Verdict['decision']]>([
  ['its policy names the principal', [], allowTo(ROLE), 'Allowed'],
  ['its policy hands over to the account, whose identity policy allows', [allow], allowTo(ROOT), 'Allowed'],
  ['its policy hands over, and no identity policy allows', [elsewhere], allowTo(ROOT), 'ImplicitlyDenied'],
  ['only an identity policy allows', [allow], allowTo(OTHER), 'ImplicitlyDenied'],
])('a key, where %s', (_, identity, resource, expected) => {
  const key = { action: 'kms:Sign', resource: `arn:aws:kms:us-east-1:${account}:key/k` };
  expect(ask(key, identity, resource).decision).toBe(expected);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
test.each<[string, object[], object | undefined, Verdict['decision']]>([
  ['only its own account allows', [allow], undefined, 'ImplicitlyDenied'],
  ['only the resource allows', [], allowTo(FOREIGN), 'ImplicitlyDenied'],
  ['both allow', [allow], allowTo(FOREIGN), 'Allowed'],
  ['its own account allows, and the resource allows that account', [allow], allowTo('444455556666'), 'Allowed'],
  ['its own account allows, and the resource allows everyone', [allow], allowTo('*'), 'Allowed'],
  ['its own account allows, and the resource allows the account of the resource', [allow], allowTo(ROOT), 'ImplicitlyDenied'],
  ['its own account denies', [allow, deny], allowTo(FOREIGN), 'ExplicitlyDenied'],
  ['the resource denies', [allow], denyTo('444455556666'), 'ExplicitlyDenied'],
])('a role of another account, where %s', (_, identity, resource, expected) => {
  expect(ask({ principal: FOREIGN }, identity, resource).decision).toBe(expected);
});

test.each<[string, object | undefined, Verdict['decision']]>([
  ['there is no resource policy', undefined, 'ImplicitlyDenied'],
  ['the resource policy allows everyone', policy({ Principal: '*' }), 'Allowed'],
  ['the resource policy allows the account', allowTo(ROOT), 'ImplicitlyDenied'],
  ['it allows everyone of the account', condition({ StringEquals: { 'aws:PrincipalAccount': account } }), 'ImplicitlyDenied'],
  ['it allows everyone but one role', condition({ ArnNotEquals: { 'aws:PrincipalArn': ROLE } }), 'Allowed'],
])('somebody without credentials, where %s', (_, resource, expected) => {
  expect(ask({ principal: ANONYMOUS }, [], resource).decision).toBe(expected);
});

/** A role that a web identity may take. */
const trust = (statement: object) => ({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: PROVIDER },
    Condition: { StringEquals: { 'ci.example:aud': 'registry', 'ci.example:sub': 'job' } },
    ...statement,
  },
});
const TOKEN = { 'ci.example:aud': 'registry', 'ci.example:sub': 'job' };

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
test.each<[string, object, string, Record<string, string>, Verdict['decision']]>([
  ['the right token', trust({}), PROVIDER, TOKEN, 'Allowed'],
  ['another subject', trust({}), PROVIDER, { ...TOKEN, 'ci.example:sub': 'job2' }, 'ImplicitlyDenied'],
  ['another audience', trust({}), PROVIDER, { ...TOKEN, 'ci.example:aud': 'x' }, 'ImplicitlyDenied'],
  ['no subject', trust({}), PROVIDER, { 'ci.example:aud': 'registry' }, 'ImplicitlyDenied'],
  ['the token of another issuer', trust({}), `${PROVIDER}2`, TOKEN, 'ImplicitlyDenied'],
  ['a role that asks for none', trust({ Action: 'sts:AssumeRole' }), PROVIDER, TOKEN, 'ImplicitlyDenied'],
  [
    'a role that trusts another provider',
    trust({ Principal: { Federated: `${PROVIDER}2` } }),
    PROVIDER,
    TOKEN,
    'ImplicitlyDenied',
  ],
])('a web identity with %s', (_, resource, principal, context, expected) => {
  const request = { principal, context, action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE };
  expect(ask(request, [], resource).decision).toBe(expected);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
test.each<[object, Record<string, string>, Verdict['decision']]>([
  [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { 'aws:MultiFactorAuthPresent': 'true' }, 'Allowed'],
  [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { 'aws:MultiFactorAuthPresent': 'false' }, 'ImplicitlyDenied'],
  [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, {}, 'ImplicitlyDenied'],
  [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, {}, 'Allowed'],
  [{ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }, { 'aws:MultiFactorAuthAge': '3599' }, 'Allowed'],
  [{ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }, { 'aws:MultiFactorAuthAge': '3600' }, 'ImplicitlyDenied'],
  [{ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }, {}, 'ImplicitlyDenied'],
  [{ Null: { 'aws:MultiFactorAuthAge': 'false' } }, {}, 'ImplicitlyDenied'],
])('the second factor: %j of %j: %s', (Condition, context, expected) => {
  expect(ask({ context }, [policy({ Condition })]).decision).toBe(expected);
});

test('a trust policy names no resource', () => {
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: SERVICE } },
  };
  const assume = { action: 'sts:AssumeRole', resource: ROLE };
  expect(ask({ ...assume, principal: SERVICE }, [], trust).decision).toBe('Allowed');
  expect(ask({ ...assume, principal: OTHER }, [allow], trust).decision).toBe('ImplicitlyDenied');
});

test.each<[object, Verdict['decision']]>([
  [{ Action: 's3:Get*' }, 'Allowed'],
  [{ Action: ['s3:PutObject', 'S3:getobject'] }, 'Allowed'],
  [{ Action: 's3:GetObjec' }, 'ImplicitlyDenied'],
  [{ Action: undefined, NotAction: 's3:PutObject' }, 'Allowed'],
  [{ Action: undefined, NotAction: ['s3:Get*', 's3:PutObject'] }, 'ImplicitlyDenied'],
  [{ Resource: 'arn:aws:s3:::packages/files/*' }, 'Allowed'],
  [{ Resource: ['arn:aws:s3:::packages/index/*', 'arn:aws:s3:::packages'] }, 'ImplicitlyDenied'],
  [{ Resource: 'arn:aws:s3:::Packages/files/*' }, 'ImplicitlyDenied'],
  [{ Resource: undefined, NotResource: 'arn:aws:s3:::packages/index/*' }, 'Allowed'],
  [{ Resource: undefined, NotResource: 'arn:aws:s3:::packages/*' }, 'ImplicitlyDenied'],
  [{ Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 's3:TlsVersion': 1.3 } } }, 'Allowed'],
  [{ Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 's3:TlsVersion': 1.2 } } }, 'ImplicitlyDenied'],
  [{ Condition: { StringEquals: { 'aws:SourceAccount': '1', 'aws:principalaccount': account } } }, 'ImplicitlyDenied'],
  [{ Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/r*' } } }, 'Allowed'],
  [{ Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } }, 'Allowed'],
])('a statement with %j: %s', (statement, expected) => {
  const context = { 'AWS:securetransport': 'true', 's3:TlsVersion': '1.2' };
  expect(ask({ context }, [policy(statement)]).decision).toBe(expected);
});

test('the keys that follow from a service', () => {
  const condition = { StringEquals: { 'aws:PrincipalServiceName': SERVICE }, Null: { 'aws:PrincipalArn': 'true' } };
  const isService = { Bool: { 'aws:PrincipalIsAWSService': 'true' } };
  const resource = policy({ Principal: '*', Condition: { ...condition, ...isService } });
  expect(ask({ principal: SERVICE }, [], resource).decision).toBe('Allowed');
  expect(ask({}, [], resource).decision).toBe('ImplicitlyDenied');
});

test('the verdict says by which statement', () => {
  const by = (identity: object[], resource?: object) => ask({}, identity, resource).by;
  expect(by([elsewhere, policy({ Action: 's3:PutObject' }, { Sid: 'Read' })])).toEqual({
    policy: 'identity policy 1',
    index: 1,
    sid: 'Read',
  });
  expect(by([allow], denyTo('*'))).toEqual({ policy: 'resource policy', index: 0, sid: undefined });
  expect(ask({}, [elsewhere])).toEqual({ decision: 'ImplicitlyDenied' });
});
