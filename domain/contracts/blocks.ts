/**
 * How the intake tells the edge function what operators have blocked: entries of the KeyValueStore. This module is bundled into the
 * edge function too, so it is written in that runtime's subset of the language.
 *
 * The entry of a project is there when anything of it is blocked. Its value is the answer for all of the project, or {@link SOME}: then
 * the files that are blocked have entries of their own. So a request for what nobody blocks costs one look-up.
 */

/** What is answered in place of a blocked object, which clients read differently: docs/adr/0007-blocks.md. */
export const BLOCK_STATUSES = [451, 410] as const;
export type BlockStatus = (typeof BLOCK_STATUSES)[number];

/** Value of a project's entry when only some of it is blocked. */
export const SOME = '-';

/** Key of a project's entry. @param ecosystem as in keys of objects */
export const projectBlockKey = (ecosystem: string, project: string): string => `block:${ecosystem}/${project}`;

/**
 * Key of a file's entry: by digest, because keys of objects may be longer than the 512 bytes that the store allows.
 * @param digest of {@link blockedName}: SHA-256 in base64url
 */
export const fileBlockKey = (digest: string): string => `block:${digest}`;

/** The file that an object belongs to: signatures, bills of materials, checksums and metadata beside a file are blocked with it. @param key percent-encoded */
export const blockedName = (key: string): string =>
  key.replace(/(\.metadata|\.provenance|\.md5|\.sha\d+|((\.\d+)?\.sigstore|\.cdx|\.spdx)\.json)+$/, '');
