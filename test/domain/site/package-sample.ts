/** Projects as their records tell of them, for pages about them. */
import type { FileRecord, ListedRelease, ProjectSummary } from '../../../domain/contracts/release';

const DIGESTS = { md5: 'a'.repeat(32), sha256: 'b'.repeat(64), sha512: 'c'.repeat(128) };

export const file = (name: string, more: Partial<FileRecord> = {}): FileRecord => ({
  name,
  size: 1_234_567,
  digests: DIGESTS,
  signer: {
    identity: 'https://github.com/foundation/demo/.github/workflows/release.yml@refs/heads/main',
    issuer: 'https://token.actions.githubusercontent.com',
  },
  bundles: [`${name}.sigstore.json`],
  countersignature: { keyId: 'key', signature: 'c2ln' },
  metadata: {},
  ...more,
});

export const release = (version: string, more: Partial<ListedRelease> = {}): ListedRelease => ({
  schema: 1,
  ecosystem: 'pypi',
  project: 'demo',
  version,
  upload: `upload-${version}`,
  publishedAt: '2026-10-05T12:00:00.000Z',
  files: [file(`demo-${version}-py3-none-any.whl`), file(`demo-${version}.tar.gz`)],
  ...more,
});

/** @param releases oldest first */
export function summary(
  ecosystem: string,
  project: string,
  releases: readonly ListedRelease[],
  more: Partial<ProjectSummary> = {},
): ProjectSummary {
  const own = releases.map((each) => ({ ...each, ecosystem, project }));
  return { schema: 1, ecosystem, project, revision: releases.length, releases: own, ...more };
}

/** What a publisher could send to do harm to who reads about it, or to say what is not so. */
export const HOSTILE =
  '</bdi></title><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) "\'&\u202eexe.slahw\u2066\u200b\u0000';
