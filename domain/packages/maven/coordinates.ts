/** Names of projects: `group:artifact`, e.g. `org.example:demo-lib`. https://maven.apache.org/pom.html#Maven_Coordinates */
import { Refusal } from '../../contracts/refusals';
import { normaliseName } from './normalise';

export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
}

/** Longest name: a cache tag has at most 256 characters, the artifact is part of file names, which end at 255. Characters. */
const MAX_PROJECT = 200;
const MAX_ARTIFACT = 100;
/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** @param project a name that {@link checkProject} has passed */
export function coordinatesOf(project: string): Coordinates {
  const [group, artifact] = project.split(':');
  return { group: group!, artifact: artifact! };
}

/** Folder of a project below a repository's root: `org/example/demo-lib`. */
export function projectPath(project: string): string {
  const { group, artifact } = coordinatesOf(project);
  return `${group.replaceAll('.', '/')}/${artifact}`;
}

/** @throws Refusal NAME_NOT_ALLOWED */
export function checkProject(project: string): void {
  if (normaliseName(project) === project && fits(project)) return;
  throw new Refusal(
    'NAME_NOT_ALLOWED',
    `The project name is not allowed, got: ${JSON.stringify(project)}; use group:artifact of up to ${MAX_PROJECT} ASCII letters, digits, '.', '_' and '-' (artifact: up to ${MAX_ARTIFACT}), without empty parts between dots, and no name of a Windows device.`,
  );
}

function fits(project: string): boolean {
  const { group, artifact } = coordinatesOf(project);
  const folders = [...group.split('.'), artifact];
  return project.length <= MAX_PROJECT && artifact.length <= MAX_ARTIFACT && !folders.some((folder) => DEVICE.test(folder));
}
