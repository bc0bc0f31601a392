/** The form of PGP signatures. They are kept and served for those who check them; whether the intake does is the project's policy (`pgp`). */
import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';

/** Bytes; a signature by several keys has a few KB. */
const MAX_BYTES = 64 * 1024;
/** First and last line of ASCII armour. https://www.rfc-editor.org/rfc/rfc9580.html#section-6.2 */
const BEGIN = '-----BEGIN PGP SIGNATURE-----';
const END = '-----END PGP SIGNATURE-----';

/** @throws Refusal METADATA_INVALID when it has not even the form of one */
export function checkPgpSignature(body: ByteSource): void {
  if (body.size <= MAX_BYTES && isArmoured(body.read(0, MAX_BYTES).toString('latin1').trimEnd().split(/\r?\n/))) return;
  throw new Refusal(
    'METADATA_INVALID',
    `The .asc file is not an ASCII-armoured PGP signature of at most ${MAX_BYTES} bytes; sign with 'gpg --armor --detach-sign'.`,
  );
}

const isArmoured = (lines: readonly string[]): boolean =>
  lines[0] === BEGIN && lines.at(-1) === END && lines.every((line) => /^[ -~]*$/.test(line));
