import type { ProjectPolicy, SigningPolicy } from '../../../domain/signing/policy';
import { outlineOf, policyChanges } from '../../../domain/signing/policy-changes';

const ISSUER = 'https://token.actions.githubusercontent.com';
const WORKFLOW = 'https://github.com/example/demo/.github/workflows/release.yml@refs/heads/main';

const project = (changes: Partial<ProjectPolicy> = {}): ProjectPolicy => ({
  ecosystem: 'pypi',
  project: 'demo',
  identities: [{ identity: WORKFLOW, issuer: ISSUER }],
  keys: [],
  ...changes,
});

const POLICY: SigningPolicy = {
  schema: 1,
  trustedRoot: { tlogs: [] },
  ecosystems: ['pypi'],
  limits: { maxFileBytes: 100, maxFiles: 3, maxArchiveEntries: 10, maxUnpackedBytes: 1000, maxRatio: 100 },
  projects: [project()],
};

const changes = (after: Partial<SigningPolicy>, before: SigningPolicy = POLICY): string[] =>
  policyChanges(outlineOf(before), outlineOf({ ...before, ...after }));

test.each<[string, Partial<SigningPolicy>, string[]]>([
  ['nothing', {}, []],
  ['a limit', { limits: { ...POLICY.limits, maxFiles: 5 } }, ['limits, maxFiles: 3 became 5']],
  ['an ecosystem', { ecosystems: ['pypi', 'npm'] }, ['ecosystems: "npm" added']],
  ['an order', { ecosystems: ['npm', 'pypi'] }, ['ecosystems: "npm" added']],
  [
    'an identity',
    { projects: [project({ identities: [{ identity: WORKFLOW.replace('main', 'stable'), issuer: ISSUER }] })] },
    [
      `pypi project 'demo', identities: {"identity":"${WORKFLOW.replace('main', 'stable')}","issuer":"${ISSUER}"} added`,
      `pypi project 'demo', identities: {"identity":"${WORKFLOW}","issuer":"${ISSUER}"} removed`,
    ],
  ],
  ['the number of signatures', { projects: [project({ signatures: 2 })] }, ["pypi project 'demo', signatures: 2 added"]],
  [
    'a project',
    { projects: [] },
    [`pypi project 'demo': {"identities":[{"identity":"${WORKFLOW}","issuer":"${ISSUER}"}],"keys":[]} removed`],
  ],
  [
    'the trusted root, by its digest',
    { trustedRoot: {} },
    [
      'trusted root: "sha256:1f6a3ad1dd43f5b6bb4b0e2ff2a2a1b8fd1b4f3d3d0ac1f0b0e3b7e5a4c0b1aa" became "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"',
    ],
  ],
  ['a tier', { access: { ceiling: { requests: 1 } } }, ['access: {"ceiling":{"requests":1}} added']],
])('tells a change of %s', (_, after, expected) => {
  const mask = (text: string): string => text.replace(/"sha256:[0-9a-f]{64}" became/, '"sha256:…" became');
  expect(changes(after).map(mask)).toEqual(expected.map(mask));
});

test('elements in another order are a change as well', () => {
  const before = { ...POLICY, ecosystems: ['pypi', 'npm'] };
  expect(changes({ ecosystems: ['npm', 'pypi'] }, before)).toEqual(['ecosystems: put into another order']);
});

test('the first policy is told as a whole', () => {
  expect(policyChanges(undefined, outlineOf(POLICY)).map((change) => change.split(':')[0])).toEqual([
    'schema',
    'ecosystems',
    'limits',
    'trusted root',
    "pypi project 'demo'",
  ]);
});

test('nobody is named: of a mail address the domain stays, and a workflow stays whole', () => {
  const identities = [{ identity: 'jane.doe+release@example.org', issuer: 'https://accounts.example.org' }];
  expect(changes({ projects: [project({ identities })] })).toEqual([
    `pypi project 'demo', identities: {"identity":"…@example.org","issuer":"https://accounts.example.org"} added`,
    `pypi project 'demo', identities: {"identity":"${WORKFLOW}","issuer":"${ISSUER}"} removed`,
  ]);
});

test('long texts and long lists of changes stay short', () => {
  const keys = [{ name: 'release', publicKeyPem: 'x'.repeat(301) }];
  expect(changes({ projects: [project({ keys })] })[0]).toMatch(
    /^pypi project 'demo', keys: \{"name":"release","publicKeyPem":"sha256:[0-9a-f]{64}"\} added$/,
  );
  const many = Array.from({ length: 150 }, (_, i) => project({ project: `demo-${i}` }));
  expect(changes({ projects: [project(), ...many] }).slice(99)).toEqual([expect.stringMatching(/'demo-99'/), 'and 50 more']);
});
