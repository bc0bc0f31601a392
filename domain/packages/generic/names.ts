/** What projects, versions and files may be called: here no client has a say, so the rules are strict. */
import { MANIFEST_NAME } from '../../contracts/keys';
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { normaliseName } from './normalise';

export const SUMS_NAME = 'SHA256SUMS';

const MAX_NAME = 100;
const MAX_VERSION = 100;
/** `.sigstore.json` is appended, and file systems stop at 255. Characters. */
const MAX_FILE_NAME = 230;
/** Visible, the same in every normal form, and never hidden, climbing, or cut short by Windows. */
const SEGMENT = /^(?!.*\.\.)[A-Za-z0-9]([A-Za-z0-9._+~-]*[A-Za-z0-9+~_-])?$/;
/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)([.-]|$)/i;
/** What the registry itself puts beside a release's files. */
const TAKEN: ReadonlySet<string> = new Set(
  [SUMS_NAME, MANIFEST_NAME, 'index.html', 'index.json'].map((name) => name.toLowerCase()),
);

/** @throws Refusal NAME_NOT_ALLOWED or NAME_NOT_NORMALISED */
export function checkProject(project: string): void {
  const normal = project.length <= MAX_NAME ? normaliseName(project) : undefined;
  if (normal === undefined || DEVICE.test(normal)) {
    throw new Refusal(
      'NAME_NOT_ALLOWED',
      `The project name is not allowed, got: ${JSON.stringify(project)}; use up to ${MAX_NAME} small ASCII letters, digits and single hyphens between them, and no name of a Windows device.`,
    );
  }
  if (normal !== project) {
    throw new Refusal('NAME_NOT_NORMALISED', `The project name is not normalised, got: '${project}'; upload it as '${normal}'.`);
  }
}

/** @throws Refusal VERSION_INVALID */
export function checkVersion(version: string): void {
  if (version.length <= MAX_VERSION && SEGMENT.test(version) && /\d/.test(version) && !DEVICE.test(version)) return;
  throw new Refusal(
    'VERSION_INVALID',
    `The version is not allowed, got: ${JSON.stringify(version)}; use up to ${MAX_VERSION} ASCII letters, digits, '.', '_', '+', '~' and '-' with at least one digit, beginning with a letter or digit, without '..' and not ending with '.', e.g. 1.2.0 or 2026-11.`,
  );
}

/** @throws Refusal FILE_NAME_INVALID */
export function checkFileName(_: ReleaseName, name: string): void {
  const taken = TAKEN.has(name.toLowerCase()) || /\.sigstore\.json$/i.test(name);
  if (name.length <= MAX_FILE_NAME && SEGMENT.test(name) && !DEVICE.test(name) && !taken) return;
  throw new Refusal(
    'FILE_NAME_INVALID',
    `The file name is not allowed, got: ${JSON.stringify(name)}; use up to ${MAX_FILE_NAME} ASCII letters, digits, '.', '_', '+', '~' and '-', beginning with a letter or digit, without '..' and not ending with '.', and no name that the registry or Windows needs itself.`,
    name,
  );
}

/** Names that the registry gives to bills of materials that come as attestations of `<file>`. */
const SBOM_NAME = /\.(cdx|spdx)\.json$/;

/** @throws Refusal FILE_NAME_INVALID where a file has the name of another one's bill of materials */
export function checkFileSet(_: ReleaseName, names: readonly string[]): void {
  const taken = names.find((name) => SBOM_NAME.test(name) && names.includes(name.replace(SBOM_NAME, '')));
  if (taken === undefined) return;
  throw new Refusal(
    'FILE_NAME_INVALID',
    `The file name is that of a bill of materials which the registry makes from an attestation, got: '${taken}'; attest it instead, or rename the file.`,
    taken,
  );
}
