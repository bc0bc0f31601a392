/** PEP 740's publisher, read off the claims of a verified certificate: never from what an uploader says. */
import { readBundle } from './bundle';
import { Claim, certificatesOf, claimOf, identityOf } from './certificate';

export type Publisher =
  | { readonly kind: 'GitHub'; readonly repository: string; readonly workflow: string }
  | { readonly kind: 'GitLab'; readonly repository: string; readonly workflow_filepath: string }
  | { readonly kind: 'Google'; readonly email: string };

const GITHUB = 'https://token.actions.githubusercontent.com';
const GITLAB = 'https://gitlab.com';
const GOOGLE = 'https://accounts.google.com';

/** Undefined for bundles by a pinned key, and for issuers that PEP 740 has no word for. */
export function publisherOf(bundle: unknown): Publisher | undefined {
  const [leaf] = certificatesOf(readBundle(bundle));
  if (!leaf) return undefined;
  const repository = claimOf(leaf, Claim.REPOSITORY) ?? '';
  const workflow = (claimOf(leaf, Claim.WORKFLOW) ?? '').replace(/@[^@]*$/, '');
  const identity = identityOf(leaf);
  switch (claimOf(leaf, Claim.ISSUER)) {
    case GITHUB: {
      const name = below(`${repository}/.github/workflows/`, workflow);
      const path = below('https://github.com/', repository);
      return path && name ? { kind: 'GitHub', repository: path, workflow: name } : undefined;
    }
    case GITLAB: {
      const file = below(`${repository}//`, workflow);
      const path = below(`${GITLAB}/`, repository);
      return path && file ? { kind: 'GitLab', repository: path, workflow_filepath: file } : undefined;
    }
    case GOOGLE:
      return identity?.includes('@') ? { kind: 'Google', email: identity } : undefined;
    default:
      return undefined;
  }
}

const below = (prefix: string, url: string): string | undefined =>
  url.startsWith(prefix) && url.length > prefix.length ? url.slice(prefix.length) : undefined;
