/** Advisories as they are published: each by its id, and a list of all, as OSV's importer reads them. https://google.github.io/osv.dev/data/new/rest-api */
import { ownKey } from '../contracts/keys';
import type { PublicObject } from '../packages/ecosystem';
import { ownObject } from './ledger-documents';
import type { Advisory } from './osv';

const FEED = 'osv/all.json';
export const FEED_KEY = ownKey(FEED);

export const advisoryObject = (advisory: Advisory): PublicObject => ownObject(`osv/${advisory.id}.json`, advisory);

type Listed = Pick<Advisory, 'id' | 'modified'>;

/**
 * The list with these advisories in it, in the order of their ids, whoever came first.
 * @param current the stored list, if there is one
 * @returns undefined when the list says all that already
 */
export function feedWith(current: Buffer | undefined, advisories: readonly Advisory[]): PublicObject | undefined {
  const listed = new Map(((current ? JSON.parse(current.toString()) : []) as Listed[]).map((entry) => [entry.id, entry]));
  for (const { id, modified } of advisories) listed.set(id, { id, modified });
  const feed = ownObject(
    FEED,
    [...listed.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  return current?.equals(feed.body) ? undefined : feed;
}
