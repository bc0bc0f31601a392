import { createHash, createVerify, type Verify, verify } from 'node:crypto';
import { malformed } from './malformed';
import { newLength } from './packets';
import { Algorithm, type PublicKey } from './public-key';
import { Reader } from './reader';

/** https://www.rfc-editor.org/rfc/rfc9580.html#section-5.2.1 */
export const SignatureType = {
  BINARY: 0x00,
  CERTIFICATIONS: [0x10, 0x11, 0x12, 0x13] as readonly number[],
  SUBKEY_BINDING: 0x18,
  PRIMARY_BINDING: 0x19,
  DIRECT_KEY: 0x1f,
  KEY_REVOCATION: 0x20,
  SUBKEY_REVOCATION: 0x28,
} as const;

/** SHA-1 and older are not accepted for signatures. https://www.rfc-editor.org/rfc/rfc9580.html#section-9.5 */
const HASHES: Readonly<Record<number, string>> = { 8: 'sha256', 9: 'sha384', 10: 'sha512' };

const Subpacket = { CREATED: 2, EXPIRES: 3, KEY_EXPIRES: 9, ISSUER: 16, KEY_FLAGS: 27, EMBEDDED: 32, FINGERPRINT: 33 } as const;
/** What this reader understands; a critical one that it does not makes the signature void. */
const KNOWN = new Set<number>([...Object.values(Subpacket), 1, 4, 5, 7, 11, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 34, 35]);
const CAN_SIGN = 0x02;

export interface Signature {
  readonly type: number;
  readonly created: Date;
  readonly expires?: Date;
  /** Upper case hexadecimal end of the fingerprint of the key that says it signed: 40 or 16 digits. */
  readonly issuer?: string;
  /** Seconds from the key's creation on; of a signature about a key. */
  readonly keyLifetime?: number;
  /** Whether the key it is about may sign; undefined when it does not say. */
  readonly maySign?: boolean;
  /** The signature that a subkey makes about its primary key. */
  readonly embedded?: Signature;
  readonly hash: string;
  readonly algorithm: number;
  /** What is hashed after the signed bytes. */
  readonly trailer: Buffer;
  readonly material: Buffer;
}

/** @throws Malformed */
export function readSignature(body: Buffer): Signature {
  const reader = new Reader(body);
  const version = reader.byte();
  if (version !== 4) malformed(`the signature is of version ${version}; only version 4 is read`);
  const type = reader.byte();
  const algorithm = reader.byte();
  const hash = reader.byte();
  const hashed = readSubpackets(reader.take(reader.uint16()));
  const end = reader.position;
  const unhashed = readSubpackets(reader.take(reader.uint16()));
  reader.take(2); // the first bytes of the digest: a hint for the impatient
  const created = hashed.get(Subpacket.CREATED)?.readUInt32BE() ?? malformed('the signature does not say when it was made');
  return {
    type,
    algorithm,
    hash: HASHES[hash] ?? malformed(`the signature uses hash ${hash}; SHA-256, SHA-384 and SHA-512 are accepted`),
    created: new Date(created * 1000),
    ...lifetimes(created, hashed),
    ...issuerOf(hashed, unhashed),
    ...flagsOf(hashed, unhashed),
    trailer: Buffer.concat([body.subarray(0, end), Buffer.from([4, 0xff]), uint32(end)]),
    material: reader.rest(),
  };
}

function readSubpackets(bytes: Buffer): Map<number, Buffer> {
  const reader = new Reader(bytes);
  const found = new Map<number, Buffer>();
  while (reader.left) {
    const content = new Reader(reader.take(newLength(reader)));
    const type = content.byte();
    if (type & 0x80 && !KNOWN.has(type & 0x7f)) malformed(`the signature has a critical part that is not known (${type & 0x7f})`);
    found.set(type & 0x7f, content.rest());
  }
  return found;
}

function lifetimes(created: number, hashed: ReadonlyMap<number, Buffer>): Pick<Signature, 'expires' | 'keyLifetime'> {
  const [lifetime, keyLifetime] = [Subpacket.EXPIRES, Subpacket.KEY_EXPIRES].map((type) => seconds(hashed.get(type)));
  return { ...(lifetime && { expires: new Date((created + lifetime) * 1000) }), ...(keyLifetime && { keyLifetime }) };
}

const seconds = (content: Buffer | undefined): number | undefined => content && new Reader(content).uint32();

/** The issuer is a hint, so it may stand where it is not signed. */
function issuerOf(hashed: ReadonlyMap<number, Buffer>, unhashed: ReadonlyMap<number, Buffer>): Pick<Signature, 'issuer'> {
  const fingerprint = hashed.get(Subpacket.FINGERPRINT) ?? unhashed.get(Subpacket.FINGERPRINT);
  const keyId = hashed.get(Subpacket.ISSUER) ?? unhashed.get(Subpacket.ISSUER);
  const issuer = (fingerprint?.subarray(1) ?? keyId)?.toString('hex').toUpperCase();
  return issuer === undefined ? {} : { issuer };
}

function flagsOf(
  hashed: ReadonlyMap<number, Buffer>,
  unhashed: ReadonlyMap<number, Buffer>,
): Pick<Signature, 'maySign' | 'embedded'> {
  const flags = hashed.get(Subpacket.KEY_FLAGS);
  const embedded = hashed.get(Subpacket.EMBEDDED) ?? unhashed.get(Subpacket.EMBEDDED);
  return {
    ...(flags && { maySign: ((flags[0] ?? 0) & CAN_SIGN) !== 0 }),
    ...(embedded && { embedded: readSignature(embedded) }),
  };
}

/** Whether the key has signed these bytes. @param signed what stands before the signature's own trailer, piece by piece */
export function isSignedBy({ key, algorithm }: PublicKey, signature: Signature, signed: Iterable<Buffer>): boolean {
  if (!key || algorithm !== signature.algorithm) return false;
  const reader = new Reader(signature.material);
  switch (signature.algorithm) {
    case Algorithm.RSA:
    case Algorithm.RSA_SIGN_ONLY:
      return verifier(signature, signed).verify(key, padded(reader.mpi(), (key.asymmetricKeyDetails?.modulusLength ?? 0) >> 3));
    case Algorithm.ECDSA: {
      const size = { prime256v1: 32, secp384r1: 48, secp521r1: 66 }[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? 0;
      const pair = Buffer.concat([padded(reader.mpi(), size), padded(reader.mpi(), size)]);
      return verifier(signature, signed).verify({ key, dsaEncoding: 'ieee-p1363' }, pair);
    }
    case Algorithm.EDDSA_LEGACY:
      return verify(null, digest(signature, signed), key, Buffer.concat([padded(reader.mpi(), 32), padded(reader.mpi(), 32)]));
    default:
      return verify(null, digest(signature, signed), key, reader.take(64));
  }
}

/** EdDSA signs the digest, as if it were the message. */
function digest({ hash, trailer }: Signature, signed: Iterable<Buffer>): Buffer {
  const whole = createHash(hash);
  for (const chunk of signed) whole.update(chunk);
  return whole.update(trailer).digest();
}

function verifier({ hash, trailer }: Signature, signed: Iterable<Buffer>): Verify {
  const whole = createVerify(hash);
  for (const chunk of signed) whole.update(chunk);
  return whole.update(trailer);
}

/** Numbers are written without zeros at their front. */
function padded(number: Buffer, size: number): Buffer {
  if (number.length > size) malformed('the signature has a number that is too large for its key');
  return Buffer.concat([Buffer.alloc(size - number.length), number]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
