/** The registry's own signatures: https://docs.npmjs.com/about-registry-signatures */
import type { FileRecord } from '../../contracts/release';
import { keyFingerprint } from '../../signing/fingerprint';
import type { ConstantsContext, PublicObject, ReleaseName } from '../ecosystem';
import { constantObject } from './objects';

/** https://www.w3.org/TR/SRI/#the-integrity-attribute */
export const integrityOf = (file: Pick<FileRecord, 'digests'>): string =>
  `sha512-${Buffer.from(file.digests.sha512, 'hex').toString('base64')}`;

export const signedText = ({ project, version }: ReleaseName, file: Pick<FileRecord, 'digests'>): string =>
  `${project}@${version}:${integrityOf(file)}`;

interface Signature {
  readonly keyid: string;
  readonly sig: string;
}

/** A file's `dist.signatures`. */
export const signaturesOf = (release: ReleaseName, file: FileRecord): Signature[] =>
  (file.signedTexts ?? [])
    .filter(({ text }) => text === signedText(release, file))
    .map(({ keyId, signature }) => ({ keyid: keyId, sig: signature }));

const TYPE = 'ecdsa-sha2-nistp256';

/**
 * The document at which clients look keys up. npm believes a key for what was published before it expired, so it may expire only after
 * it has signed for the last time: https://docs.npmjs.com/about-registry-signatures#public-key
 */
export const constants = ({ signingKey, otherKeys = [] }: ConstantsContext): PublicObject[] => {
  const keys = [{ publicKey: signingKey.publicKey, expires: null }, ...otherKeys];
  return [
    constantObject('npm/v1/keys', { keys: keys.map(keyEntry) }),
    // `npm ping` asks for any JSON.
    constantObject('ping', {}),
  ];
};

const keyEntry = ({ publicKey, expires }: { readonly publicKey: Buffer; readonly expires: string | null }) => ({
  expires,
  keyid: keyFingerprint(publicKey),
  keytype: TYPE,
  scheme: TYPE,
  key: publicKey.toString('base64'),
});
