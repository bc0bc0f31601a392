import { claimKey, type Pipeline, trustOf } from '../../../domain/signing/pipeline-trust';

const github = {
  ci: 'github',
  repository: 'example-foundation/packages',
  workflow: '.github/workflows/release.yml',
  ref: 'refs/heads/main',
} as const;
const WORKFLOW = 'example-foundation/packages/.github/workflows/release.yml@refs/heads/main';

test.each<[string, Pipeline, string, Record<string, string>]>([
  [
    'GitHub',
    github,
    'https://token.actions.githubusercontent.com',
    {
      aud: 'sts.amazonaws.com',
      sub: 'repo:example-foundation/packages:ref:refs/heads/main',
      job_workflow_ref: WORKFLOW,
      ref: 'refs/heads/main',
    },
  ],
  [
    'GitHub with an environment',
    { ...github, environment: 'release' },
    'https://token.actions.githubusercontent.com',
    {
      aud: 'sts.amazonaws.com',
      sub: 'repo:example-foundation/packages:environment:release',
      job_workflow_ref: WORKFLOW,
      ref: 'refs/heads/main',
    },
  ],
  [
    'GitHub with the ids that subjects have since July 2026',
    { ...github, ids: { owner: '123456', repository: '456789' } },
    'https://token.actions.githubusercontent.com',
    {
      aud: 'sts.amazonaws.com',
      sub: 'repo:example-foundation@123456/packages@456789:ref:refs/heads/main',
      job_workflow_ref: WORKFLOW,
      ref: 'refs/heads/main',
      repository_id: '456789',
    },
  ],
  [
    'GitLab',
    { ci: 'gitlab', project: 'group/sub/packages', branch: 'main', issuer: 'https://gitlab.com' },
    'https://gitlab.com',
    { aud: 'sts.amazonaws.com', sub: 'project_path:group/sub/packages:ref_type:branch:ref:main' },
  ],
  [
    'another issuer',
    { ci: 'oidc', issuer: 'https://ci.example/realm', subject: 'job:1', audience: 'registry' },
    'https://ci.example/realm',
    { aud: 'registry', sub: 'job:1' },
  ],
])('%s', (_, pipeline, issuer, claims) => {
  expect(trustOf(pipeline)).toEqual({ issuer, claims });
});

test.each([
  ['https://gitlab.com', 'gitlab.com:sub'],
  ['https://ci.example/realm', 'ci.example/realm:sub'],
])('IAM names the subject of %s: %s', (issuer, key) => {
  expect(claimKey(issuer, 'sub')).toBe(key);
});
