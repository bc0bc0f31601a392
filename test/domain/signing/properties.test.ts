/** Laws of the verifier, whatever the bundle says. */
import fc from 'fast-check';
import { Rejected, verifyBundle } from '../../../domain/signing';
import { artifact, createLab, FILE, type Lab, PUBLISHER } from '../../helpers/signing-lab';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});

const outcome = (bundle: unknown, identity = PUBLISHER.identity): string => {
  try {
    verifyBundle(bundle, artifact(), lab.trust, { identities: [{ ...PUBLISHER, identity }] });
    return 'accepted';
  } catch (error) {
    if (error instanceof Rejected) return error.code;
    throw error;
  }
};

/** Paths to every value below an object. */
const pathsOf = (value: unknown, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? [...(path.length ? [path] : []), ...Object.entries(value).flatMap(([key, below]) => pathsOf(below, [...path, key]))]
    : [path];

function replaceAt<T>(value: T, path: readonly string[], replacement: unknown): T {
  const copy = structuredClone(value);
  const parent = path.slice(0, -1).reduce<object>((here, key) => Reflect.get(here, key) as object, copy as object);
  Reflect.set(parent, path.at(-1)!, replacement);
  return copy;
}

test('whatever is there instead of a bundle is rejected, and nothing else is thrown', () => {
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), fc.uint8Array()), (value) => outcome(value) !== 'accepted'));
});

test('whatever replaces a part of a bundle, nothing but Rejected is thrown', async () => {
  const bundle = await lab.signMessage(FILE, PUBLISHER);
  const paths = pathsOf(bundle);
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      outcome(replaceAt(bundle, path, value));
    }),
    { numRuns: 200 },
  );
});

test('no other identity than the signer’s is accepted', async () => {
  const bundle = await lab.signMessage(FILE, PUBLISHER);
  expect(outcome(bundle)).toBe('accepted');
  const near = fc.nat(PUBLISHER.identity.length - 1).map((end) => PUBLISHER.identity.slice(0, end));
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (identity) => outcome(bundle, identity) === 'UNTRUSTED_SIGNER_ERROR'),
    { numRuns: 50 },
  );
});

/** What a verifier relies on: a changed byte in any of these must be seen. */
const AUTHENTIC = [
  ['messageSignature', 'signature'],
  ['messageSignature', 'messageDigest', 'digest'],
  ['verificationMaterial', 'certificate', 'rawBytes'],
  ['verificationMaterial', 'tlogEntries', '0', 'canonicalizedBody'],
  ['verificationMaterial', 'tlogEntries', '0', 'inclusionPromise', 'signedEntryTimestamp'],
  ['verificationMaterial', 'tlogEntries', '0', 'inclusionProof', 'rootHash'],
];

test('a changed byte in a signature, digest, certificate or log entry is seen', async () => {
  const bundle = await lab.signMessage(FILE, PUBLISHER);
  fc.assert(
    fc.property(fc.constantFrom(...AUTHENTIC), fc.nat(), fc.integer({ min: 1, max: 255 }), (path, position, flip) => {
      const bytes = Buffer.from(
        path.reduce<unknown>((here, key) => Reflect.get(here as object, key), bundle) as string,
        'base64',
      );
      const at = position % bytes.length;
      bytes[at] = bytes[at]! ^ flip;
      return outcome(replaceAt(bundle, path, bytes.toString('base64'))) !== 'accepted';
    }),
    { numRuns: 150 },
  );
});
