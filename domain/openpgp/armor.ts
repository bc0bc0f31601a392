import type { ByteSource } from '../contracts/byte-source';
import { malformed } from './malformed';

/** Bytes of text; an honest signature has a few hundred, a key with many names and its signatures some tens of thousands. */
export const MAX_ARMOR = { SIGNATURE: 64 * 1024, 'PUBLIC KEY BLOCK': 1024 * 1024 } as const;

type ArmorKind = keyof typeof MAX_ARMOR;

/** Whether these are the first and the last line of armour. https://www.rfc-editor.org/rfc/rfc9580.html#section-6.2 */
export const isArmor = (kind: ArmorKind, lines: readonly string[]): boolean =>
  lines[0] === `-----BEGIN PGP ${kind}-----` && lines.at(-1) === `-----END PGP ${kind}-----`;

/** The bytes of a signature's file. @throws Malformed when it is too large to be one */
export function wholeSignature(file: ByteSource): Buffer {
  checkSize('SIGNATURE', file.size);
  return file.read(0, file.size);
}

function checkSize(kind: ArmorKind, size: number): void {
  if (size > MAX_ARMOR[kind]) malformed(`it has ${size} bytes, at most ${MAX_ARMOR[kind]} are read`);
}

/**
 * Decodes one block of ASCII armour and nothing beside it. Its checksum line, which protects from nobody, may be missing and is not
 * looked at. https://www.rfc-editor.org/rfc/rfc9580.html#section-6
 * @throws Malformed
 */
export function dearmor(kind: ArmorKind, text: Buffer): Buffer {
  checkSize(kind, text.length);
  const lines = text.toString('latin1').trim().split(/\r?\n/);
  if (!isArmor(kind, lines)) malformed(`it is not one block of ASCII armour that begins with '-----BEGIN PGP ${kind}-----'`);
  const blank = lines.findIndex((line) => line.trim() === '');
  const body = lines.slice(blank < 0 ? 1 : blank + 1, -1).map((line) => line.trimEnd());
  const data = (/^=[A-Za-z0-9+/]{4}$/.test(body.at(-1) ?? '') ? body.slice(0, -1) : body).join('');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(data) || data === '')
    malformed('its armour does not hold base64');
  return Buffer.from(data, 'base64');
}
