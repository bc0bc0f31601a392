import { Refusal } from '../../contracts/refusals';
import { normaliseName } from './normalise';

/** Longest name; file names hold it, its slash as a hyphen, and a version, and file systems stop at 255. Characters. */
const MAX_NAME = 100;
/** Vendors and packages that Composer refuses: names that Windows takes for devices, with any extension. */
const DEVICE = /(?:^|\/)(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:[./]|$)/;

/** @throws Refusal NAME_NOT_ALLOWED or NAME_NOT_NORMALISED */
export function checkProject(project: string): void {
  const normal = project.length <= MAX_NAME ? normaliseName(project) : undefined;
  if (normal === undefined || DEVICE.test(normal) || normal.endsWith('.json')) {
    throw new Refusal(
      'NAME_NOT_ALLOWED',
      `The package name is not allowed, got: ${JSON.stringify(project)}; use a vendor, a slash and a name, up to ${MAX_NAME} characters, each of words of letters and digits joined by '-', '.' or '_', no name of a Windows device, and no '.json' at the end.`,
    );
  }
  if (normal !== project) {
    throw new Refusal('NAME_NOT_NORMALISED', `The package name is not normalised, got: '${project}'; upload it as '${normal}'.`);
  }
}
