/** File names of gems: `name-version.gem`, `name-version-platform.gem`. */
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { ANY_PLATFORM, PLATFORM } from './names';
import { VERSION } from './versions';

export interface GemName extends ReleaseName {
  readonly platform: string;
}

/** Read in one way only: the name ends before the first version that is followed by a platform or by nothing. */
const GEM = new RegExp(`^([A-Za-z0-9][A-Za-z0-9._-]*?)-(${VERSION})(?:-(${PLATFORM}))?\\.gem$`);

/** Longest file name; `.sigstore.json` is appended, and file systems stop at 255. Characters. */
const MAX_FILE_NAME = 230;

export const fullName = ({ project, version, platform }: GemName): string =>
  `${project}-${numberAndPlatform({ version, platform })}`;

/** How the compact index writes a version. */
export const numberAndPlatform = ({ version, platform }: { version: string; platform: string }): string =>
  platform === ANY_PLATFORM ? version : `${version}-${platform}`;

/** Undefined when it is not the file name of a gem. */
export function parseFileName(name: string): GemName | undefined {
  const [, project, version, platform = ANY_PLATFORM] = name.length > MAX_FILE_NAME ? [] : (GEM.exec(name) ?? []);
  return project && version ? { project, version, platform } : undefined;
}

/** @throws Refusal FILE_NAME_INVALID or FILE_NAME_MISMATCH */
export function checkFileName(release: ReleaseName, name: string): GemName {
  const parsed = parseFileName(name);
  if (!parsed) {
    throw new Refusal(
      'FILE_NAME_INVALID',
      `The file name is not of a gem (name-version.gem or name-version-platform.gem), got: ${JSON.stringify(name)}; upload it under the name that 'gem build' gave it.`,
      name,
    );
  }
  if (parsed.project !== release.project || parsed.version !== release.version) {
    throw new Refusal(
      'FILE_NAME_MISMATCH',
      `The file name is of another release, got: ${parsed.project} ${parsed.version}, not ${release.project} ${release.version}; upload it with the release that it belongs to.`,
      name,
    );
  }
  return parsed;
}
