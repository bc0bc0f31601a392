import { malformed } from './malformed';
import { Reader } from './reader';

/** https://www.rfc-editor.org/rfc/rfc9580.html#section-5 */
export const Tag = { SIGNATURE: 2, PUBLIC_KEY: 6, USER_ID: 13, PUBLIC_SUBKEY: 14 } as const;

export interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

const MAX_PACKETS = 1_000;

/** @throws Malformed */
export function readPackets(bytes: Buffer): Packet[] {
  const reader = new Reader(bytes);
  const packets: Packet[] = [];
  while (reader.left) {
    if (packets.length === MAX_PACKETS) malformed(`it has more than ${MAX_PACKETS} packets`);
    packets.push(readPacket(reader));
  }
  return packets;
}

function readPacket(reader: Reader): Packet {
  const first = reader.byte();
  if (!(first & 0x80)) malformed('a packet has no header');
  const isNew = (first & 0x40) !== 0;
  const tag = isNew ? first & 0x3f : (first >> 2) & 0x0f;
  const length = isNew ? newLength(reader) : oldLength(reader, first & 0x03);
  return { tag, body: reader.take(length) };
}

/** Of packets and of subpackets alike, but that those have no partial lengths. */
export function newLength(reader: Reader): number {
  const first = reader.byte();
  if (first < 192) return first;
  if (first < 224) return ((first - 192) << 8) + reader.byte() + 192;
  if (first === 255) return reader.uint32();
  return malformed('a packet has a length in parts, which only encrypted and literal data may have');
}

function oldLength(reader: Reader, type: number): number {
  if (type === 0) return reader.byte();
  if (type === 1) return reader.uint16();
  return type === 2 ? reader.uint32() : malformed('a packet has no length');
}
