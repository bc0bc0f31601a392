/** File names of tarballs: as `npm pack` writes them, and as they are served. */
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { baseName } from './names';

/** Longest file name; `.sigstore.json` is appended, and file systems stop at 255. Characters. */
const MAX_FILE_NAME = 230;

const PLAIN = /^[a-z0-9][A-Za-z0-9._-]*\.tgz$/;

/** `@scope/name` 1.0.0 is packed as `scope-name-1.0.0.tgz`; the one name under which it may be uploaded. */
const packedName = ({ project, version }: ReleaseName): string => `${project.replace('@', '').replace('/', '-')}-${version}.tgz`;

/** Below `files/npm/` and `/npm/`. Clients that do not read `dist.tarball` (Yarn) build this very path. */
export const tarballPath = (project: string, version: string): string => `${project}/-/${baseName(project)}-${version}.tgz`;

/** @throws Refusal FILE_NAME_INVALID or FILE_NAME_MISMATCH */
export function checkFileName(release: ReleaseName, name: string): void {
  if (!PLAIN.test(name) || name.length > MAX_FILE_NAME) {
    throw new Refusal(
      'FILE_NAME_INVALID',
      `The file name is not of an npm package (name-version.tgz, at most ${MAX_FILE_NAME} characters), got: ${JSON.stringify(name)}; upload it under the name that 'npm pack' gave it.`,
      name,
    );
  }
  const expected = packedName(release);
  if (name === expected) return;
  throw new Refusal(
    'FILE_NAME_MISMATCH',
    `The file name is not that of ${release.project} ${release.version}, got: ${JSON.stringify(name)}; upload one file with the name '${expected}', as 'npm pack' gives it.`,
    name,
  );
}
