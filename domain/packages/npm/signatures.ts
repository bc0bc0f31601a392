/** The registry's own signatures: https://docs.npmjs.com/about-registry-signatures */
import { createHash, createPublicKey } from 'node:crypto';
import type { FileRecord } from '../../contracts/release';
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

const CURVE = 'nistp256';
const TYPE = `ecdsa-sha2-${CURVE}`;

/** What `ssh-keygen -l` prints for the key, as npm names its own. @param publicKey P-256, SubjectPublicKeyInfo in DER */
export function keyFingerprint(publicKey: Buffer): string {
  const { x = '', y = '' } = createPublicKey({ key: publicKey, format: 'der', type: 'spki' }).export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  const blob = Buffer.concat([Buffer.from(TYPE), Buffer.from(CURVE), point].map(sshString));
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** RFC 4251, section 5: four bytes of length, then the bytes. */
function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The document at which clients look the key up: https://docs.npmjs.com/about-registry-signatures#public-key */
export const constants = ({ signingKey: { publicKey } }: ConstantsContext): PublicObject[] => {
  const key = { keytype: TYPE, scheme: TYPE, key: publicKey.toString('base64') };
  return [
    constantObject('npm/v1/keys', { keys: [{ expires: null, keyid: keyFingerprint(publicKey), ...key }] }),
    // `npm ping` asks for any JSON.
    constantObject('ping', {}),
  ];
};
