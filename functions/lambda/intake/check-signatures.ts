/** Who vouches for a file: its Sigstore bundles by the project's policy, and OpenPGP signatures where the policy asks for them. */
import { Refusal } from '../../../domain/contracts/refusals';
import type { Signer } from '../../../domain/contracts/release';
import { Malformed, readCertificate, verifyDetached } from '../../../domain/openpgp';
import { type PgpPolicy, Rejected, sbomOf } from '../../../domain/signing';
import type { Intake, Release } from './intake';

/**
 * Verifies every bundle, and that enough different signers vouch for the file. A bill of materials vouches for nothing.
 * @returns the signers, each once, in the order of their bundles
 * @throws Refusal
 */
export function checkSigners(intake: Intake, { policy }: Release, bundles: readonly Buffer[], body: Buffer): Signer[] {
  const signers = new Map<string, Signer>();
  for (const bundle of bundles) {
    const signer = intake.verify(bundle, body, policy);
    if (!carriesSbom(bundle)) signers.set(signer.key ?? `${signer.issuer} ${signer.identity}`, signer);
  }
  const wanted = policy.signatures ?? 1;
  if (signers.size >= wanted) return [...signers.values()];
  throw new Refusal(
    'SIGNATURES_TOO_FEW',
    `The file is signed by ${signers.size} of the ${wanted} different signers that the project needs; add a bundle by another one.`,
  );
}

/** @throws Refusal ATTESTATION_INVALID */
function carriesSbom(bundle: Buffer): boolean {
  try {
    return sbomOf(bundle) !== undefined;
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    throw new Refusal('ATTESTATION_INVALID', `${error.message}; make it anew, e.g. with 'cosign attest-blob'.`);
  }
}

/** The file that an OpenPGP signature of this name is over, where the policy wants it verified. */
export const pgpSubject = ({ ecosystem, policy }: Release, name: string): string | undefined =>
  policy.pgp && ecosystem.pgpSubject?.(name);

/**
 * Verifies an OpenPGP signature with the keys that the project has pinned.
 * @param armored the `.asc` file
 * @param subject the file it is over
 * @returns the name of the key
 * @throws Refusal PGP_SIGNATURE_INVALID
 */
export function checkPgpSignature({ keys }: PgpPolicy, armored: Buffer, subject: Buffer, now: Date): string {
  const pinned = keys.map(({ name, armored: key }) => ({ name, ...readCertificate(Buffer.from(key)) }));
  try {
    const fingerprint = verifyDetached(subject, armored, pinned, now);
    return pinned.find((key) => key.fingerprint === fingerprint)!.name;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Refusal(
      'PGP_SIGNATURE_INVALID',
      `The OpenPGP signature does not count: ${error.message}; sign the file with one of these keys: ${keys.map(({ name }) => `'${name}'`).join(', ')}.`,
    );
  }
}

/** @throws Refusal PGP_SIGNATURE_MISSING when the policy wants one for every file */
export function checkPgpSignatures({ manifest, policy, ecosystem }: Release): void {
  if (!policy.pgp?.required || !ecosystem.pgpSubject) return;
  const names = manifest.files.map(({ name }) => name);
  const subjects = new Set(names.map((name) => ecosystem.pgpSubject!(name)));
  const bare = names.find((name) => !subjects.has(name) && ecosystem.pgpSubject!(name) === undefined);
  if (bare === undefined) return;
  throw new Refusal(
    'PGP_SIGNATURE_MISSING',
    `File '${bare}' has no OpenPGP signature, which the project needs; upload '${bare}.asc' beside it.`,
    bare,
  );
}
