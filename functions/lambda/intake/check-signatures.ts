/** Who vouches for a file: its Sigstore bundles by the project's policy, and OpenPGP signatures where the policy asks for them. */
import type { ByteSource } from '../../../domain/contracts/byte-source';
import { Refusal } from '../../../domain/contracts/refusals';
import type { Signer } from '../../../domain/contracts/release';
import { Malformed, readCertificate, verifyDetached, wholeSignature } from '../../../domain/openpgp';
import { type Artifact, Rejected, sbomOf } from '../../../domain/signing';
import type { Intake, Release } from './intake';
import { withStaged } from './receive';

/**
 * Verifies every bundle, and that enough different signers vouch for the file. A bill of materials vouches for nothing.
 * @returns the signers, each once, in the order of their bundles
 * @throws Refusal
 */
export function checkSigners(intake: Intake, { policy }: Release, bundles: readonly Buffer[], file: Artifact): Signer[] {
  const signers = new Map<string, Signer>();
  for (const bundle of bundles) {
    const signer = intake.verify(bundle, file, policy);
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

/**
 * Verifies an OpenPGP signature, where the policy wants it, with the keys that the project has pinned.
 * @param armored an uploaded file of this name
 * @returns the name of the key; undefined for files that are no signatures
 * @throws Refusal PGP_SIGNATURE_INVALID
 */
export async function checkPgpSignature(
  intake: Intake,
  release: Release,
  name: string,
  armored: ByteSource,
): Promise<string | undefined> {
  const { pgp } = release.policy;
  const subject = pgp && release.ecosystem.pgpSubject?.(name);
  if (!pgp || subject === undefined) return undefined;
  const pinned = pgp.keys.map((key) => ({ name: key.name, ...readCertificate(Buffer.from(key.armored)) }));
  try {
    const signature = wholeSignature(armored);
    const fingerprint = await withStaged(intake, release, subject, (file) =>
      Promise.resolve(verifyDetached(file, signature, pinned, intake.clock())),
    );
    return pinned.find((key) => key.fingerprint === fingerprint)!.name;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Refusal(
      'PGP_SIGNATURE_INVALID',
      `The OpenPGP signature does not count: ${error.message}; sign the file with one of these keys: ${pgp.keys.map((key) => `'${key.name}'`).join(', ')}.`,
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
