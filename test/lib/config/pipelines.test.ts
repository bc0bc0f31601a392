/** Whom the roles of publishers open to: one job of one repository, or one person; never an organisation. */
import { validateConfig } from '../../../lib/config';
import { FILE, GITHUB, MINIMAL, problem, refusalOf } from './minimal';

const RELEASE = {
  ci: 'github',
  repository: 'foundation/packages',
  workflow: '.github/workflows/release.yml',
  ref: 'refs/heads/main',
} as const;
const JOB = { ci: 'oidc', issuer: 'https://ci.example', subject: 'job:release', audience: 'registry' } as const;
const PAULA = 'arn:aws:iam::111122223333:user/paula';

const publisher = (changes: object) => ({
  publishers: [{ ecosystem: 'pypi', project: 'demo', identities: [GITHUB], ...changes }],
});
const REPOSITORY = [
  "one repository, without wildcards: 'owner/name'",
  'name the one repository that releases are made in; a whole organisation is never trusted',
] as const;
const REF = [
  "one git ref in full, without wildcards, e.g. 'refs/heads/main'",
  'name the branch that releases are made from',
] as const;
const PROJECT = [
  "one project with its groups, without wildcards: 'group/project'",
  'name the one project that releases are made in; a whole group is never trusted',
] as const;
const ISSUER = [
  'one exact https:// address, without wildcards and without a slash at the end',
  "write the 'iss' of its tokens",
] as const;

test.each<[object, string, string, string, string]>([
  [{ ...RELEASE, repository: 'foundation/*' }, 'repository', "'foundation/*'", ...REPOSITORY],
  [{ ...RELEASE, repository: '*/packages' }, 'repository', "'*/packages'", ...REPOSITORY],
  [{ ...RELEASE, repository: 'foundation' }, 'repository', "'foundation'", ...REPOSITORY],
  [{ ...RELEASE, repository: 'foundation/packages/fork' }, 'repository', "'foundation/packages/fork'", ...REPOSITORY],
  [{ ...RELEASE, ref: 'refs/heads/*' }, 'ref', "'refs/heads/*'", ...REF],
  [{ ...RELEASE, ref: 'main' }, 'ref', "'main'", ...REF],
  [{ ...RELEASE, ref: 'refs/pull/1/merge' }, 'ref', "'refs/pull/1/merge'", ...REF],
  [
    { ...RELEASE, workflow: '.github/workflows/*.yml' },
    'workflow',
    "'.github/workflows/*.yml'",
    "the path of one workflow file, e.g. '.github/workflows/release.yml'",
    'name the workflow that releases',
  ],
  [
    { ...RELEASE, environment: 'release:x' },
    'environment',
    "'release:x'",
    'the name of one environment, without spaces, colons and wildcards',
    'rename the environment, or leave it out',
  ],
  [
    { ...RELEASE, ids: { owner: '1', repository: 'x' } },
    'ids.repository',
    "'x'",
    'a number as text',
    "copy it from the repository's API answer",
  ],
  [{ ci: 'gitlab', project: 'group/*', branch: 'main' }, 'project', "'group/*'", ...PROJECT],
  [{ ci: 'gitlab', project: 'group', branch: 'main' }, 'project', "'group'", ...PROJECT],
  [
    { ci: 'gitlab', project: 'group/project', branch: 'release-*' },
    'branch',
    "'release-*'",
    "the name of one branch, without wildcards, e.g. 'main'",
    'name the protected branch that releases are made from',
  ],
  [{ ...JOB, issuer: 'http://ci.example' }, 'issuer', "'http://ci.example'", ...ISSUER],
  [{ ...JOB, issuer: 'https://ci.example/' }, 'issuer', "'https://ci.example/'", ...ISSUER],
  [
    { ...JOB, subject: 'job:*' },
    'subject',
    "'job:*'",
    'one exact subject, without wildcards and spaces',
    "write the 'sub' of the release job's token in full",
  ],
  [{ ...JOB, audience: '*' }, 'audience', "'*'", 'one exact audience', "write the 'aud' that the job asks for"],
])('refuses the pipeline %j', (pipeline, field, got, allowed, change) => {
  expect(refusalOf(publisher({ pipelines: [pipeline] }))).toEqual([
    problem(`publishers[0].pipelines[0].${field}`, got, allowed, change),
  ]);
});

const USER = [
  'the ARN of one IAM user, e.g. arn:aws:iam::123456789012:user/alice',
  'name each person by a user of their own, with an MFA device; IAM refuses users that do not exist',
] as const;

test.each([
  ['arn:aws:iam::111122223333:user/*'],
  ['arn:aws:iam::111122223333:root'],
  ['arn:aws:iam::111122223333:role/admin'],
  ['paula'],
])('refuses %s in place of a person', (arn) => {
  expect(refusalOf(publisher({ people: [arn] }))).toEqual([problem('publishers[0].people[0]', `'${arn}'`, ...USER)]);
  expect(refusalOf({ access: { breakGlass: [PAULA, arn] } })).toEqual([problem('access.breakGlass[1]', `'${arn}'`, ...USER)]);
});

test('refuses the provider of another issuer', () => {
  const arn = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com';
  expect(refusalOf({ access: { oidcProviders: { 'https://gitlab.example': arn } } })).toEqual([
    problem(
      'access.oidcProviders',
      `{ 'https://gitlab.example': '${arn}' }`,
      "{ 'https://issuer.example': 'arn:aws:iam::123456789012:oidc-provider/issuer.example' }, each with its own issuer",
      'leave it out when the account has none',
    ),
  ]);
});

test('takes each kind of pipeline, people, operators and a provider', () => {
  const gitlab = { ci: 'gitlab', project: 'group/sub/project', branch: 'main' } as const;
  const access = {
    operators: [PAULA],
    breakGlass: [PAULA],
    oidcProviders: { 'https://gitlab.com': 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' },
  };
  const pipelines = [{ ...RELEASE, environment: 'release', ids: { owner: '1', repository: '2' } }, gitlab, JOB];
  const config = validateConfig({ ...MINIMAL, ...publisher({ pipelines, people: [PAULA] }), access }, FILE);
  expect(config.access).toEqual(access);
  expect(config.publishers[0]).toMatchObject({
    pipelines: [pipelines[0], { ...gitlab, issuer: 'https://gitlab.com' }, JOB],
    people: [PAULA],
  });
});
