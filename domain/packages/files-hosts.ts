/** Which of several files hosts documents send readers to: docs/adr/0009-split-delivery.md. */
import { createHash } from 'node:crypto';

/** Whose links those are: a project's, or those of a document that an ecosystem has for all of its projects. */
export interface Linking {
  readonly ecosystem: string;
  readonly project?: string;
}

/**
 * Every project has one host, so that each file is cached once; any host serves all files, so an address stays good whatever is chosen
 * later. The choice is the host whose number weighs most with the name (rendezvous hashing): one host more takes its part of the
 * projects and moves no others, and new host names move none.
 *
 * @param urls `https://<domain>` of each host, in the order of their numbers
 * @returns one of them; undefined when there is none
 */
export function filesUrlOf(urls: readonly string[], { ecosystem, project = '' }: Linking): string | undefined {
  const weight = (number: number): string => createHash('sha256').update(`${number} ${ecosystem}/${project}`).digest('hex');
  const weighed = urls.map((url, i) => ({ url, weight: weight(i + 1) }));
  return weighed.sort((a, b) => (a.weight < b.weight ? 1 : -1))[0]?.url;
}
