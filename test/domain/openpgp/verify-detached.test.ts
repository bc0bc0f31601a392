/** Signatures that GnuPG made, and what may be wrong with them: test/fixtures/openpgp/make.sh. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { inMemory } from '../../../domain/contracts/byte-source';
import { Malformed, readCertificate, verifyDetached } from '../../../domain/openpgp';

const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/openpgp', name));
const FILE = fixture('file.txt');
const SOON = new Date('2026-01-01T03:00:00Z');
const LATER = new Date('2026-02-20T00:00:00Z');
const BEFORE = new Date('2025-12-01T00:00:00Z');

const verify = (key: string, signature: string, now = SOON, file = FILE): string =>
  verifyDetached(inMemory(file), fixture(`${signature}.asc`), [readCertificate(fixture(`${key}.key`))], now);

test.each(['rsa3072', 'ed25519', 'nistp256', 'nistp384', 'subkey'])('%s signs', (name) => {
  expect(verify(name, name)).toBe(readCertificate(fixture(`${name}.key`)).fingerprint);
});

test('one of several signatures is enough', () => {
  expect(verify('ed25519', 'two')).toMatch(/^[0-9A-F]{40}$/);
  expect(verify('rsa3072', 'two')).not.toBe(verify('ed25519', 'two'));
});

test.each([
  ['rsa3072', 'sha1', SOON, 'the signature uses hash 2; SHA-256, SHA-384 and SHA-512 are accepted'],
  ['rsa3072', 'text', SOON, 'it is not a signature over a file as it is'],
  ['rsa3072', 'brief', LATER, 'it expired at 2026-01-02T02:00:00.000Z'],
  ['rsa3072', 'rsa3072', BEFORE, 'it says it was made at 2026-01-01T02:00:00.000Z, in the future'],
  ['expired', 'expired', LATER, 'its key was not valid, or has expired'],
  ['subkey', 'subkey-late', LATER, 'its key was not valid, or has expired'],
  ['revoked', 'revoked', SOON, 'its owner has revoked the key'],
  ['certify-only', 'rsa3072', SOON, 'it holds no key that may sign; export one with a signing key'],
  ['two', 'two', SOON, 'it holds several public keys; export one at a time'],
  ['rsa3072', 'inline', SOON, "it is not one block of ASCII armour that begins with '-----BEGIN PGP SIGNATURE-----'"],
])('the key %s does not take %s.asc', (key, signature, now, message) => {
  expect(() => verify(key, signature, now)).toThrow(new Malformed(message));
});

test('names the key that it does not know', () => {
  const { fingerprint } = readCertificate(fixture('ed25519.key'));
  expect(() => verify('rsa3072', 'ed25519')).toThrow(new Malformed(`it is by the key ${fingerprint}, which is not pinned`));
});

test.each(['rsa3072', 'ed25519', 'nistp256', 'nistp384', 'subkey'])('%s signs no other file', (name) => {
  const other = Buffer.concat([FILE, Buffer.from('!')]);
  expect(() => verify(name, name, SOON, other)).toThrow(
    new Malformed('it is not over this file, or not by the key that it names'),
  );
});

const armoured = (kind: string, bytes: Buffer): Buffer =>
  Buffer.from(`-----BEGIN PGP ${kind}-----\n\n${bytes.toString('base64')}\n-----END PGP ${kind}-----\n`);
const bytesOf = (name: string): Buffer => {
  const [, body = ''] = fixture(name).toString().split('\n\n');
  return Buffer.from(body.replace(/\n=.{4}\n-[\s\S]*/, ''), 'base64');
};

const NAMES = ['rsa3072', 'ed25519', 'nistp256', 'subkey'];

test('no change of a signature makes it one over another file, and nothing else than Malformed is thrown', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.nat(), fc.integer({ min: 1, max: 255 }), (name, position, change) => {
      const bytes = bytesOf(`${name}.asc`);
      bytes[position % bytes.length]! ^= change;
      const pinned = [readCertificate(fixture(`${name}.key`))];
      expect(() => verifyDetached(inMemory(Buffer.from('other\n')), armoured('SIGNATURE', bytes), pinned, SOON)).toThrow(
        Malformed,
      );
    }),
  );
});

test('no change of a key lets it sign what it did not, and a damaged key is Malformed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.nat(), fc.integer({ min: 1, max: 255 }), (name, position, change) => {
      const bytes = bytesOf(`${name}.key`);
      bytes[position % bytes.length]! ^= change;
      const outcome = (): string =>
        verifyDetached(inMemory(FILE), fixture(`${name}.asc`), [readCertificate(armoured('PUBLIC KEY BLOCK', bytes))], SOON);
      try {
        expect(outcome()).toBe(verify(name, name)); // a change where nobody signs, e.g. in the name of a packet
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
      }
    }),
  );
});

test('whatever the bytes are, reading them ends with a value or with Malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const read of [
        () => readCertificate(armoured('PUBLIC KEY BLOCK', Buffer.from(bytes))),
        () => verifyDetached(inMemory(FILE), armoured('SIGNATURE', Buffer.from(bytes)), [], SOON),
        () => readCertificate(Buffer.from(bytes)),
      ])
        expect(read).toThrow(Malformed);
    }),
  );
});
