/** Provenance as `npm audit signatures` verifies it: https://docs.npmjs.com/generating-provenance-statements */
import { bundleToJSON } from '@sigstore/bundle';
import { loadTrust, Predicate } from '../../signing';
import { readBundle } from '../../signing/bundle';
import { textAt } from '../../signing/bytes';
import { readStatement } from '../../signing/statement';
import { isTrustedBy } from '../../signing/trusted-by';
import publicGood from '../../signing/trusted-root.public-good.json';
import type { ReleaseName } from '../ecosystem';

export interface Attestations {
  readonly attestations: readonly { readonly predicateType: string; readonly bundle: unknown }[];
}

/** The package URL by which npm names the subject: `pkg:npm/%40scope/name@1.0.0`. https://github.com/package-url/purl-spec */
const purl = ({ project, version }: ReleaseName): string => `pkg:npm/${project.replace('@', '%40')}@${version}`;

/**
 * The first of a file's verified bundles that npm can verify too; undefined when there is none. npm trusts the public-good
 * instance of Sigstore alone, reads the first subject alone, and calls a package tampered with when any of what is listed fails.
 */
export function attestationsOf(release: ReleaseName, bundles: readonly Buffer[]): Attestations | undefined {
  const trust = loadTrust(publicGood);
  const good = bundles.find((bundle) => isProvenance(release, bundle) && isTrustedBy(bundle, trust));
  return good && { attestations: [{ predicateType: Predicate.SLSA_PROVENANCE, bundle: bundleToJSON(readBundle(good)) }] };
}

function isProvenance(release: ReleaseName, bundle: Buffer): boolean {
  const { content, verificationMaterial } = readBundle(bundle);
  if (content.$case !== 'dsseEnvelope' || verificationMaterial.content.$case === 'publicKey') return false;
  // npm would look for a key of that name among the registry's.
  if (content.dsseEnvelope.signatures.some(({ keyid }) => keyid !== '')) return false;
  const { predicateType, subjects } = readStatement(content.dsseEnvelope);
  const [subject] = subjects;
  return (
    predicateType === Predicate.SLSA_PROVENANCE &&
    subjects.length === 1 &&
    subject?.name === purl(release) &&
    textAt(subject.digest, 'sha512') !== undefined
  );
}
