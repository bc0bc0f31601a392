/** What `registry publish` signs is verified by the code by which the intake verifies it. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactFromBuffer, type VerifyPolicy, verifyBundle } from '../../../domain/signing';
import { run } from '../../../lib/cli/program';
import { PUBLISHER, pinned } from '../../helpers/signing-lab';
import { type FakeWorld, fakeWorld, NOW } from './fake-world';
import { type Services, sigstoreServices } from './sigstore-services';
import { ACCEPTED } from './verdicts';

const jwt = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims), ''].map((part) => Buffer.from(part).toString('base64url')).join('.');
const TOKEN = jwt({ iss: PUBLISHER.issuer, sub: PUBLISHER.identity });
const GITHUB = {
  GITHUB_ACTIONS: 'true',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example/token?api-version=2',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
};

/** A private instance whose log is of the second version. */
const range = { start: '2020-01-01T00:00:00Z' };
const service = (url: string, majorApiVersion: number) => ({ url, majorApiVersion, validFor: range, operator: 'example' });
const SECOND = {
  mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
  caUrls: [service('https://ca.example', 1)],
  oidcUrls: [],
  rekorTlogUrls: [service('https://log.example', 2)],
  rekorTlogConfig: { selector: 'ANY' },
  tsaUrls: [service('https://tsa.example/api/v1/timestamp', 1)],
  tsaConfig: { selector: 'ANY' },
};

let dist: string;
let world: FakeWorld;
let services: Services;
const at = (name: string): string => join(dist, name);
beforeAll(async () => {
  // The mock's own certificates begin when they are made, so all it does is dated a minute later, in whole seconds.
  services = await sigstoreServices(TOKEN, new Date((Math.floor(Date.now() / 1000) + 60) * 1000));
});
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'dist-'));
  world = fakeWorld();
  services.asked.length = 0;
  world.fetch = services.fetch;
  world.onSleep = () => {
    const key = [...world.store.objects.keys()].find((name) => name.endsWith('/release.json'));
    const [, ecosystem, project, upload] = key?.split('/') ?? [];
    if (upload) world.store.put(`verdicts/${ecosystem}/${project}/${upload}.json`, JSON.stringify({ ...ACCEPTED, upload }));
  };
});
afterEach(() => {
  rmSync(dist, { recursive: true });
});

const write = (name: string, text = name): string => {
  writeFileSync(at(name), text);
  return at(name);
};
const publish = (file: string, ...more: string[]) => run(['publish', file, '--stack', 'example-registry', ...more], world);
const GENERIC = ['--ecosystem', 'generic', '--project', 'demo', '--version', '1.0'];

/** Verifies the bundle that was uploaded. */
function verify(name: string, policy: VerifyPolicy) {
  const stored = [...world.store.objects].find(([key]) => key.endsWith(`/${name}.sigstore.json`))![1].body;
  expect(stored.equals(readFileSync(`${at(name)}.sigstore.json`))).toBe(true);
  return verifyBundle(stored, artifactFromBuffer(readFileSync(at(name))), services.trust, policy);
}

const WHEEL = 'demo-1.0-py3-none-any.whl';
const KEYLESS: VerifyPolicy = { identities: [PUBLISHER] };
const CASES = [
  { what: 'a wheel', name: WHEEL, options: [], kind: 'attestation' },
  { what: 'any file', name: 'demo.bin', options: GENERIC, kind: 'message' },
] as const;

describe.each([1, 2])('with a log of version %i', (version) => {
  const config = () => (version === 1 ? [] : ['--signing-config', write('signing_config.json', JSON.stringify(SECOND))]);

  test.each(CASES)('keyless: $what is signed as the job that GitHub vouches for', async ({ name, options, kind }) => {
    world.env = GITHUB;
    expect([await publish(write(name), '--sign', ...config(), ...options), world.notes[0]]).toEqual([0, `signed ${name}`]);
    expect(verify(name, KEYLESS)).toMatchObject({ kind, ...PUBLISHER });
    expect(services.asked[0]).toEqual({
      url: 'https://pipelines.example/token?api-version=2&audience=sigstore',
      authorization: 'bearer secret',
    });
  });

  test.each(CASES)('with a key: $what', async ({ name, options }) => {
    const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const file = write('key.pem', pemOf(key.privateKey));
    expect(await publish(write(name), '--sign-key', file, ...config(), ...options)).toBe(0);
    expect(verify(name, { keys: [pinned(key)] }).kind).toBe('message');
  });
});

const pemOf = (key: KeyObject, passphrase?: string): string =>
  key.export({ type: 'pkcs8', format: 'pem', ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }) }).toString();

test('the identity of GitLab CI is in a variable', async () => {
  world.env = { GITLAB_CI: 'true', SIGSTORE_ID_TOKEN: TOKEN };
  expect(await publish(write(WHEEL), '--sign')).toBe(0);
  expect(verify(WHEEL, KEYLESS)).toMatchObject(PUBLISHER);
  expect(services.asked.map(({ url }) => url)).toEqual([
    'https://fulcio.sigstore.dev/api/v2/signingCert',
    'https://rekor.sigstore.dev/api/v1/log/entries',
  ]);
});

test.each([
  [{ GITHUB_ACTIONS: 'true' }, "the job may not ask GitHub for one; add 'permissions: { id-token: write }' to the job"],
  [{ GITLAB_CI: 'true' }, "the job asks GitLab for none; add 'id_tokens: { SIGSTORE_ID_TOKEN: { aud: sigstore } }' to the job"],
  [
    {},
    "--sign works in jobs of GitHub Actions and GitLab CI, or with an OIDC token for Sigstore in SIGSTORE_ID_TOKEN; elsewhere sign with 'python -m sigstore sign <file>', or with --sign-key",
  ],
])('without an identity: %j', async (env, advice) => {
  world.env = env;
  expect(await publish(write(WHEEL), '--sign')).toBe(1);
  expect(world.notes).toEqual([`There is no identity to sign with: ${advice}`]);
  expect([world.places, existsSync(at(`${WHEEL}.sigstore.json`))]).toEqual([[], false]);
});

test.each(['no token', `a.${Buffer.from('{}').toString('base64url')}.c`])('a token that is none: %j', async (token) => {
  world.env = { SIGSTORE_ID_TOKEN: token };
  expect(await publish(write(WHEEL), '--sign')).toBe(1);
  expect(world.notes).toEqual([
    'The identity token is no OIDC token with a subject; ask for it anew, with the audience sigstore',
  ]);
});

test('what is signed stays signed; what is signed for other bytes, or cut short, is signed anew', async () => {
  world.env = GITHUB;
  const names = ['demo-1.0.tar.gz', WHEEL, 'demo-1.0-cp39-cp39-any.whl'] as const;
  for (const name of names) write(name);
  await publish(dist, '--sign');
  const before = names.map((name) => readFileSync(`${at(name)}.sigstore.json`, 'utf8'));
  write(names[1], 'built anew');
  write(`${names[2]}.sigstore.json`, before[2]!.slice(0, 100));
  await publish(dist, '--sign');
  expect(world.notes.filter((note) => note.startsWith('signed'))).toEqual([
    `signed ${[...names].sort().join(', ')}`,
    `signed ${names[2]}, ${names[1]}`,
  ]);
  const after = names.map((name) => readFileSync(`${at(name)}.sigstore.json`, 'utf8'));
  expect([after[0] === before[0], after[1] === before[1], after[2] === before[2]]).toEqual([true, false, false]);
});

test('a service that is busy is asked again, one that says no is not', async () => {
  world.env = { SIGSTORE_ID_TOKEN: TOKEN };
  let count = 0;
  world.fetch = () => Promise.resolve(new Response('no', { status: ++count === 1 ? 503 : 400 }));
  expect(await publish(write(WHEEL), '--sign')).toBe(1);
  expect([count, world.slept]).toEqual([2, [1000]]);
  expect(world.notes).toEqual(["Sigstore's certificate authority (https://fulcio.sigstore.dev) answered 400: no"]);
});

test('no network', async () => {
  world.env = { SIGSTORE_ID_TOKEN: TOKEN };
  world.fetch = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
  expect(await publish(write(WHEEL), '--sign')).toBe(1);
  expect(world.slept).toEqual([1000, 2000]);
  expect(world.notes).toEqual([
    "Sigstore's certificate authority (https://fulcio.sigstore.dev) did not answer: fetch failed: getaddrinfo ENOTFOUND; check the network",
  ]);
});

describe('a key file', () => {
  const ed25519 = generateKeyPairSync('ed25519');

  test.each([
    ['from the environment', { REGISTRY_SIGN_KEY_PASSPHRASE: 'correct horse' }, undefined],
    ['asked for', {}, 'correct horse'],
  ])('its passphrase %s; Ed25519, not logged', async (_, env, typed) => {
    world.env = env;
    const questions: string[] = [];
    world.askSecret = (question) => {
      questions.push(question);
      return Promise.resolve(typed);
    };
    const file = write('key.pem', pemOf(ed25519.privateKey, 'correct horse'));
    expect(await publish(write('demo.bin'), '--sign-key', file, '--no-transparency-log', ...GENERIC)).toBe(0);
    expect(questions).toEqual(typed === undefined ? [] : [`Passphrase of ${file}: `]);
    expect(verify('demo.bin', { keys: [pinned(ed25519, { requireLog: false })] }).kind).toBe('message');
    expect(services.asked).toEqual([]);
  });

  test('that is encrypted, where nobody can be asked', async () => {
    const file = write('key.pem', pemOf(ed25519.privateKey, 'x'));
    expect(await publish(write(WHEEL), '--sign-key', file)).toBe(1);
    expect(world.notes).toEqual([
      `${file} is encrypted; put its passphrase into REGISTRY_SIGN_KEY_PASSPHRASE, or run this in a terminal`,
    ]);
  });

  test.each([
    [
      'a wrong passphrase',
      () => pemOf(ed25519.privateKey, 'x'),
      / cannot be read as a private key: .* \(is the passphrase right\?\); give one/,
    ],
    ['no key', () => 'hello', / cannot be read as a private key: .*; give one in PEM, as 'openssl genpkey' makes it$/],
    [
      'another curve',
      () => pemOf(generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey),
      / must be a key of ECDSA P-256 or Ed25519, got: secp384r1; make one of these$/,
    ],
    ['Ed25519 and the log', () => pemOf(ed25519.privateKey), /^The transparency log takes no signatures of Ed25519 keys, got: /],
  ])('%s', async (_, pem, message) => {
    world.env = { REGISTRY_SIGN_KEY_PASSPHRASE: 'y' };
    expect(await publish(write(WHEEL), '--sign-key', write('key.pem', pem()))).toBe(1);
    expect(world.notes).toEqual([expect.stringMatching(message)]);
  });

  test('that is not there', async () => {
    expect(await publish(write(WHEEL), '--sign-key', at('nowhere'))).toBe(1);
    expect(world.notes).toEqual([`There is no key file '${at('nowhere')}'; check the path`]);
  });
});

test.each([
  ['{', /signing\.json cannot be read: .*; give a Sigstore signing configuration \(JSON\)$/],
  [
    '{}',
    /signing\.json is no Sigstore signing configuration, got mediaType: '', allowed: application\/vnd\.dev\.sigstore\.signingconfig\.v0\.2\+json$/,
  ],
  [
    JSON.stringify({ ...SECOND, caUrls: [] }),
    /signing\.json names no certificate authority that is in use now; get a newer one$/,
  ],
  [
    JSON.stringify({
      ...SECOND,
      rekorTlogUrls: [{ ...SECOND.rekorTlogUrls[0], validFor: { ...range, end: '2025-12-31T00:00:00Z' } }],
    }),
    /signing\.json names no transparency log that is in use now; get a newer one$/,
  ],
  [
    JSON.stringify({ ...SECOND, tsaUrls: [] }),
    /names a log of version 2 and no timestamp authority that is in use now; get a newer one$/,
  ],
])('a signing configuration that will not do', async (text, message) => {
  expect(world.clock()).toEqual(NOW);
  world.env = GITHUB;
  expect(await publish(write(WHEEL), '--sign', '--signing-config', write('signing.json', text))).toBe(1);
  expect(world.notes).toEqual([expect.stringMatching(message)]);
});
