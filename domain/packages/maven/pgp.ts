/** The form of PGP signatures. They are kept and served for those who check them; whether the intake does is the project's policy (`pgp`). */
import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { isArmor, MAX_ARMOR } from '../../openpgp/armor';

const MAX_BYTES = MAX_ARMOR.SIGNATURE;

/** @throws Refusal METADATA_INVALID when it has not even the form of one */
export function checkPgpSignature(body: ByteSource): void {
  if (body.size <= MAX_BYTES && isArmoured(body.read(0, MAX_BYTES).toString('latin1').trimEnd().split(/\r?\n/))) return;
  throw new Refusal(
    'METADATA_INVALID',
    `The .asc file is not an ASCII-armoured PGP signature of at most ${MAX_BYTES} bytes; sign with 'gpg --armor --detach-sign'.`,
  );
}

const isArmoured = (lines: readonly string[]): boolean =>
  isArmor('SIGNATURE', lines) && lines.every((line) => /^[ -~]*$/.test(line));
