import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { malformed } from './malformed';
import { Reader } from './reader';

/** Public-key algorithms by number. https://www.rfc-editor.org/rfc/rfc9580.html#section-9.1 */
export const Algorithm = { RSA: 1, RSA_SIGN_ONLY: 3, ECDSA: 19, EDDSA_LEGACY: 22, ED25519: 27 } as const;

export interface PublicKey {
  /** 40 hexadecimal digits, upper case. */
  readonly fingerprint: string;
  readonly algorithm: number;
  readonly created: Date;
  /** Undefined when it is of an algorithm that cannot sign here. */
  readonly key?: KeyObject;
  /** What fingerprints and signatures about the key are made over. */
  readonly hashed: Buffer;
}

const P256 = { oid: '2a8648ce3d030107', jwk: 'P-256', size: 32 };
const P384 = { oid: '2b81040022', jwk: 'P-384', size: 48 };
const P521 = { oid: '2b81040023', jwk: 'P-521', size: 66 };
const ED25519_LEGACY = '2b06010401da470f01';
const MIN_RSA_BITS = 2048;

/** @throws Malformed for all but version 4, which is what GnuPG makes */
export function readPublicKey(body: Buffer): PublicKey {
  const reader = new Reader(body);
  const version = reader.byte();
  if (version !== 4) malformed(`the key is of version ${version}; only version 4 is read`);
  const created = new Date(reader.uint32() * 1000);
  const algorithm = reader.byte();
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  const hashed = Buffer.concat([Buffer.from([0x99]), length, body]);
  const fingerprint = createHash('sha1').update(hashed).digest('hex').toUpperCase();
  const jwk = readMaterial(algorithm, reader);
  return { fingerprint, algorithm, created, hashed, ...(jwk && { key: asKey(jwk) }) };
}

type Jwk = Record<string, string>;

function readMaterial(algorithm: number, reader: Reader): Jwk | undefined {
  switch (algorithm) {
    case Algorithm.RSA:
    case Algorithm.RSA_SIGN_ONLY:
      return { kty: 'RSA', n: reader.mpi().toString('base64url'), e: reader.mpi().toString('base64url') };
    case Algorithm.ECDSA:
      return ecdsa(reader);
    case Algorithm.EDDSA_LEGACY:
      return eddsaLegacy(reader);
    case Algorithm.ED25519:
      return { kty: 'OKP', crv: 'Ed25519', x: reader.take(32).toString('base64url') };
    default:
      return undefined;
  }
}

function ecdsa(reader: Reader): Jwk | undefined {
  const oid = reader.take(reader.byte()).toString('hex');
  const curve = [P256, P384, P521].find((each) => each.oid === oid);
  const point = reader.mpi();
  if (!curve || point.length !== 1 + 2 * curve.size || point[0] !== 4) return undefined;
  const [x, y] = [point.subarray(1, 1 + curve.size), point.subarray(1 + curve.size)];
  return { kty: 'EC', crv: curve.jwk, x: x.toString('base64url'), y: y.toString('base64url') };
}

function eddsaLegacy(reader: Reader): Jwk | undefined {
  const oid = reader.take(reader.byte()).toString('hex');
  const point = reader.mpi();
  if (oid !== ED25519_LEGACY || point.length !== 33 || point[0] !== 0x40) return undefined;
  return { kty: 'OKP', crv: 'Ed25519', x: point.subarray(1).toString('base64url') };
}

function asKey(jwk: Jwk): KeyObject {
  const key = importKey(jwk);
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < MIN_RSA_BITS) malformed(`the key has ${bits} bits; RSA needs ${MIN_RSA_BITS}`);
  return key;
}

function importKey(jwk: Jwk): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return malformed('the numbers of the key are not a key');
  }
}
