/** Keys and types of what is fetched with a browser, curl and the like. */
import type { PublicObject } from '../ecosystem';
import { bundleObjects, immutableObject, indexObject } from '../public-objects';
import { SUMS_NAME } from './names';

export const GENERIC_NAME = 'generic';

const ownerOf = (project: string) => ({ ecosystem: GENERIC_NAME, project });
const filePathOf = (project: string, version: string, name: string): string => `${project}/${version}/${name}`;

/** `+` is written `%2B`: S3 reads a literal one as a space. */
export const urlPart = (part: string): string => encodeURIComponent(part);
export const indexPath = (project: string): string => `/${GENERIC_NAME}/${project}/`;
export const releasePath = (project: string, version: string): string => `${indexPath(project)}${urlPart(version)}/`;
export const filePath = (project: string, name: string, version: string): string =>
  `${releasePath(project, version)}${urlPart(name)}`;

/** Always as bytes: nothing that a publisher uploads may run as a page of the registry. */
export const fileObject = (project: string, version: string, name: string, body: Buffer): PublicObject =>
  immutableObject(ownerOf(project), filePathOf(project, version, name), body);
export const fileBundles = (project: string, version: string, name: string, bundles: readonly Buffer[]): PublicObject[] =>
  bundleObjects(ownerOf(project), filePathOf(project, version, name), bundles);

export const sumsObject = (project: string, version: string, text: string): PublicObject =>
  indexObject(ownerOf(project), filePathOf(project, version, SUMS_NAME), text, 'text/plain; charset=utf-8');
export const pageObject = (project: string, html: string): PublicObject =>
  indexObject(ownerOf(project), `${project}/index.html`, html, 'text/html; charset=utf-8');
export const jsonObject = (project: string, json: unknown): PublicObject =>
  indexObject(ownerOf(project), `${project}/index.json`, `${JSON.stringify(json)}\n`, 'application/json');
