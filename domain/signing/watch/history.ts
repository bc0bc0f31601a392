/** What the rules look at: each release of a project in a few words, taken from its record. */
import type { FileRecord, ProjectSummary, Signer } from '../../contracts/release';

export interface WatchedRelease {
  readonly version: string;
  /** ISO 8601. */
  readonly at: string;
  /** Workflows, identities and keys that signed any of its files, as {@link signerName} says them. */
  readonly signers: readonly string[];
  /** Source repositories that its certificates name. */
  readonly sources: readonly string[];
  /** What runs at installation, if anything does. */
  readonly installHook?: string;
  /** A compiled file, if there is any. */
  readonly nativeCode?: string;
}

type WatchedFile = Pick<FileRecord, 'signer' | 'traits'>;

/** A certificate names the workflow together with the tag it ran for, which is another one each time. */
export const signerName = ({ key, identity = '' }: Signer): string =>
  key === undefined ? identity.replace(/@refs\/[^@]*$/, '') : `key ${key}`;

export function watched(version: string, at: string, files: readonly WatchedFile[]): WatchedRelease {
  const first = (name: 'installHook' | 'nativeCode'): string | undefined =>
    files.find(({ traits }) => traits?.[name] !== undefined)?.traits?.[name];
  const [installHook, nativeCode] = [first('installHook'), first('nativeCode')];
  return {
    version,
    at,
    signers: unique(files.map(({ signer }) => signerName(signer))),
    sources: unique(files.flatMap(({ traits }) => (traits?.source === undefined ? [] : [traits.source]))),
    ...(installHook !== undefined && { installHook }),
    ...(nativeCode !== undefined && { nativeCode }),
  };
}

/** All releases of a project but that of one upload, the earliest first. */
export const historyOf = (summary: ProjectSummary | undefined, upload: string): WatchedRelease[] =>
  (summary?.releases ?? [])
    .filter((release) => release.upload !== upload)
    .map(({ version, publishedAt, files }) => watched(version, publishedAt, files))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

const unique = (names: readonly string[]): string[] => [...new Set(names)];
