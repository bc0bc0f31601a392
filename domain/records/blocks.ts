/** What is taken out of a registry, from records alone. */
import { createHash } from 'node:crypto';
import { blockedName, fileBlockKey, projectBlockKey, SOME } from '../contracts/blocks';
import { FILES_PREFIX } from '../contracts/keys';
import type { Block, Command, FileRecord, ProjectSummary, ReleaseRecord, Signer, StatusRecord } from '../contracts/release';
import type { Ecosystem } from '../packages/ecosystem';

/**
 * What a block can be about beside projects and versions: a file by its digest (`sha256:<hex>`), or a publisher (`publisher:<hex>`, the
 * SHA-256 of the identity, because identities are mail addresses too and records are public).
 */
export type Cause = string;

const CAUSE = /^(?:sha256|publisher):[0-9a-f]{64}$/;
export const isCause = (text: string): boolean => CAUSE.test(text);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const fileCause = (digest: string): Cause => `sha256:${digest}`;
/** @param identity of a certificate, or `key:<name>` for a key of the configuration */
export const publisherCause = (identity: string): Cause => `publisher:${sha256(identity)}`;

const signerCauses = ({ identity, key }: Signer): Cause[] => [
  ...(identity === undefined ? [] : [publisherCause(identity)]),
  ...(key === undefined ? [] : [publisherCause(`key:${key}`)]),
];

/** All causes for which a release would be blocked. */
export const causesOf = ({ files }: { readonly files: readonly Pick<FileRecord, 'digests' | 'signer'>[] }): Cause[] =>
  files.flatMap(({ digests, signer }) => [fileCause(digests.sha256), ...signerCauses(signer)]);

export const isBlockAction = ({ action }: Pick<Command, 'action'>): boolean => action === 'block' || action === 'unblock';

/**
 * The block that counts, of all that are about the same: each is lifted by its own unblock only.
 * @param records in their order
 */
export function blockOf(records: readonly StatusRecord[]): Block | undefined {
  const last = new Map<string, StatusRecord>();
  for (const record of records.filter(isBlockAction)) last.set(record.cause ?? '', record);
  const record = [...last.values()].find(({ action }) => action === 'block');
  return record && { status: record.status!, reason: record.reason };
}

/** Whether a record is about this release by itself, and not about the whole project. */
export const concerns = ({ version, cause }: StatusRecord, release: Pick<ReleaseRecord, 'version' | 'files'>): boolean =>
  cause === undefined ? version === release.version : causesOf(release).includes(cause);

/** A summary as readers may see it: without what is blocked, and as if nothing had ever been. */
export function visible(summary: ProjectSummary): ProjectSummary {
  const { statuses = [], status, ...rest } = summary;
  if (!statuses.some(isBlockAction)) return summary;
  const shown = statuses.filter((record) => !isBlockAction(record));
  const { blocked, ...open } = status ?? {};
  return {
    ...rest,
    releases: blocked ? [] : summary.releases.filter((release) => !release.status?.blocked),
    ...(Object.keys(open).length > 0 && { status: open }),
    ...(shown.length > 0 && { statuses: shown }),
  };
}

/** The block of a project of which nothing is left to see. */
export const wholeBlock = ({ status, releases }: ProjectSummary): Block | undefined =>
  status?.blocked ?? (releases.every((release) => release.status?.blocked) ? releases.at(-1)?.status?.blocked : undefined);

/** What readers get in place of a blocked object. */
export const blockText = ({ reason }: Block): string => `Blocked by the registry: ${reason}`;

/**
 * Entries of the KeyValueStore for a project: what must be there, and what must not be (undefined). None for a project of which
 * nothing was ever blocked.
 */
export function blockEntries(summary: ProjectSummary, ecosystem: Ecosystem): Map<string, string | undefined> {
  const records = summary.statuses?.filter(isBlockAction) ?? [];
  const entries = new Map<string, string | undefined>();
  if (records.length === 0) return entries;
  for (const release of summary.releases) {
    if (!records.some((record) => concerns(record, release))) continue;
    const value = entryValue(release.status?.blocked);
    for (const key of keysOf(release, ecosystem)) entries.set(entryOf(key), value);
  }
  const isAny = summary.releases.some((release) => release.status?.blocked);
  entries.set(projectBlockKey(ecosystem.name, summary.project), entryValue(wholeBlock(summary)) ?? (isAny ? SOME : undefined));
  return entries;
}

const entryValue = (block: Block | undefined): string | undefined => block && `${block.status} ${blockText(block)}`;

/** As the edge function spells keys: S3 reads a literal `+` as a space. */
const entryOf = (key: string): string =>
  fileBlockKey(
    createHash('sha256')
      .update(blockedName(key.replaceAll('+', '%2B')))
      .digest('base64url'),
  );

const NOTHING = Buffer.alloc(0);

/** Keys of all objects of a release, but for those that are beside a file by name. */
function keysOf(release: ReleaseRecord, ecosystem: Ecosystem): string[] {
  const { project, version, files } = release;
  return [
    ...files.map((file) => ecosystem.fileObject(project, file, NOTHING, version).key),
    ...(ecosystem.besides?.(release) ?? []).map((path) => `${FILES_PREFIX}${ecosystem.name}/${path}`),
    ...(ecosystem.renderRelease?.(release) ?? []).map(({ key }) => key),
  ];
}
