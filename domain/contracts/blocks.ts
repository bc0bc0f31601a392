/**
 * How the intake tells the edge function what operators have blocked: entries of the KeyValueStore. This module is bundled into the
 * edge function too, so it is written in that runtime's subset of the language.
 *
 * The entry of a project is there when anything of it is blocked. Its value is the answer for all of the project, or empty: then the
 * objects that are blocked have entries of their own. So a request for what nobody blocks costs one look-up.
 */

/** What is answered in place of a blocked object. 451: the law demands it. 410: it is gone, e.g. because it was malware. */
export const BLOCK_STATUSES = [451, 410] as const;
export type BlockStatus = (typeof BLOCK_STATUSES)[number];

/** Key of a project's entry. @param ecosystem as in keys of objects */
export const projectBlockKey = (ecosystem: string, project: string): string => `block:${ecosystem}/${project}`;

/** Key of an object's entry: by digest, because keys of objects may be longer than the 512 bytes that the store allows. */
export const objectBlockKey = (digest: string): string => `block:${digest}`;
