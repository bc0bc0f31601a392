import type { TrustMaterial } from '@sigstore/verify';
import { Refusal, type RefusalCode } from '../contracts/refusals';
import type { Signer } from '../contracts/release';
import type { Artifact } from './artifact';
import { trustedKey } from './keys';
import type { AllowedIdentity, ProjectPolicy } from './policy';
import { asRejected, quote, type Rejected, type RejectionCode } from './rejected';
import { SBOM_TYPES } from './sbom';
import { Predicate } from './statement';
import type { Trusts } from './trust';
import { verifyBundle } from './verify-bundle';

/** By which a publisher vouches for a file, or says what is in it. */
const PREDICATES = [...Object.values(Predicate), ...SBOM_TYPES];

/** What the verifier's codes are to a publisher. The library's own, which it raises for more than it names, mean a bad signature. */
const CODES: Partial<Readonly<Record<RejectionCode, RefusalCode>>> = {
  UNTRUSTED_SIGNER_ERROR: 'SIGNER_NOT_ALLOWED',
  PUBLIC_KEY_ERROR: 'SIGNER_NOT_ALLOWED',
  DIGEST: 'SIGNATURE_OTHER_FILE',
  MALFORMED: 'BUNDLE_MALFORMED',
  TOO_LARGE: 'BUNDLE_MALFORMED',
  CERTIFICATE_ERROR: 'CERTIFICATE_INVALID',
  TIMESTAMP_ERROR: 'TIMESTAMP_INVALID',
  TLOG_ERROR: 'LOG_INVALID',
  TLOG_BODY_ERROR: 'LOG_INVALID',
  TLOG_INCLUSION_PROMISE_ERROR: 'LOG_INVALID',
  TLOG_INCLUSION_PROOF_ERROR: 'LOG_INVALID',
  TLOG_MISSING_INCLUSION_ERROR: 'LOG_INVALID',
  PAYLOAD_TYPE: 'ATTESTATION_INVALID',
  STATEMENT: 'ATTESTATION_INVALID',
  PREDICATE: 'ATTESTATION_INVALID',
};

/**
 * Verifies a bundle against what a project's configuration allows: signatures over the file, and attestations by which a
 * publisher vouches for it ({@link Predicate}).
 * @param bundle bytes of the bundle's file, or its parsed JSON
 * @throws Refusal of what {@link CODES} name, in words for the publisher.
 */
export function verifyForProject(bundle: unknown, artifact: Artifact, trusts: Trusts, project: ProjectPolicy): Signer {
  // An unreadable pinned key is the operator's mistake: it leaves here as it is, not as a refusal.
  const keys = project.keys.map((pinned) => ({ ...trustedKey(pinned), name: pinned.name }));
  const rejections: Rejected[] = [];
  for (const { trust, identities, isDefault } of byInstance(trusts, project)) {
    try {
      const policy = { identities, keys: isDefault ? keys : [], predicateTypes: PREDICATES };
      const { identity, issuer, key } = verifyBundle(bundle, artifact, trust, policy);
      const name = keys.find((pinned) => pinned === key)?.name;
      return name === undefined ? { identity, issuer } : { key: name };
    } catch (error) {
      rejections.push(asRejected(error));
    }
  }
  throw refusalOf(rejections.find(isAboutSigner) ?? rejections[0]!, project);
}

/** An instance that knows the signer says more than one that has never heard of them. */
const isAboutSigner = ({ signer, code }: Rejected): boolean => signer !== undefined || code === 'DIGEST';

interface InstancePolicy {
  readonly trust: TrustMaterial;
  readonly identities: readonly AllowedIdentity[];
  readonly isDefault: boolean;
}

/** Each instance vouches for its own identities alone: their roots are never merged. */
function byInstance(trusts: Trusts, { identities }: ProjectPolicy): InstancePolicy[] {
  const others = [...new Set(identities.flatMap(({ instance }) => instance ?? []))];
  const of = (name: string | undefined): AllowedIdentity[] => identities.filter(({ instance }) => instance === name);
  return [
    { trust: trusts.default, identities: of(undefined), isDefault: true },
    ...others.map((name) => ({ trust: instanceOf(trusts, name), identities: of(name), isDefault: false })),
  ];
}

/** @throws Error for a name without a root, which synth refuses */
function instanceOf({ instances }: Trusts, name: string): TrustMaterial {
  const trust = instances?.[name];
  if (trust === undefined) throw new Error(`The policy has no trusted root for the instance ${quote(name)}.`);
  return trust;
}

function refusalOf(rejected: Rejected, project: ProjectPolicy): Refusal {
  const code = codeOf(rejected.code);
  return new Refusal(code, `${rejected.message}${adviceOf(code, rejected, project)}`);
}

const codeOf = (code: RejectionCode): RefusalCode => CODES[code] ?? 'SIGNATURE_INVALID';

function adviceOf(code: RefusalCode, rejected: Rejected, project: ProjectPolicy): string {
  if (code === 'SIGNATURE_OTHER_FILE') return '; sign the file that you upload, after its last change';
  if (code !== 'SIGNER_NOT_ALLOWED') return ` (${rejected.code}); sign the file again`;
  const allowed = [...project.identities.map(nameOf), ...project.keys.map(({ name }) => `the key ${quote(name)}`)];
  return `; allowed for ${project.ecosystem} project ${quote(project.project)}: ${allowed.join(', ') || 'nobody yet'}; sign as one of them, or add the signer to 'publishers' in registry.config.ts`;
}

const nameOf = ({ identity, issuer, refs, from, to }: AllowedIdentity): string =>
  [
    quote(identity),
    refs && `at ${refs === 'tags' ? 'any tag' : 'any ref'}`,
    from && `from ${from}`,
    to && `before ${to}`,
    `(issuer ${quote(issuer)})`,
  ]
    .filter(Boolean)
    .join(' ');
