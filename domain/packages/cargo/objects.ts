/** Keys and types of what cargo fetches. */
import { ecosystemTag } from '../../contracts/cache-tags';
import { INDEX_PREFIX } from '../../contracts/keys';
import type { PublicObject, RenderContext } from '../ecosystem';
import { bundleObjects, INDEX, immutableObject, indexObject } from '../public-objects';

export const CARGO_NAME = 'cargo';

const ownerOf = (project: string) => ({ ecosystem: CARGO_NAME, project });
const filePathOf = (project: string, name: string): string => `${project}/${name}`;

/** https://doc.rust-lang.org/cargo/reference/registry-index.html#index-files */
export function linesPath(project: string): string {
  if (project.length < 3) return `${project.length}/${project}`;
  if (project.length === 3) return `3/${project[0]}/${project}`;
  return `${project.slice(0, 2)}/${project.slice(2, 4)}/${project}`;
}

/** `+` is written `%2B`: S3 reads a literal one as a space. */
const urlName = (fileName: string): string => encodeURIComponent(fileName);
export const indexPath = (project: string): string => `/${CARGO_NAME}/index/${linesPath(project)}`;
export const filePath = (project: string, fileName: string): string => `/${CARGO_NAME}/crates/${project}/${urlName(fileName)}`;
/** What users configure as a registry. */
export const indexUrl = (publicUrl: string): string => `sparse+${publicUrl}/${CARGO_NAME}/index/`;

export const crateObject = (project: string, name: string, body: Buffer): PublicObject =>
  immutableObject(ownerOf(project), filePathOf(project, name), body);
export const crateBundles = (project: string, name: string, bundles: readonly Buffer[]): PublicObject[] =>
  bundleObjects(ownerOf(project), filePathOf(project, name), bundles);
export const linesObject = (project: string, lines: readonly string[]): PublicObject =>
  indexObject(ownerOf(project), linesPath(project), lines.map((line) => `${line}\n`).join(''), 'text/plain; charset=utf-8');

/**
 * Where crates are. Without `api`, so that `cargo publish` says that it cannot instead of trying.
 * https://doc.rust-lang.org/cargo/reference/registry-index.html#index-configuration
 */
export const configObject = ({ publicUrl, filesUrl = publicUrl }: RenderContext): PublicObject => ({
  key: `${INDEX_PREFIX}${CARGO_NAME}/config.json`,
  body: Buffer.from(`${JSON.stringify({ dl: `${filesUrl}/${CARGO_NAME}/crates/{crate}/{crate}-{version}.crate` })}\n`),
  contentType: 'application/json',
  cacheControl: INDEX,
  tags: [ecosystemTag(CARGO_NAME)],
});
