/** Keys and types of what the go command fetches. https://go.dev/ref/mod#goproxy-protocol */
import type { PublicObject } from '../ecosystem';
import { IMMUTABLE, immutableObject, indexObject } from '../public-objects';
import { escapePath } from './names';

export const GO_NAME = 'go';

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';
const owner = (project: string) => ({ ecosystem: GO_NAME, project });
const folder = (project: string): string => `${escapePath(project)}/@v`;

export const indexPath = (project: string): string => `/${GO_NAME}/${folder(project)}/list`;
/** `+` is written `%2B`: S3 reads a literal one as a space. */
export const filePath = (project: string, fileName: string): string =>
  `/${GO_NAME}/${folder(project)}/${fileName.replaceAll('+', '%2B')}`;

/** Below `files/go/`. */
export const pathOf = (project: string, fileName: string): string => `${folder(project)}/${fileName}`;
export const zipObject = (project: string, fileName: string, body: Buffer): PublicObject =>
  immutableObject(owner(project), pathOf(project, fileName), body, 'application/zip');
export const goModObject = (project: string, version: string, body: Buffer): PublicObject =>
  immutableObject(owner(project), pathOf(project, `${escapePath(version)}.mod`), body, TEXT);

export const listObject = (project: string, text: string): PublicObject =>
  indexObject(owner(project), `${folder(project)}/list`, text, TEXT);
export const latestObject = (project: string, text: string): PublicObject =>
  indexObject(owner(project), `${escapePath(project)}/@latest`, text, JSON_TYPE);
/** Among the index documents, since its time is known when the version is released; from then on it never changes. */
export const infoObject = (project: string, version: string, text: string): PublicObject => ({
  ...indexObject(owner(project), `${folder(project)}/${escapePath(version)}.info`, text, JSON_TYPE),
  cacheControl: IMMUTABLE,
});
