/** A public key as its owner gives it away: a primary key, what it says about itself, and subkeys it vouches for. */
import { dearmor } from './armor';
import { malformed } from './malformed';
import { type Packet, readPackets, Tag } from './packets';
import { type PublicKey, readPublicKey } from './public-key';
import { isSignedBy, readSignature, type Signature, SignatureType, uint32 } from './signature';

/** A key that may sign files, and until when. */
export interface SigningKey {
  readonly key: PublicKey;
  readonly expires?: Date;
}

export interface Certificate {
  /** Of the primary key: what a person compares, 40 hexadecimal digits, upper case. */
  readonly fingerprint: string;
  readonly signingKeys: readonly SigningKey[];
}

/**
 * Reads one armoured public key.
 * @throws Malformed when it cannot be read, was revoked, or holds no key that may sign
 */
export function readCertificate(armored: Buffer): Certificate {
  const [first, ...packets] = readPackets(dearmor('PUBLIC KEY BLOCK', armored));
  if (first?.tag !== Tag.PUBLIC_KEY) return malformed('it does not begin with a public key');
  if (packets.some(({ tag }) => tag === Tag.PUBLIC_KEY)) malformed('it holds several public keys; export one at a time');
  const primary = readPublicKey(first.body);
  const parts = partsOf(packets);
  const { signatures: direct } = parts[0]!;
  if (
    direct.some(
      (signature) => signature.type === SignatureType.KEY_REVOCATION && isSignedBy(primary, signature, [primary.hashed]),
    )
  )
    malformed('its owner has revoked the key');
  const signingKeys = [...ownKey(primary, parts), ...parts.flatMap((part) => subkey(primary, part))];
  if (!signingKeys.length) malformed('it holds no key that may sign; export one with a signing key');
  return { fingerprint: primary.fingerprint, signingKeys };
}

/** A packet with the signatures that follow it; the first part is the primary key's, without packet. */
interface Part {
  readonly packet?: Packet;
  readonly signatures: Signature[];
}

function partsOf(packets: readonly Packet[]): Part[] {
  const parts: Part[] = [{ signatures: [] }];
  for (const packet of packets) {
    if (packet.tag !== Tag.SIGNATURE) parts.push({ packet, signatures: [] });
    else parts.at(-1)!.signatures.push(...readable(packet.body));
  }
  return parts;
}

/** Keys carry signatures of strangers, of any age: what cannot be read says nothing about the key. */
function readable(body: Buffer): Signature[] {
  try {
    return [readSignature(body)];
  } catch {
    return [];
  }
}

/** The newest word of the primary key about itself decides whether it may sign, and how long it is good. */
function ownKey(primary: PublicKey, parts: readonly Part[]): SigningKey[] {
  const own = parts.flatMap(({ packet, signatures }) =>
    signatures.filter(
      (signature) =>
        (packet?.tag === Tag.USER_ID &&
          SignatureType.CERTIFICATIONS.includes(signature.type) &&
          isSignedBy(primary, signature, [primary.hashed, userId(packet.body)])) ||
        (!packet && signature.type === SignatureType.DIRECT_KEY && isSignedBy(primary, signature, [primary.hashed])),
    ),
  );
  const newest = newestOf(own);
  return newest && newest.maySign !== false && primary.key ? [{ key: primary, ...expiry(primary, newest) }] : [];
}

const userId = (body: Buffer): Buffer => Buffer.concat([Buffer.from([0xb4]), uint32(body.length), body]);

/** A subkey signs if the primary key says so, and the subkey agrees: else it could be anybody's. */
function subkey(primary: PublicKey, { packet, signatures }: Part): SigningKey[] {
  if (packet?.tag !== Tag.PUBLIC_SUBKEY) return [];
  const key = readPublicKey(packet.body);
  const both = [primary.hashed, key.hashed];
  const valid = signatures.filter((signature) => isSignedBy(primary, signature, both));
  if (valid.some(({ type }) => type === SignatureType.SUBKEY_REVOCATION)) return [];
  const binding = newestOf(valid.filter(({ type }) => type === SignatureType.SUBKEY_BINDING));
  const back = binding?.embedded;
  if (!binding?.maySign || back?.type !== SignatureType.PRIMARY_BINDING || !isSignedBy(key, back, both)) return [];
  return [{ key, ...expiry(key, binding) }];
}

const newestOf = (signatures: readonly Signature[]): Signature | undefined =>
  [...signatures].sort((a, b) => b.created.getTime() - a.created.getTime())[0];

const expiry = ({ created }: PublicKey, { keyLifetime }: Signature): { expires?: Date } =>
  keyLifetime ? { expires: new Date(created.getTime() + keyLifetime * 1000) } : {};
