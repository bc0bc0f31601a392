/** `specs.4.8.gz` and its kin: all gems as name, version and platform. For `gem search`, and clients that have no compact index. */
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { ProjectSummary } from '../../contracts/release';
import { gzip } from '../gzip';
import { liveGems } from './compact';
import { gemMetadata } from './file-metadata';
import { array, dump, string } from './marshal';
import { gemVersion } from './quick';
import { load } from './unmarshal';
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

const STORED = z.array(z.tuple([z.string(), z.tuple([z.string()]), z.string()]));

/** The list with a project's gems as they are now; undefined when it has them so already. */
export function renderSpecs(current: Buffer | undefined, summary: ProjectSummary, choose: Choice): Buffer | undefined {
  const others = current ? readSpecs(current).filter(([name]) => name !== summary.project) : [];
  // By name alone, which keeps the order of each project's own: parsing all versions would take seconds.
  const specs = [...others, ...choose(specsOf(summary))].sort(([a], [b]) => compare(a, b));
  const body = gzip(
    dump(array(specs.map(([name, version, platform]) => array([string(name), gemVersion(version), string(platform)])))),
  );
  return current?.equals(body) ? undefined : body;
}

export const readSpecs = (body: Buffer): Spec[] =>
  STORED.parse(load(gunzipSync(body))).map(([name, [version], platform]) => [name, version, platform]);

const specsOf = (summary: ProjectSummary): Spec[] =>
  liveGems(summary)
    .map(({ release, file }): Spec => [summary.project, release.version, gemMetadata(file.metadata).platform])
    .sort(([, a, one], [, b, other]) => compareVersions(a, b) || compare(one, other));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
