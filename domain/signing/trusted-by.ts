import { type TrustMaterial, toSignedEntity, Verifier } from '@sigstore/verify';
import { readBundle } from './bundle';

/**
 * Whether readers who trust only this root would take the bundle, too. Says nothing about file and signer: those have been checked
 * by `verifyBundle`, maybe with another root.
 */
export function isTrustedBy(bundle: unknown, trust: TrustMaterial): boolean {
  try {
    new Verifier(trust).verify(toSignedEntity(readBundle(bundle)));
    return true;
  } catch {
    return false;
  }
}
