/** The compact index, which Bundler and `gem` resolve from. https://guides.rubygems.org/rubygems-org-compact-index-api/ */
import { createHash } from 'node:crypto';
import type { FileRecord, ListedRelease, ProjectSummary } from '../../contracts/release';
import { gemMetadata } from './file-metadata';
import { numberAndPlatform } from './filenames';
import { compareVersions } from './versions';

const HEAD_END = '---\n';
const ANY_VERSION = '>= 0';
/** Of a list whose first project has no release to show. */
const UNDATED = '1970-01-01T00:00:00.000Z';

interface Gem {
  readonly release: ListedRelease;
  readonly file: FileRecord;
  /** Version, and platform if there is one. */
  readonly number: string;
}

/** `info/<name>`: a line for each gem that is not yanked, in the order of their publication, so that a release only appends. */
export const info = (summary: ProjectSummary): string => HEAD_END + liveGems(summary).map(infoLine).join('');

/** `versions` as parsed: numbers (with platforms) by name, and the MD5 that `info/<name>` has by its last line. */
export interface Versions {
  readonly numbers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly md5: ReadonlyMap<string, string>;
}

/**
 * `versions` with a line of what is new about a project; the same when it says all already. A line adds numbers, takes numbers
 * away (`-1.0`), and its MD5 stands for those before: the document only grows, which clients that ask for its end rely on.
 */
export function appendVersions(current: string | undefined, summary: ProjectSummary): string {
  const { project } = summary;
  const known = parseVersions(linesOf(current ?? '', project));
  const before = known.numbers.get(project) ?? new Set();
  const live = new Set(liveGems(summary).map(({ number }) => number));
  const changes = [
    ...[...live].filter((number) => !before.has(number)),
    ...[...before].filter((number) => !live.has(number)).map(minus),
  ];
  const md5 = createHash('md5').update(info(summary)).digest('hex');
  const [first] = live;
  // Bundler knows by the MD5 that it must ask again, and no line is without a number.
  if (changes.length === 0 && first !== undefined && known.md5.get(project) !== md5) changes.push(minus(first), first);
  const start = current ?? head(summary);
  return changes.length === 0 ? start : `${start}${project} ${changes.join(',')} ${md5}\n`;
}

const minus = (number: string): string => `-${number}`;

/** Rendered once, when the first project comes; dated by its first release, for want of a better time that is in the records. */
const head = ({ releases }: ProjectSummary): string =>
  `created_at: ${releases.map(({ publishedAt }) => publishedAt).sort()[0] ?? UNDATED}\n${HEAD_END}`;

/** A project's lines of `versions`. */
const linesOf = (versions: string, project: string): string[] =>
  versions.split('\n').filter((line) => line.startsWith(`${project} `));

export function parseVersions(lines: readonly string[]): Versions {
  const numbers = new Map<string, Set<string>>();
  const md5 = new Map<string, string>();
  for (const line of lines) {
    const [name, changes, sum] = line.split(' ') as [string, string, string];
    const own = numbers.get(name) ?? new Set();
    for (const change of changes.split(',')) {
      if (change.startsWith('-')) own.delete(change.slice(1));
      else own.add(change);
    }
    numbers.set(name, own);
    md5.set(name, sum);
  }
  return { numbers, md5 };
}

/** `names` with one more, or with one less that has no release to show; undefined when it is so already. */
export function changeNames(current: string | undefined, { project, releases }: ProjectSummary): string | undefined {
  const known = current?.slice(HEAD_END.length).split('\n').slice(0, -1) ?? [];
  const isListed = releases.length > 0;
  if (known.includes(project) === isListed) return undefined;
  const others = known.filter((name) => name !== project);
  return namesOf(isListed ? [...others, project].sort() : others);
}

/** @param names in their order */
export const namesOf = (names: readonly string[]): string => HEAD_END + names.map((name) => `${name}\n`).join('');

/** Gems that are not yanked, the first published first. */
export const liveGems = ({ releases }: ProjectSummary): Gem[] =>
  releases
    .filter(({ status }) => status?.yanked === undefined)
    .sort((a, b) => compare(a.publishedAt, b.publishedAt) || compareVersions(a.version, b.version))
    .flatMap((release) =>
      [...release.files]
        .sort((a, b) => compare(a.name, b.name))
        .map((file) => ({
          release,
          file,
          number: numberAndPlatform({ version: release.version, platform: gemMetadata(file.metadata).platform }),
        })),
    );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function infoLine({ file, number }: Gem): string {
  const { dependencies, ruby, rubygems } = gemMetadata(file.metadata);
  const needs = dependencies.map(({ name, requirements }) => `${name}:${requirements.join('&')}`);
  const extras = [
    ['checksum', file.digests.sha256],
    ['ruby', ruby.join('&')],
    ['rubygems', rubygems.join('&')],
  ].filter(([, value]) => value !== ANY_VERSION);
  return `${number} ${needs.join(',')}|${extras.map((extra) => extra.join(':')).join(',')}\n`;
}
