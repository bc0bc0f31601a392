/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
import { checkRequest } from '../../../domain/iam/actions';

const account = '111122223333';

test.each([
  ['s3:GetObject', 'arn:aws:s3:::packages/files/a'],
  ['s3:ListBucket', 'arn:aws-cn:s3:::packages'],
  ['sqs:SendMessage', `arn:aws:sqs:us-east-1:${account}:intake`],
  ['sns:Publish', `arn:aws:sns:us-east-1:${account}:alerts`],
  ['kms:Sign', `arn:aws:kms:us-east-1:${account}:key/k`],
  ['logs:PutLogEvents', `arn:aws:logs:us-east-1:${account}:log-group:/aws/lambda/intake:log-stream:a`],
  ['xray:PutTraceSegments', '*'],
  ['cloudfront:CreateInvalidation', `arn:aws:cloudfront::${account}:distribution/E1`],
  ['sts:AssumeRole', `arn:aws:iam::${account}:role/intake`],
])('%s applies to %s', (action, resource) => {
  expect(() => {
    checkRequest(action, resource, ['aws:SourceArn']);
  }).not.toThrow();
});

test.each([
  ['s3:GetObject', 'arn:aws:s3:::packages/', 'an object'],
  ['s3:ListBucket', 'arn:aws:s3:::packages/files/', 'a bucket'],
  ['sqs:SendMessage', 'intake.Arn', 'a queue'],
  ['sns:Publish', `arn:aws:sqs:us-east-1:${account}:alerts`, 'a topic'],
  ['kms:Sign', `arn:aws:kms:us-east-1:${account}:alias/k`, 'a key'],
  ['logs:PutLogEvents', `arn:aws:logs:us-east-1:${account}:log-group:a:*`, 'a log stream'],
  ['xray:PutTraceSegments', 'arn:aws:s3:::packages', '* only'],
  ['cloudfront:CreateInvalidation', '*', 'a distribution'],
  ['sts:AssumeRole', `arn:aws:iam::${account}:user/a`, 'a role'],
])('%s does not apply to %s', (action, resource, kind) => {
  expect(() => {
    checkRequest(action, resource, []);
  }).toThrow(new Error(`${action} applies to ${kind}, got: ${resource}.`));
});
