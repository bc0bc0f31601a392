import { readBundle } from '../bundle';
import { Claim, certificatesOf, claimOf } from '../certificate';

/** The repository that a bundle's certificate names as the source of the build; undefined for pinned keys and other issuers. */
export function sourceOf(bundles: readonly Buffer[]): string | undefined {
  for (const bundle of bundles) {
    const [leaf] = certificatesOf(readBundle(bundle));
    const source = leaf && claimOf(leaf, Claim.REPOSITORY);
    if (source) return source;
  }
  return undefined;
}
