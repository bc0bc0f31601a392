import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../lib/cli/program';
import { createLab, FILE, KEY_KINDS, type Lab, PUBLISHER } from '../../helpers/signing-lab';
import { fakeWorld } from './fake-world';

let lab: Lab;
let folder: string;
const at = (name: string): string => join(folder, name);
const ed25519 = KEY_KINDS.Ed25519();
const p256 = KEY_KINDS['ECDSA P-256']();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  lab = await createLab();
  const pem = (key: typeof p256) => key.publicKey.export({ type: 'spki', format: 'pem' });
  writeFileSync(at('file'), FILE);
  writeFileSync(at('other'), 'other');
  writeFileSync(at('root.json'), JSON.stringify(lab.trustedRoot));
  writeFileSync(at('p256.pem'), pem(p256));
  writeFileSync(at('ed25519.pem'), pem(ed25519));
  writeFileSync(at('private.pem'), p256.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(at('keyless.json'), JSON.stringify(await lab.signMessage(FILE, PUBLISHER)));
  writeFileSync(at('p256.json'), JSON.stringify(await lab.signMessage(FILE, { key: p256 })));
  writeFileSync(at('ed25519.json'), JSON.stringify(await lab.signMessage(FILE, { key: ed25519 })));
  writeFileSync(at('text'), 'not\nJSON');
  writeFileSync(at('empty.json'), '{}');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const WHO = ['--identity', PUBLISHER.identity, '--issuer', PUBLISHER.issuer];

/** Runs the command; names stand for files of the folder. */
async function verify(files: Record<string, string>, who: readonly string[] = WHO) {
  const world = fakeWorld();
  const options = Object.entries({ bundle: 'keyless.json', artifact: 'file', 'trusted-root': 'root.json', ...files });
  const exitCode = await run(['verify-bundle', ...options.flatMap(([name, file]) => [`--${name}`, at(file)]), ...who], world);
  return {
    exitCode,
    printed: world.printed.join('\n').replaceAll(folder, ''),
    notes: world.notes.join('\n').replaceAll(folder, ''),
  };
}

test.each([
  ['keyless', {}, WHO, `signed by ${PUBLISHER.identity} (issuer ${PUBLISHER.issuer})`],
  ['by a P-256 key', { bundle: 'p256.json', key: 'p256.pem' }, [], 'signed by the key /p256.pem'],
  [
    'by an Ed25519 key, which needs the whole file',
    { bundle: 'ed25519.json', key: 'ed25519.pem' },
    [],
    'signed by the key /ed25519.pem',
  ],
])('accepted, %s', async (_, files, who, signer) => {
  const { exitCode, printed, notes } = await verify(files, who);
  expect([exitCode, notes]).toEqual([0, '']);
  expect(printed.replace(/\d+$/, 'N')).toBe(
    `accepted: /file\n  ${signer}\n  a signature over the file\n  transparency log entry N`,
  );
});

test.each([
  [
    { artifact: 'other' },
    /^rejected \(DIGEST\): the bundle is for another file: it signs sha256 [0-9a-f]{64}, the file has [0-9a-f]{64}$/,
  ],
  [{ bundle: 'text' }, /^rejected \(MALFORMED\): it is not JSON$/],
  [{ bundle: 'empty.json' }, /^rejected \(MALFORMED\): not a Sigstore bundle of version 0\.1 to 0\.3, got mediaType: null$/],
  [{ 'trusted-root': 'text' }, /^rejected \(TRUST_ROOT\): '\/text': it is not JSON$/],
  [{ 'trusted-root': 'empty.json' }, /^rejected \(TRUST_ROOT\): '\/empty.json': not a Sigstore trusted root, got mediaType: ""$/],
  [{ bundle: 'nowhere' }, /^rejected: '\/nowhere' cannot be read: ENOENT/],
  [{ artifact: 'nowhere' }, /^rejected: '\/nowhere' cannot be read: ENOENT/],
])('rejected: %j', async (files, message) => {
  const { exitCode, printed, notes } = await verify(files);
  expect([exitCode, printed]).toEqual([1, '']);
  expect(notes).toMatch(message);
});

test.each([
  [{ bundle: 'p256.json', key: 'text' }, 'rejected (KEY_TYPE): the key must be a public key in PEM (-----BEGIN PUBLIC KEY-----)'],
  [
    { bundle: 'p256.json', key: 'private.pem' },
    'rejected (KEY_TYPE): the key must be a public key in PEM (-----BEGIN PUBLIC KEY-----)',
  ],
  [{ key: 'p256.pem' }, 'rejected (UNTRUSTED_SIGNER_ERROR): signed with a certificate, but only pinned keys are allowed'],
])('rejected by key: %j', async (files, message) => {
  expect(await verify(files, [])).toEqual({ exitCode: 1, printed: '', notes: message });
});

test('without a trusted root the one of Sigstore’s public instance decides', async () => {
  const world = fakeWorld();
  expect(await run(['verify-bundle', '--bundle', at('keyless.json'), '--artifact', at('file'), ...WHO], world)).toBe(1);
  expect(world.notes).toEqual(['rejected (CERTIFICATE_ERROR): Failed to verify certificate chain']);
});

test.each([
  [[], 'give either --identity and --issuer, or --key'],
  [['--identity', 'x'], 'give either --identity and --issuer, or --key'],
  [[...WHO, '--key', 'k'], 'give either --identity and --issuer, or --key'],
  [['--else'], "error: unknown option '--else'\n(add --help for what is allowed)"],
])('wrong usage: %j', async (who, message) => {
  expect(await verify({}, who)).toEqual({ exitCode: 2, printed: '', notes: message });
});

test('an option left out is wrong usage', async () => {
  const world = fakeWorld();
  expect(await run(['verify-bundle', '--bundle', 'x', ...WHO], world)).toBe(2);
});
