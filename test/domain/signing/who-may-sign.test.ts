/** What a project's configuration may say of a keyless signer beside its name: refs, time, and the instance that vouches for it. */
import { Refusal } from '../../../domain/contracts/refusals';
import { type AllowedIdentity, type ProjectPolicy, type Trusts, verifyForProject } from '../../../domain/signing';
import type { SignOptions } from '../../../local/authority';
import { artifact, createLab, FILE, type Lab, PUBLISHER } from '../../helpers/signing-lab';

const WORKFLOW = 'https://github.com/example/demo/.github/workflows/release.yml';
const { issuer } = PUBLISHER;
/** The authorities are as old as the test: what they sign is dated by the real clock, in whole seconds. */
const NOW = new Date(Math.ceil(Date.now() / 1000) * 1000);
const later = (seconds: number): string => new Date(NOW.getTime() + seconds * 1000).toISOString();
const AT_NOW: SignOptions = { certTime: NOW, logTime: NOW, tsaTime: NOW };

let lab: Lab;
let internal: Lab;
let trusts: Trusts;
beforeAll(async () => {
  [lab, internal] = await Promise.all([createLab(), createLab()]);
  trusts = { default: lab.trust, instances: { internal: internal.trust } };
});

const policy = (...identities: AllowedIdentity[]): ProjectPolicy => ({
  ecosystem: 'pypi',
  project: 'demo',
  identities,
  keys: [],
});

async function outcome(by: Lab, identity: string, project: ProjectPolicy, options = AT_NOW): Promise<string> {
  try {
    verifyForProject(await by.signMessage(FILE, { identity, issuer }, options), artifact(), trusts, project);
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message.split(';')[0]}`;
    throw error;
  }
}

const at = (ref: string): string => `${WORKFLOW}@${ref}`;
const refused = (identity: string): string =>
  `SIGNER_NOT_ALLOWED: signed by "${identity}" (issuer "${issuer}"), which is not allowed`;

test.each<[AllowedIdentity['refs'], string, boolean]>([
  ['tags', at('refs/tags/v1.0'), true],
  ['tags', at('refs/tags/release/1.0'), true],
  ['tags', at('refs/heads/main'), false],
  ['tags', `${WORKFLOW}.evil@refs/tags/v1.0`, false],
  ['tags', WORKFLOW, false],
  ['any', at('refs/tags/v1.0'), true],
  ['any', at('refs/heads/main'), true],
  ['any', at('main'), false],
  ['any', 'https://github.com/example/demo/.github/workflows/other.yml@refs/heads/main', false],
  [undefined, at('refs/tags/v1.0'), false],
])('refs %s: %s', async (refs, identity, accepted) => {
  expect(await outcome(lab, identity, policy({ identity: WORKFLOW, issuer, refs }))).toBe(
    accepted ? 'accepted' : refused(identity),
  );
});

test.each<[string, Partial<AllowedIdentity>, SignOptions, boolean]>([
  ['since then', { from: later(0) }, AT_NOW, true],
  ['not yet', { from: later(1) }, AT_NOW, false],
  ['still', { to: later(1) }, AT_NOW, true],
  ['no longer', { to: later(0) }, AT_NOW, false],
  ['with the newer log and a timestamp', { from: later(0) }, { ...AT_NOW, log: 'v2' }, true],
  ['too late by the timestamp', { to: later(0) }, { ...AT_NOW, log: 'v2' }, false],
  ['too late by one of two clocks', { to: later(30) }, { ...AT_NOW, tsa: true, tsaTime: new Date(later(60)) }, false],
])('%s', async (_, period, options, accepted) => {
  const got = await outcome(lab, PUBLISHER.identity, policy({ ...PUBLISHER, ...period }), options);
  expect(got.replace(/ at \d{4}-.*?Z( and .*?Z)?,/, ',')).toBe(
    accepted ? 'accepted' : `${refused(PUBLISHER.identity)} at that time`,
  );
});

test('says when it was signed and when it may be', async () => {
  const project = policy({ identity: WORKFLOW, issuer, refs: 'tags', from: later(1), to: later(2) });
  const bundle = await lab.signMessage(FILE, PUBLISHER, AT_NOW);
  expect(() => verifyForProject(bundle, artifact(), trusts, project)).toThrow(
    `signed by "${PUBLISHER.identity}" (issuer "${issuer}") at ${later(0)}, which is not allowed at that time; allowed for pypi project "demo": "${WORKFLOW}" at any tag from ${later(1)} before ${later(2)} (issuer "${issuer}"); sign as one of them, or add the signer to 'publishers' in registry.config.ts`,
  );
});

describe('an instance vouches for its own identities alone', () => {
  const OTHER = at('refs/heads/main');
  const both = policy(PUBLISHER, { identity: OTHER, issuer, instance: 'internal' });
  test.each<[string, () => Lab, string, string]>([
    ['the default one for its own', () => lab, PUBLISHER.identity, 'accepted'],
    ['the other one for its own', () => internal, OTHER, 'accepted'],
    ['the other one for one of the default', () => internal, PUBLISHER.identity, refused(PUBLISHER.identity)],
    ['the default one for one of the other', () => lab, OTHER, refused(OTHER)],
  ])('%s', async (_, by, identity, expected) => {
    expect(await outcome(by(), identity, both)).toBe(expected);
  });

  test('an instance that nobody knows', async () => {
    expect(await outcome(await createLab(), OTHER, both)).toMatch(/^CERTIFICATE_INVALID: /);
  });

  test('a name without a root is a mistake of the configuration', async () => {
    const bundle = await createLab().then((unknown) => unknown.signMessage(FILE, PUBLISHER));
    expect(() => verifyForProject(bundle, artifact(), trusts, policy({ ...PUBLISHER, instance: 'gone' }))).toThrow(
      new Error('The policy has no trusted root for the instance "gone".'),
    );
  });
});
