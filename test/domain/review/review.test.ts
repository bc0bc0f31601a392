import type { Template } from '../../../domain/cost/template';
import { readable } from '../../../domain/review/readable';
import { findingsOf, reviewOf } from '../../../domain/review/review';
import { allowStatements } from '../../../domain/review/statements';
import { reviewText, shortReviewText } from '../../../domain/review/text';

const policy = (statement: object, roles: unknown[] = [{ Ref: 'Role' }]): Template => ({
  Resources: {
    Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: roles, PolicyDocument: { Statement: [statement] } } },
  },
});
const bucketPolicy = (statement: object): Template => ({
  Resources: { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: { Statement: statement } } } },
});

test.each([
  ['text', 'text'],
  [{ Ref: 'Bucket' }, '${Bucket}'],
  [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '${Bucket.Arn}'],
  [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/files/*']] }, '${Bucket.Arn}/files/*'],
  [{ 'Fn::Sub': 'arn:${AWS::Partition}:x' }, 'arn:${AWS::Partition}:x'],
  [{ 'Fn::If': ['A', 'b', 'c'] }, '{"Fn::If":["A","b","c"]}'],
])('%j reads as %s', (value, text) => {
  expect(readable(value)).toBe(text);
});

test('an identity statement says which roles may do what', () => {
  const statement = {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }, '/*']] },
  };
  expect(allowStatements(policy(statement))).toEqual([
    { at: 'Policy', who: '${Role}', actions: ['s3:GetObject'], resources: ['${B.Arn}/*'], conditions: [], wide: false },
  ]);
});

test('a resource statement says whom it allows and under which condition', () => {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: 'x',
    Condition: { StringEquals: { 'AWS:SourceArn': { Ref: 'Dist' } } },
  };
  expect(allowStatements(bucketPolicy(statement))).toMatchObject([
    { who: 'cloudfront.amazonaws.com', conditions: ['StringEquals AWS:SourceArn = ${Dist}'], wide: false },
  ]);
});

test.each([
  ['all actions of a service', policy({ Effect: 'Allow', Action: ['s3:*'], Resource: 'x' }), [true]],
  ['all resources', policy({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }), [true]],
  ['anybody', bucketPolicy({ Effect: 'Allow', Action: 's3:GetObject', Principal: '*', Resource: 'x' }), [true]],
  ['a denial, which widens nothing', policy({ Effect: 'Deny', Action: '*', Resource: '*' }), []],
])('%s', (_, template, wide) => {
  expect(allowStatements(template).map((statement) => statement.wide)).toEqual(wide);
});

const report = {
  pluginReports: [
    {
      violations: [{ ruleName: 'AwsSolutions-S1', violatingConstructs: [{ constructPath: 'Stack/Bucket' }] }],
      suppressedViolations: [{ ruleName: 'AwsSolutions-CFR1', acknowledgedAt: 'Stack/Cdn', reason: 'open to every country' }],
    },
  ],
};

test('findings come from the report of the synthesis', () => {
  expect(findingsOf(report)).toEqual({
    open: [{ rule: 'AwsSolutions-S1', where: 'Stack/Bucket' }],
    acknowledged: [{ rule: 'AwsSolutions-CFR1', where: 'Stack/Cdn', reason: 'open to every country' }],
  });
});

const reviewed = (): ReturnType<typeof reviewOf> => {
  const template: Template = {
    Resources: {
      Key: { Type: 'AWS::KMS::Key' },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { ObjectLockEnabled: true } },
      ...policy({ Effect: 'Allow', Action: 'kms:Sign', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } }).Resources,
    },
  };
  return reviewOf('demo', template, findingsOf(report));
};

test('the text shows resources, statements, findings and every line of the idle cost', () => {
  expect(reviewText(reviewed())).toMatchInlineSnapshot(`
"Review of stack demo

Resources: 3 of 3 kinds
  - 1 IAM::ManagedPolicy, 1 KMS::Key, 1 S3::Bucket

IAM statements that widen access: 1, of them 0 with a wildcard of their own
  - \${Role} may kms:Sign on \${Key.Arn}

Policy findings: 1 open, 1 acknowledged for 1 reasons
  ! AwsSolutions-S1 at Stack/Bucket
  - AwsSolutions-CFR1: open to every country

Idle cost (no traffic): $1.00 a month, list prices before tax
    $1.00  KMS customer-managed key: 1 x $1.00 per month (list, 2024-07-01)
  - free, AWS makes no charge for it: IAM::ManagedPolicy
  - free, billed by stored bytes and requests only: S3::Bucket"
`);
});

test('the short text leaves out details and reasons', () => {
  expect(shortReviewText(reviewed())).toMatchInlineSnapshot(`
"Review of stack demo

Resources: 3 of 3 kinds
  - 1 IAM::ManagedPolicy, 1 KMS::Key, 1 S3::Bucket

IAM statements that widen access: 1, of them 0 with a wildcard of their own
  - \${Role} may, on named resources, kms:Sign

Policy findings: 1 open, 1 acknowledged for 1 reasons
  ! AwsSolutions-S1 at Stack/Bucket

Idle cost (no traffic): $1.00 a month, list prices before tax
    $1.00  KMS customer-managed key: 1 x $1.00 per month (list, 2024-07-01)"
`);
});
