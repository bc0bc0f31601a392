import { loadTrust, newestStart, Rejected } from '../../../domain/signing';
import publicGood from '../../../domain/signing/trusted-root.public-good.json';

const changed = (change: (root: typeof publicGood) => void): unknown => {
  const copy = structuredClone(publicGood);
  change(copy);
  return copy;
};

test.each([
  ['nothing', null, /^the trusted root cannot be read: /],
  ['an empty object', {}, /^not a Sigstore trusted root, got mediaType: ""$/],
  [
    'a bundle',
    { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' },
    /^not a Sigstore trusted root, got mediaType: "application\/vnd.dev.sigstore.bundle.v0.3\+json"$/,
  ],
  [
    'a log without start',
    changed(({ tlogs }) => Reflect.deleteProperty(tlogs[0]!.publicKey, 'validFor')),
    /^log https:\/\/rekor.sigstore.dev: validFor.start is missing; take a complete trusted root$/,
  ],
  [
    'an authority without start',
    changed(({ certificateAuthorities }) => Reflect.deleteProperty(certificateAuthorities[1]!.validFor, 'start')),
    /^authority https:\/\/fulcio.sigstore.dev: validFor.start is missing; take a complete trusted root$/,
  ],
  [
    'a damaged key',
    changed(({ tlogs }) => {
      tlogs[0]!.publicKey.rawBytes = 'AAAA';
    }),
    /^the trusted root cannot be read: /,
  ],
])('refuses %s', (_, root, message) => {
  const load = () => loadTrust(root);
  expect(load).toThrow(Rejected);
  expect(load).toThrow(
    expect.objectContaining({ code: 'TRUST_ROOT', message: expect.stringMatching(message) as string }) as Error,
  );
});

test('nothing has no newest start', () => {
  expect(newestStart({})).toBeUndefined();
});
