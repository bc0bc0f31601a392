import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { PublisherPolicies } from '../../../constructs/signing/publisher-policies';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import { ACCOUNT, decide, physicalResources } from '../../helpers/iam-simulation';

function synthesise(projects: readonly string[]): Template {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: ACCOUNT } });
  const store = new ArtifactStore(stack, 'Store');
  new PublisherPolicies(stack, 'Publishers', {
    registry: 'example',
    store,
    projects: projects.map((project) => ({ ecosystem: 'pypi', project })),
  });
  return Template.fromStack(stack);
}

const named = (count: number): string[] => [...Array(count).keys()].map((i) => `project-${i}`);

test('each project has a policy that names it, attached to nobody', () => {
  const policies = Object.values(synthesise(['demo', 'six']).findResources('AWS::IAM::ManagedPolicy'));
  expect(policies).toMatchObject([
    {
      Properties: {
        ManagedPolicyName: 'example-publish-pypi-demo',
        Description: 'Publish pypi project demo in registry example',
      },
    },
    {
      Properties: {
        ManagedPolicyName: 'example-publish-pypi-six',
        Description: 'Publish pypi project six in registry example',
      },
    },
  ]);
  for (const { Properties } of policies as { Properties: object }[]) {
    for (const holders of ['Roles', 'Users', 'Groups']) expect(Properties).not.toHaveProperty(holders);
  }
});

const ONCE = { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' };
const OVER = { 's3:ObjectCreationOperation': 'true' };
const resources = physicalResources(synthesise(['demo', 'six']));
const [, policy] = Object.entries(resources).find(([id]) => id.startsWith('Publisherspypidemo'))!;
const [stagingId] = Object.entries(resources).find(
  ([id, { Type }]) => id.startsWith('StoreStaging') && Type === 'AWS::S3::Bucket',
)!;
const [, stagingPolicy] = Object.entries(resources).find(([id]) => id.startsWith('StoreStagingPolicy'))!;

test.each<[action: string, key: string, context: Record<string, string>, decision: string]>([
  ['PutObject', '/uploads/pypi/demo/upload-1/x', ONCE, 'Allowed'],
  ['PutObject', '/uploads/pypi/demo/upload-1/x', OVER, 'ExplicitlyDenied'],
  ['PutObject', '/uploads/pypi/six/upload-1/x', ONCE, 'ImplicitlyDenied'],
  ['GetObject', '/verdicts/pypi/demo/upload-1.json', {}, 'Allowed'],
  ['GetObject', '/verdicts/pypi/six/upload-1.json', {}, 'ImplicitlyDenied'],
  ['ListBucket', '', { 's3:prefix': 'uploads/pypi/demo/upload-1/' }, 'Allowed'],
  ['ListBucket', '', { 's3:prefix': 'uploads/pypi/six/upload-1/' }, 'ImplicitlyDenied'],
])('who has the policy of demo: %s %s %o: %s', async (action, key, context, decision) => {
  const question = {
    action: `s3:${action}`,
    resource: `arn:aws:s3:::${stagingId.toLowerCase()}${key}`,
    principal: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
    identity: [policy.Properties.PolicyDocument],
    policy: stagingPolicy.Properties.PolicyDocument,
    context,
  };
  await expect(decide(question)).resolves.toBe(decision);
});

test('the ARN of each policy is an output, also where names differ in punctuation only', () => {
  const outputs = Object.values(synthesise(['ab', 'a-b']).findOutputs('*'));
  expect(outputs.map(({ Description }) => Description as string)).toEqual([
    'Policy for publishers of pypi project ab',
    'Policy for publishers of pypi project a-b',
  ]);
});

test('takes 150 projects, and says why not more', () => {
  expect(Object.keys(synthesise(named(150)).findOutputs('*'))).toHaveLength(150);
  expect(() => synthesise(named(151))).toThrow(
    new Error(
      "'projects' of 'Stack/Publishers' must be at most 150, got: 151. Each is an output of the stack, of which CloudFormation allows 200; set up a second registry for the rest.",
    ),
  );
});
