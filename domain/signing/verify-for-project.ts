import type { TrustMaterial } from '@sigstore/verify';
import { Refusal, type RefusalCode } from '../contracts/refusals';
import type { Signer } from '../contracts/release';
import type { Artifact } from './artifact';
import { trustedKey } from './keys';
import type { ProjectPolicy } from './policy';
import { asRejected, quote, type Rejected, type RejectionCode } from './rejected';
import { Predicate } from './statement';
import { verifyBundle } from './verify-bundle';

const SIGNER_NOT_ALLOWED = new Set<RejectionCode>(['UNTRUSTED_SIGNER_ERROR', 'PUBLIC_KEY_ERROR']);

/**
 * Verifies a bundle against what a project's configuration allows: signatures over the file, and attestations by which a
 * publisher vouches for it ({@link Predicate}).
 * @param bundle bytes of the bundle's file, or its parsed JSON
 * @throws Refusal SIGNATURE_INVALID, SIGNATURE_OTHER_FILE or SIGNER_NOT_ALLOWED, in words for the publisher.
 */
export function verifyForProject(bundle: unknown, artifact: Artifact, trust: TrustMaterial, project: ProjectPolicy): Signer {
  // An unreadable pinned key is the operator's mistake: it leaves here as it is, not as a refusal.
  const keys = project.keys.map((pinned) => ({ ...trustedKey(pinned), name: pinned.name }));
  try {
    const predicateTypes = Object.values(Predicate);
    const { identity, issuer, key } = verifyBundle(bundle, artifact, trust, {
      identities: project.identities,
      keys,
      predicateTypes,
    });
    const name = keys.find((pinned) => pinned === key)?.name;
    return name === undefined ? { identity, issuer } : { key: name };
  } catch (error) {
    throw refusalOf(asRejected(error), project);
  }
}

function refusalOf(rejected: Rejected, project: ProjectPolicy): Refusal {
  const code = codeOf(rejected.code);
  return new Refusal(code, `${rejected.message}${adviceOf(code, rejected, project)}`);
}

const codeOf = (code: RejectionCode): RefusalCode =>
  code === 'DIGEST' ? 'SIGNATURE_OTHER_FILE' : SIGNER_NOT_ALLOWED.has(code) ? 'SIGNER_NOT_ALLOWED' : 'SIGNATURE_INVALID';

function adviceOf(code: RefusalCode, rejected: Rejected, project: ProjectPolicy): string {
  if (code === 'SIGNATURE_OTHER_FILE') return '; sign the file that you upload, after its last change';
  if (code === 'SIGNATURE_INVALID') return ` (${rejected.code}); sign the file again`;
  const allowed = [
    ...project.identities.map(({ identity, issuer }) => `${quote(identity)} (issuer ${quote(issuer)})`),
    ...project.keys.map(({ name }) => `the key ${quote(name)}`),
  ];
  return `; allowed for ${project.ecosystem} project ${quote(project.project)}: ${allowed.join(', ') || 'nobody yet'}; sign as one of them, or add the signer to 'publishers' in registry.config.ts`;
}
