import validate from 'validate-npm-package-name';
import { Refusal } from '../../contracts/refusals';
import { normaliseName } from './normalise';

/** Names that Windows takes for devices, with any extension. */
const DEVICE = /(^|\/)@?(con|prn|aux|nul|com\d|lpt\d)(\.|\/|$)/;

/** @throws Refusal NAME_NOT_ALLOWED */
export function checkProject(project: string): void {
  if (normaliseName(project) !== undefined && !DEVICE.test(project)) return;
  const { errors = [], warnings = [] } = validate(project);
  const why = [...errors, ...warnings].join(', ') || 'a part of it is no plain name';
  throw new Refusal(
    'NAME_NOT_ALLOWED',
    `The package name is not allowed (${why}), got: ${JSON.stringify(project)}; use up to 214 lower-case ASCII letters, digits, '.', '_' and '-', as 'name' or '@scope/name', each part beginning with a letter or digit, not ending with '.', and no name of a module of Node.js or of a Windows device.`,
  );
}

/** A scoped package's name without its scope. */
export const baseName = (project: string): string => project.slice(project.indexOf('/') + 1);
