import { Refusal } from '../../contracts/refusals';
import { normaliseName } from './normalise';

/** Longest path; as one segment of a key it must fit where file systems stop at 255. Characters. */
const MAX_PATH = 200;

/** @throws Refusal NAME_NOT_ALLOWED */
export function checkProject(project: string): void {
  if (project.length <= MAX_PATH && normaliseName(project) !== undefined) return;
  throw new Refusal(
    'NAME_NOT_ALLOWED',
    `The module path is not allowed, got: ${JSON.stringify(project)}; use up to ${MAX_PATH} characters of a host name in small letters and, after slashes, ASCII letters, digits, '.', '_', '~' and '-', with no name of a Windows device, and '/v2' or higher at the end from major version 2 on.`,
  );
}

/** How paths and versions are written in URLs, so that no two differ in case only: https://go.dev/ref/mod#goproxy-protocol */
export const escapePath = (text: string): string => text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);

/** Undoes {@link escapePath}; undefined when it is not what that writes. */
export function unescapePath(text: string): string | undefined {
  const plain = text.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return escapePath(plain) === text ? plain : undefined;
}
