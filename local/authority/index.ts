export { type Authority, createAuthority, type SignOptions, type SignWith } from './authority';
export type { BundleJson } from './bundle-json';
export type { Identity } from './certificate';
export { newKey, newKeys } from './keys';
export { openAuthority, TRUSTED_ROOT_NAME } from './open';
export { pypiPublish } from './statements';
export { newTrustedRoot } from './trusted-root';
