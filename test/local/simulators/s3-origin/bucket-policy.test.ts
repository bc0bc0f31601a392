import type { PolicyStatement } from '../../../../local/assembly/model';
import { type Access, checkPolicy, isAllowed } from '../../../../local/simulators/s3-origin/bucket-policy';
import { DISTRIBUTION_ARN, readAndList } from '../../harness';

const READ: Access = {
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::packages/files/a',
  context: { 'aws:sourcearn': DISTRIBUTION_ARN, 'aws:securetransport': 'true', 's3:tlsversion': '1.3' },
};
const GRANT: PolicyStatement = readAndList().Statement[0]!;
const grant = (changes: Partial<PolicyStatement>): PolicyStatement => ({ ...GRANT, ...changes });
const denial = (changes: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  ...changes,
});
const decide = (...statements: PolicyStatement[]): boolean => isAllowed({ Statement: statements }, READ);

test('S3-4 the grant to this distribution lets it read; no policy lets nobody', () => {
  expect(isAllowed(readAndList(), READ)).toBe(true);
  expect(isAllowed(undefined, READ)).toBe(false);
});

test.each<[what: string, changes: Partial<PolicyStatement>]>([
  ['another distribution', { Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudfront::1:distribution/E2' } } }],
  ['another service', { Principal: { Service: 'logs.amazonaws.com' } }],
  ['an account', { Principal: { AWS: '111122223333' } }],
  ['another action', { Action: 's3:PutObject' }],
  ['another prefix', { Resource: 'arn:aws:s3:::packages/index/*' }],
])('S3-4 a grant for %s does not help', (_what, changes) => {
  expect(decide(grant(changes))).toBe(false);
});

test.each<[what: string, changes: Partial<PolicyStatement>]>([
  ['listed services', { Principal: { Service: ['logs.amazonaws.com', 'cloudfront.amazonaws.com'] } }],
  ['listed actions with a pattern', { Action: ['s3:PutObject', 's3:Get*'] }],
  ['listed resources', { Resource: ['arn:aws:s3:::packages/index/*', 'arn:aws:s3:::packages/files/*'] }],
  ['an ARN pattern', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::*:distribution/*' } } }],
  ['a condition on a missing key that may be missing', { Condition: { StringEqualsIfExists: { 'aws:PrincipalTag/x': 'y' } } }],
])('S3-4 a grant with %s helps', (_what, changes) => {
  expect(decide(grant(changes))).toBe(true);
});

test.each<[what: string, changes: Partial<PolicyStatement>, allowed: boolean]>([
  ['without TLS', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, true],
  ['below TLS 1.2', { Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }, true],
  ['of writes', { Action: ['s3:PutObject'] }, true],
  ['of everything', {}, false],
  ['of others than a role', { Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/r' } } }, false],
  ['of what lacks a key', { Condition: { Null: { 's3:if-none-match': 'true' } } }, false],
])('S3-4 a denial %s leaves reading allowed: %s', (_what, changes, allowed) => {
  expect(decide(GRANT, denial(changes))).toBe(allowed);
});

test('a policy with an unknown operator or element is refused at the start', () => {
  expect(() => {
    checkPolicy({ Statement: [denial({ Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } } })] });
  }).toThrow(new Error("The policy of an origin's bucket uses DateLessThan, which the local edge does not evaluate."));
  expect(() => {
    checkPolicy({ Statement: [denial({ NotAction: 's3:GetObject' })] });
  }).toThrow(new Error("The policy of an origin's bucket uses NotAction, which the local edge does not evaluate."));
});
