import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTrust, verifyBundle } from '../../../domain/signing';
import { sha256 } from '../../../domain/signing/bytes';
import { type BundleJson, openAuthority, pypiPublish, TRUSTED_ROOT_NAME } from '../../../local/authority';
import { artifact, FILE, PUBLISHER } from '../../helpers/signing-lab';

const NOW = new Date();
const YEAR = 365.25 * 24 * 3_600_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'authority-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const rootOf = (directory: string): unknown => JSON.parse(readFileSync(join(directory, TRUSTED_ROOT_NAME), 'utf8'));
const verify = (bundle: BundleJson, root: unknown) =>
  verifyBundle(bundle, artifact(), loadTrust(root), { identities: [PUBLISHER] }).kind;

test('a new authority keeps its keys to itself, and leaves nothing else', async () => {
  const directory = join(folder, 'deeper', 'authority');
  await openAuthority(directory, NOW);
  expect(readdirSync(join(folder, 'deeper'))).toEqual(['authority']);
  expect(readdirSync(directory)).toContain('trusted_root.json');
  const keys = readdirSync(directory).filter((name) => name !== 'trusted_root.json');
  const modes = keys.map((name) => [name, (statSync(join(directory, name)).mode & 0o777).toString(8)]);
  expect(modes).toEqual([
    ['ca.key.pem', '600'],
    ['ct.key.pem', '600'],
    ['log.key.pem', '600'],
    ['tsa.key.pem', '600'],
  ]);
  expect(readFileSync(join(directory, 'ca.key.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
});

test('opened again, it signs on, and one trusted root verifies all of it', async () => {
  const directory = join(folder, 'authority');
  const first = await openAuthority(directory, NOW);
  const before = await first.attest(pypiPublish('demo-1.0.tar.gz', FILE), PUBLISHER);
  const root = rootOf(directory);
  const second = await openAuthority(directory, NOW);
  expect(second.trustedRoot).toEqual(root);
  const after = await Promise.all([
    second.attest(pypiPublish('demo-1.0.tar.gz', FILE), PUBLISHER),
    second.signMessage(FILE, PUBLISHER, { log: 'v2' }),
    second.signMessage(FILE, PUBLISHER, { tsa: true }),
  ]);
  expect([before, ...after].map((bundle) => verify(bundle, root))).toEqual(['attestation', 'attestation', 'message', 'message']);
});

test('a timestamp names the certificate of the trusted root, also after a restart', async () => {
  const directory = join(folder, 'authority');
  await openAuthority(directory, NOW);
  const authority = await openAuthority(directory, NOW);
  const { verificationMaterial } = await authority.signMessage(FILE, PUBLISHER, { tsa: true });
  const { signedTimestamp } = verificationMaterial.timestampVerificationData!.rfc3161Timestamps[0]!;
  const certificate = Buffer.from(authority.trustedRoot.timestampAuthorities[0]!.certChain.certificates[0]!.rawBytes, 'base64');
  expect(Buffer.from(signedTimestamp, 'base64').includes(sha256(certificate))).toBe(true);
});

test('part of an authority is not replaced', async () => {
  const directory = join(folder, 'authority');
  await openAuthority(directory, NOW);
  rmSync(join(directory, 'log.key.pem'));
  await expect(openAuthority(directory, NOW)).rejects.toThrow(
    `'${directory}' is not a test authority, missing: log.key.pem; delete the folder to make a new one`,
  );
});

test('an expired authority says so', async () => {
  const directory = join(folder, 'authority');
  await openAuthority(directory, NOW);
  await expect(openAuthority(directory, new Date(NOW.getTime() + YEAR))).rejects.toThrow(
    /^the test authority in '.*' has expired \(\w{3} .* GMT\); delete the folder to make a new one$/,
  );
});
