import { Refusal } from '../../contracts/refusals';
import { normaliseName } from './normalise';

/** Longest name; a folder name must hold it, and file systems stop at 255. Characters. */
const MAX_NAME = 100;
/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(-|$)/;

/** @throws Refusal NAME_NOT_ALLOWED or NAME_NOT_NORMALISED */
export function checkProject(project: string): void {
  const normal = project.length <= MAX_NAME ? normaliseName(project) : undefined;
  if (normal === undefined || DEVICE.test(normal)) {
    throw new Refusal(
      'NAME_NOT_ALLOWED',
      `The project name is not allowed, got: ${JSON.stringify(project)}; use up to ${MAX_NAME} ASCII letters, digits, '.', '_' and '-', beginning and ending with a letter or digit, and no name of a Windows device.`,
    );
  }
  if (normal !== project) {
    throw new Refusal(
      'NAME_NOT_NORMALISED',
      `The project name is not normalised, got: '${project}'; upload it as '${normal}' (PEP 503).`,
    );
  }
}
