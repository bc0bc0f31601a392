import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import { FAIR_USE_DEFAULTS } from '../../../domain/usage/fair-use/settings';
import { ConfigError, loadConfig, validateConfig } from '../../../lib/config';
import { DEFAULT_LIMITS, DEFAULT_SCREENING, DEFAULT_TRAFFIC } from '../../../lib/config/defaults';
import { newKeys, newTrustedRoot } from '../../../local/authority';
import type { TrustedRootJson } from '../../../local/authority/trusted-root';
import { FILE, MINIMAL, problem } from './minimal';

const ROOT = resolve(__dirname, '../../..');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const IDENTITY = { identity: 'release@foundation.example', issuer: 'https://issuer.example' };
const message = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was taken');
};

test('the configuration in the root is valid, and is the example of a small foundation', () => {
  const config = loadConfig(join(ROOT, 'registry.config.ts'));
  expect(loadConfig(join(ROOT, 'examples/small/registry.config.ts'))).toEqual(config);
});

test('the example with a domain reads its pinned key from the file beside it', () => {
  const config = loadConfig(join(ROOT, 'examples/with-domain/registry.config.ts'));
  expect(config.domain).toEqual({
    name: 'packages.foundation.example',
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'foundation.example',
  });
  expect(config.publishers[1]!.keys).toEqual([
    {
      name: 'six-release-2026',
      from: '2026-01-01T00:00:00Z',
      publicKeyPem: readFileSync(join(ROOT, 'examples/with-domain/keys/six-release-2026.pem'), 'utf8'),
    },
  ]);
});

test('what is left out has its default', () => {
  expect(validateConfig(MINIMAL, FILE)).toEqual({
    ...MINIMAL,
    environment: 'production',
    ecosystems: ['pypi'],
    tiers: DEFAULT_TIERS,
    ceiling: DEFAULT_CEILING,
    customers: [],
    fairUse: FAIR_USE_DEFAULTS,
    ipv6: false,
    killSwitches: false,
    budget: {
      monthlyUsd: 50,
      actualPercent: [50, 80, 100, 110, 125],
      forecastPercent: [100],
      brake: { mode: 'on', message: 'Tokens are free: /-/limits' },
      components: {},
      allowPaid: { alarms: 0, dashboards: 0, ruleGroups: [] },
      scope: 'account',
    },
    delivery: { plan: 'pay-as-you-go', priceClass: 'PriceClass_100' },
    storage: { lockDays: 365, logDays: 40 },
    usage: { gigabytesPerQuery: 20 },
    publishers: [],
    access: { operators: [], breakGlass: [], oidcProviders: {} },
    signing: { trustedRoot: 'public-good', instances: {} },
    signingKey: { generation: 1, previous: 'kept' },
    limits: DEFAULT_LIMITS,
    screening: { ...DEFAULT_SCREENING, allowNames: [], malware: 'off', scanMinutes: 60 },
    security: { languages: ['en'] },
    contributions: [],
    traffic: DEFAULT_TRAFFIC,
    tags: {},
  });
});

test('an explicit undefined is a default, not a hole', () => {
  const config = validateConfig({ ...MINIMAL, storage: { lockDays: undefined }, tiers: undefined, domain: undefined }, FILE);
  expect(config.storage).toEqual({ lockDays: 365, logDays: 40 });
  expect(config.tiers).toEqual(DEFAULT_TIERS);
});

describe('a file that cannot be read is a problem of the same form', () => {
  test('when it does not exist', () => {
    expect(message(() => loadConfig('nowhere/registry.config.ts'))).toBe(`nowhere/registry.config.ts has 1 problem:

  (the whole file)
    got: no such file
    allowed: a TypeScript file
    change: create it, e.g. as a copy of examples/with-domain/registry.config.ts, or give the path of another`);
  });

  test('when it is a folder', () => {
    expect(message(() => loadConfig(folder))).toBe(`${folder} has 1 problem:

  (the whole file)
    got: a folder
    allowed: a TypeScript file
    change: give the path of the file in it`);
  });

  test('when it exports nothing by default', () => {
    const file = write('no-default.config.ts', 'export const config = {};\n');
    expect(message(() => loadConfig(file))).toBe(`${file} has 1 problem:

  (the whole file)
    got: a module without a default export
    allowed: export default defineConfig({ … })
    change: write 'export default' before defineConfig`);
  });

  test('when it throws', () => {
    const file = write('throws.config.ts', "throw new Error('no luck');\n");
    expect(message(() => loadConfig(file))).toBe(`${file} has 1 problem:

  (the whole file)
    got: an error while it was read: no luck
    allowed: a TypeScript file that can be run
    change: mend the error`);
  });
});

describe('files that the configuration names', () => {
  const pem = (type: 'P-256' | 'P-384' | 'Ed25519' | 'RSA'): string => {
    const pairs = {
      'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      Ed25519: () => generateKeyPairSync('ed25519'),
      RSA: () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
    };
    return pairs[type]().publicKey.export({ type: 'spki', format: 'pem' }) as string;
  };
  const withKey = (key: object) => ({
    ...MINIMAL,
    publishers: [{ ecosystem: 'pypi', project: 'demo', keys: [{ name: 'k', ...key }] }],
  });
  const validate = (raw: unknown) => validateConfig(raw, join(folder, 'registry.config.ts'));
  const only = (text: string) => `${join(folder, 'registry.config.ts')} has 1 problem:\n\n${text.replace(/^/gm, '  ')}`;
  const at = 'publishers[0].keys[0].publicKeyFile';

  test.each(['P-256', 'Ed25519'] as const)('a key of type %s is read', (type) => {
    const publicKeyPem = pem(type);
    write('key.pem', publicKeyPem);
    expect(validate(withKey({ publicKeyFile: 'key.pem' })).publishers[0]!.keys).toEqual([{ name: 'k', publicKeyPem }]);
    expect(validate(withKey({ publicKeyPem })).publishers[0]!.keys).toEqual([{ name: 'k', publicKeyPem }]);
  });

  test.each([
    ['a key on the curve secp384r1', () => pem('P-384')],
    ['a key of type rsa', () => pem('RSA')],
    ['a text that is no public key', () => 'hello'],
    ['a private key', () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string],
  ])('%s is refused', (got, text) => {
    write('key.pem', text());
    expect(message(() => validate(withKey({ publicKeyFile: 'key.pem' })))).toBe(
      only(
        problem(
          at,
          got,
          'a public key in PEM: ECDSA P-256 or Ed25519',
          "e.g. the output of 'openssl pkey -pubout' for such a key",
        ),
      ),
    );
  });

  test('a key file that is not there is refused', () => {
    expect(message(() => validate(withKey({ publicKeyFile: 'keys/none.pem' })))).toBe(
      only(
        problem(
          at,
          "'keys/none.pem' (there is no such file)",
          'the path of a file, relative to the configuration file',
          'correct the path',
        ),
      ),
    );
  });

  const openpgp = (name: string): string => readFileSync(join(ROOT, 'test/fixtures/openpgp', name), 'utf8');
  const withPgpKey = (publicKeyFile: string) => ({
    ...MINIMAL,
    publishers: [{ ecosystem: 'pypi', project: 'demo', identities: [IDENTITY], pgp: { keys: [{ name: 'k', publicKeyFile }] } }],
  });

  test('an OpenPGP key is read', () => {
    write('key.asc', openpgp('subkey.key'));
    expect(validate(withPgpKey('key.asc')).publishers[0]!.pgp).toEqual({
      keys: [{ name: 'k', armored: openpgp('subkey.key') }],
    });
  });

  test.each([
    ['revoked.key', 'its owner has revoked the key'],
    ['certify-only.key', 'it holds no key that may sign; export one with a signing key'],
    ['rsa3072.asc', "it is not one block of ASCII armour that begins with '-----BEGIN PGP PUBLIC KEY BLOCK-----'"],
  ])('%s is refused as an OpenPGP key', (name, reason) => {
    write('key.asc', openpgp(name));
    expect(message(() => validate(withPgpKey('key.asc')))).toBe(
      only(
        problem(
          'publishers[0].pgp.keys[0].publicKeyFile',
          `'key.asc' (${reason})`,
          'one OpenPGP public key that may sign, in ASCII armour',
          "write it with 'gpg --armor --export <fingerprint>'",
        ),
      ),
    );
  });

  let root: TrustedRootJson;
  beforeAll(async () => {
    root = await newTrustedRoot(newKeys());
  });

  test('a trusted root is read as JSON', () => {
    const content: unknown = JSON.parse(JSON.stringify(root));
    const file = write('root.json', JSON.stringify(content));
    expect(validate({ ...MINIMAL, signing: { trustedRoot: { file: 'root.json' } } }).signing).toEqual({
      trustedRoot: { file, content },
      instances: {},
    });
  });

  test.each([
    ['{', () => '{', 'it is not JSON'],
    ['another type', () => '{"mediaType": "application/json"}', 'not a Sigstore trusted root, got mediaType: "application/json"'],
    ['a list', () => '[]', 'not a Sigstore trusted root, got mediaType: ""'],
    [
      'one without authority',
      () => JSON.stringify({ ...root, certificateAuthorities: [] }),
      'it has no certificate authority; no bundle could be verified',
    ],
    [
      'one without log',
      () => JSON.stringify({ ...root, tlogs: undefined }),
      'it has no transparency log; no bundle could be verified',
    ],
    [
      'one that the intake cannot load',
      () => JSON.stringify({ ...root, certificateAuthorities: [{ uri: 'https://ca.example' }] }),
      'authority https://ca.example: validFor.start is missing; take a complete trusted root',
    ],
  ])('%s is no trusted root', (_, text, reason) => {
    write('root.json', text());
    expect(message(() => validate({ ...MINIMAL, signing: { trustedRoot: { file: 'root.json' } } }))).toBe(
      only(
        problem(
          'signing.trustedRoot.file',
          `'root.json' (${reason})`,
          'a Sigstore trusted root (JSON) with at least one certificate authority and one transparency log',
          'give the trusted_root.json of the Sigstore instance',
        ),
      ),
    );
  });
});
