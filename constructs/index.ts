/** Everything that can be imported; each construct also works alone. */

export { AccessLog, type AccessLogProps } from './cdn/access-log';
export { RegistryCdn, type RegistryCdnProps, type RegistryDomain } from './cdn/registry-cdn';
export { acknowledge, type Pack } from './shared/acknowledge';
export { acknowledgeWildcards } from './shared/acknowledge-wildcards';
export { ArtifactStore, type ArtifactStoreProps } from './storage/artifact-store';
export { ArtifactStoreGrants, type GrantedBuckets } from './storage/artifact-store-grants';
