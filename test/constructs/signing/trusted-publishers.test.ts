import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { type PublishedProject, TrustedPublishers } from '../../../constructs/signing/trusted-publishers';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import type { Pipeline } from '../../../domain/signing/pipeline-trust';
import { ACCOUNT, decide, physicalResources } from '../../helpers/iam-simulation';

const GITHUB: Pipeline = {
  ci: 'github',
  repository: 'foundation/packages',
  workflow: '.github/workflows/release.yml',
  ref: 'refs/heads/main',
};
const GITLAB: Pipeline = {
  ci: 'gitlab',
  project: 'foundation/packages',
  branch: 'main',
  issuer: 'https://gitlab.com',
};
const OTHER: Pipeline = { ci: 'oidc', issuer: 'https://ci.example', subject: 'job:release', audience: 'registry' };
const PAULA = `arn:aws:iam::${ACCOUNT}:user/paula`;
const PETE = `arn:aws:iam::${ACCOUNT}:user/pete`;

type Project = Partial<PublishedProject> & { readonly project: string };

function synthesise(projects: readonly Project[], oidcProviders?: Record<string, string>): Template {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: ACCOUNT } });
  new TrustedPublishers(stack, 'Publishers', {
    registry: 'example',
    store: new ArtifactStore(stack, 'Store'),
    projects: projects.map((project) => ({ ecosystem: 'pypi', pipelines: [], people: [], ...project })),
    ...(oidcProviders && { oidcProviders }),
  });
  return Template.fromStack(stack);
}

const named = (count: number): Project[] => [...Array(count).keys()].map((i) => ({ project: `project-${i}` }));
const outputs = (template: Template) => Object.values(template.findOutputs('*')).map(({ Description }) => Description as string);

test('a project that trusts nobody has a policy that names it, attached to nobody', () => {
  const template = synthesise([{ project: 'demo' }]);
  const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy')) as { Properties: object }[];
  expect(policy?.Properties).toMatchObject({
    ManagedPolicyName: 'example-publish-pypi-demo',
    Description: 'Publish pypi project demo in registry example',
  });
  for (const holders of ['Roles', 'Users', 'Groups']) expect(policy?.Properties).not.toHaveProperty(holders);
  expect(template.findResources('AWS::IAM::Role')).toEqual({});
  expect(outputs(template)).toEqual(['Policy for publishers of pypi project demo']);
});

test('pipelines and people have a role each, for an hour', () => {
  const template = synthesise([{ project: 'demo', pipelines: [GITHUB], people: [PAULA] }]);
  const roles = Object.values(template.findResources('AWS::IAM::Role')) as { Properties: object }[];
  expect(roles.map(({ Properties }) => Properties)).toMatchObject([
    { RoleName: 'example-pipeline-pypi-demo', MaxSessionDuration: 3600 },
    { RoleName: 'example-people-pypi-demo', MaxSessionDuration: 3600 },
  ]);
  expect(outputs(template)).toEqual(['Role for pipeline of pypi project demo', 'Role for people of pypi project demo']);
});

test('one provider an issuer, with every audience that is asked for, unless the account has it already', () => {
  const projects = [
    { project: 'a', pipelines: [GITHUB, OTHER] },
    { project: 'b', pipelines: [GITHUB, GITLAB, { ...OTHER, audience: 'second' }] },
  ];
  const providers = synthesise(projects, { 'https://gitlab.com': `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com` });
  expect(Object.values(providers.findResources('AWS::IAM::OIDCProvider'))).toEqual([
    {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: { Url: 'https://token.actions.githubusercontent.com', ClientIdList: ['sts.amazonaws.com'] },
    },
    { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://ci.example', ClientIdList: ['registry', 'second'] } },
  ]);
});

const resources = physicalResources(
  synthesise([{ project: 'demo', pipelines: [GITHUB, GITLAB, OTHER], people: [PAULA] }, { project: 'six' }]),
);
const [, policy] = Object.entries(resources).find(([id]) => /^Publisherspypidemo[0-9A-F]{8}$/.test(id))!;
const [stagingId] = Object.entries(resources).find(
  ([id, { Type }]) => id.startsWith('StoreStaging') && Type === 'AWS::S3::Bucket',
)!;
const [, stagingPolicy] = Object.entries(resources).find(([id]) => id.startsWith('StoreStagingPolicy'))!;
const trustOf = (who: string) =>
  Object.entries(resources).find(([id, { Type }]) => Type === 'AWS::IAM::Role' && id.startsWith(`Publisherspypidemo${who}`))![1]
    .Properties.AssumeRolePolicyDocument;

const ONCE = { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' };
const OVER = { 's3:ObjectCreationOperation': 'true' };

test.each<[action: string, key: string, context: Record<string, string>, decision: string]>([
  ['PutObject', '/uploads/pypi/demo/upload-1/x', ONCE, 'Allowed'],
  ['PutObject', '/uploads/pypi/demo/upload-1/x', OVER, 'ExplicitlyDenied'],
  ['PutObject', '/uploads/pypi/six/upload-1/x', ONCE, 'ImplicitlyDenied'],
  ['GetObject', '/uploads/pypi/demo/upload-1/x', {}, 'ImplicitlyDenied'],
  ['GetObject', '/verdicts/pypi/demo/upload-1.json', {}, 'Allowed'],
  ['GetObject', '/verdicts/pypi/six/upload-1.json', {}, 'ImplicitlyDenied'],
  ['ListBucket', '', { 's3:prefix': 'uploads/pypi/demo/upload-1/' }, 'ImplicitlyDenied'],
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

const HOST = 'token.actions.githubusercontent.com';
const TOKEN = {
  [`${HOST}:aud`]: 'sts.amazonaws.com',
  [`${HOST}:sub`]: 'repo:foundation/packages:ref:refs/heads/main',
  [`${HOST}:job_workflow_ref`]: 'foundation/packages/.github/workflows/release.yml@refs/heads/main',
  [`${HOST}:ref`]: 'refs/heads/main',
};
const GITLAB_TOKEN = {
  'gitlab.com:aud': 'sts.amazonaws.com',
  'gitlab.com:sub': 'project_path:foundation/packages:ref_type:branch:ref:main',
};

test.each<[string, Record<string, string>, string, string]>([
  ['the release job at GitHub', TOKEN, HOST, 'Allowed'],
  [
    'another repository of the organisation',
    { ...TOKEN, [`${HOST}:sub`]: 'repo:foundation/site:ref:refs/heads/main' },
    HOST,
    'ImplicitlyDenied',
  ],
  ['a pull request', { ...TOKEN, [`${HOST}:sub`]: 'repo:foundation/packages:pull_request' }, HOST, 'ImplicitlyDenied'],
  ['another branch', { ...TOKEN, [`${HOST}:ref`]: 'refs/heads/topic' }, HOST, 'ImplicitlyDenied'],
  [
    'another workflow of the repository',
    { ...TOKEN, [`${HOST}:job_workflow_ref`]: 'foundation/packages/.github/workflows/test.yml@refs/heads/main' },
    HOST,
    'ImplicitlyDenied',
  ],
  ['a token for somebody else', { ...TOKEN, [`${HOST}:aud`]: 'https://github.com/foundation' }, HOST, 'ImplicitlyDenied'],
  ['a token without workflow', { ...TOKEN, [`${HOST}:job_workflow_ref`]: '' }, HOST, 'ImplicitlyDenied'],
  ["GitHub's claims from another issuer", TOKEN, 'ci.example', 'ImplicitlyDenied'],
  ['the release job at GitLab', GITLAB_TOKEN, 'gitlab.com', 'Allowed'],
  [
    'a job of another branch at GitLab',
    { ...GITLAB_TOKEN, 'gitlab.com:sub': 'project_path:foundation/packages:ref_type:branch:ref:topic' },
    'gitlab.com',
    'ImplicitlyDenied',
  ],
  ['the job of the other issuer', { 'ci.example:aud': 'registry', 'ci.example:sub': 'job:release' }, 'ci.example', 'Allowed'],
])('who takes the role of the pipelines: %s', async (_, context, provider, decision) => {
  const principal = `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}`;
  const resource = `arn:aws:iam::${ACCOUNT}:role/example-pipeline-pypi-demo`;
  const question = { action: 'sts:AssumeRoleWithWebIdentity', principal, resource, policy: trustOf('pipeline'), context };
  await expect(decide(question)).resolves.toBe(decision);
});

test.each<[string, string, Record<string, string>, string]>([
  ['with MFA', PAULA, { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '60' }, 'Allowed'],
  [
    'with MFA of this morning',
    PAULA,
    { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '3600' },
    'ImplicitlyDenied',
  ],
  ['with keys alone', PAULA, {}, 'ImplicitlyDenied'],
  ['somebody else with MFA', PETE, { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '60' }, 'ImplicitlyDenied'],
])('who takes the role of the people: %s', async (_, principal, context, decision) => {
  const resource = `arn:aws:iam::${ACCOUNT}:role/example-people-pypi-demo`;
  const question = { action: 'sts:AssumeRole', principal, resource, policy: trustOf('people'), context };
  await expect(decide(question)).resolves.toBe(decision);
});

test('the ARN of each policy is an output, also where names differ in punctuation only', () => {
  expect(outputs(synthesise([{ project: 'ab' }, { project: 'a-b' }]))).toEqual([
    'Policy for publishers of pypi project ab',
    'Policy for publishers of pypi project a-b',
  ]);
});

test('takes 150 outputs, and says why not more', () => {
  expect(Object.keys(synthesise(named(150)).findOutputs('*'))).toHaveLength(150);
  const both = { project: 'both', pipelines: [OTHER], people: [PAULA] };
  expect(() => synthesise([both, ...named(149)])).toThrow(
    new Error(
      "'projects' of 'Stack/Publishers' must have at most 150 roles, and policies without a role, got: 151. Each is an output of the stack, of which CloudFormation allows 200; set up a second registry for the rest.",
    ),
  );
});

test('says when IAM would not take the trust policy', () => {
  const pipelines = [...Array(12).keys()].map((i) => ({ ...OTHER, subject: `job:release:${i}` }));
  expect(() => synthesise([{ project: 'demo', pipelines }])).toThrow(
    /^The trust policy of 'Stack\/Publishers\/pypi-demo-pipeline' must have at most 2048 characters \(the quota of IAM\), got: \d+\. Trust fewer pipelines or people with the project\.$/,
  );
});
