import { createHash, createPublicKey } from 'node:crypto';

const CURVE = 'nistp256';
const TYPE = `ecdsa-sha2-${CURVE}`;

/**
 * A key's name for people, who can compare it with what `ssh-keygen -l` prints; npm names its own keys so, too.
 * @param publicKey P-256, SubjectPublicKeyInfo in DER
 */
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
