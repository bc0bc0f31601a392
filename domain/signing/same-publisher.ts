import type { ProjectPolicy } from './policy';

type Signers = Pick<ProjectPolicy, 'identities' | 'keys'>;

/** Whether somebody may sign for both projects: one keyless identity, or one key, in both policies. */
export const samePublisher = (a: Signers, b: Signers): boolean =>
  a.identities.some((one) => b.identities.some(({ identity, issuer }) => identity === one.identity && issuer === one.issuer)) ||
  a.keys.some((one) => b.keys.some(({ publicKeyPem }) => publicKeyPem.trim() === one.publicKeyPem.trim()));
