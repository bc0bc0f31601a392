/** `specs.4.8.gz` and its kin: all gems as name, version and platform. For `gem search`, and clients that have no compact index. */
import { gunzipSync } from 'node:zlib';
import type { ProjectSummary } from '../../contracts/release';
import { gzip } from '../gzip';
import { liveGems } from './compact';
import { gemMetadata } from './file-metadata';
import { array, arrayStart, dump, string, type Value } from './marshal';
import { gemVersion } from './quick';
import { elements } from './unmarshal';
import { compareVersions, isPrerelease } from './versions';

type Spec = readonly [name: string, version: string, platform: string];

/** Which gems of a project a list has. */
type Choice = (specs: readonly Spec[]) => readonly Spec[];

const stable: Choice = (specs) => specs.filter(([, version]) => !isPrerelease(version));

export const SPECS: Readonly<Record<string, Choice>> = {
  'specs.4.8.gz': stable,
  /** The newest of each platform. */
  'latest_specs.4.8.gz': (specs) => [...new Map(stable(specs).map((spec) => [spec[2], spec])).values()],
  'prerelease_specs.4.8.gz': (specs) => specs.filter(([, version]) => isPrerelease(version)),
};

/** A gem with its bytes in a list, where it is not the first one. */
interface Entry {
  readonly spec: Spec;
  readonly bytes: Buffer;
}

/**
 * The list with a project's gems as they are now; undefined when it has them so already. The bytes of others are passed on as they are:
 * writing 100,000 gems anew takes a second for each list.
 */
export function renderSpecs(current: Buffer | undefined, summary: ProjectSummary, choose: Choice): Buffer | undefined {
  const others = current ? readSpecs(current).filter(({ spec }) => spec[0] !== summary.project) : [];
  const own = choose(specsOf(summary)).map((spec) => ({ spec, bytes: asLater(spec) }));
  // By name alone, which keeps the order of each project's own: parsing all versions would take seconds.
  const body = write([...others, ...own].sort((a, b) => compare(a.spec[0], b.spec[0])));
  return current?.equals(body) ? undefined : body;
}

const listed = ([name, version, platform]: Spec): Value => array([string(name), gemVersion(version), string(platform)]);

/** With the symbols written out, which every later one refers to. */
const asFirst = (spec: Spec): Buffer => dump(array([listed(spec)])).subarray(dump(arrayStart(1)).length);
const asLater = (spec: Spec): Buffer => dump(array([listed(spec), listed(spec)])).subarray(dump(array([listed(spec)])).length);

function write([first, ...later]: readonly Entry[]): Buffer {
  const start = dump(arrayStart(first ? 1 + later.length : 0));
  return gzip(Buffer.concat([start, ...(first ? [asFirst(first.spec)] : []), ...later.map(({ bytes }) => bytes)]));
}

export const readSpecs = (body: Buffer): Entry[] =>
  elements(gunzipSync(body)).map(({ value, bytes }, i) => {
    const [name, [version], platform] = value as [string, [string], string];
    const spec: Spec = [name, version, platform];
    return { spec, bytes: i === 0 ? asLater(spec) : bytes };
  });

const specsOf = (summary: ProjectSummary): Spec[] =>
  liveGems(summary)
    .map(({ release, file }): Spec => [summary.project, release.version, gemMetadata(file.metadata).platform])
    .sort(([, a, one], [, b, other]) => compareVersions(a, b) || compare(one, other));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
