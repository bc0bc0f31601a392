/** The documents of all gems; each changes with every release. */
import type { ProjectSummary } from '../../contracts/release';
import type { PublicObject } from '../ecosystem';
import { appendVersions, changeNames } from './compact';
import { listingKey, listingName, listingObject } from './objects';
import { renderSpecs, SPECS } from './specs';

export const LISTING_KEYS = ['versions', 'names', ...Object.keys(SPECS)].map(listingKey);

/** Only lines are added to it: clients that have its beginning ask for its end. */
export const GROWING_KEYS = [listingKey('versions')];

/** Brought up to date with one project; undefined when nothing changes. */
export function renderListing(key: string, current: Buffer | undefined, summary: ProjectSummary): PublicObject | undefined {
  const body = render(listingName(key), current, summary);
  return body === undefined ? undefined : listingObject(key, body);
}

function render(name: string, current: Buffer | undefined, summary: ProjectSummary): Buffer | string | undefined {
  if (name === 'versions') return appendVersions(current?.toString(), summary);
  if (name === 'names') return changeNames(current?.toString(), summary);
  return renderSpecs(current, summary, SPECS[name]!);
}
