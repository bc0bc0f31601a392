/** The root pages that list all projects. Installers do not need them; people and mirrors do. */
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { ProjectSummary } from '../../contracts/release';
import type { PublicObject } from '../ecosystem';
import { LISTING_HTML_KEY, LISTING_JSON_KEY, listingHtml, listingJson } from './objects';
import { API_VERSION, page } from './simple';

export const LISTING_KEYS = [LISTING_HTML_KEY, LISTING_JSON_KEY];

const STORED = z.object({ projects: z.array(z.object({ name: z.string() })) });

/** The listing with one project more, or with one less that has no release to show; undefined when it is so already. */
export function renderListing(
  key: string,
  current: Buffer | undefined,
  { project, releases }: ProjectSummary,
): PublicObject | undefined {
  const known = current ? (key === LISTING_HTML_KEY ? namesInHtml : namesInJson)(current) : [];
  const isListed = releases.length > 0;
  if (known.includes(project) === isListed) return undefined;
  const others = known.filter((name) => name !== project);
  return listingOf(key, isListed ? [...others, project].sort() : others);
}

/** @param names in their order */
export const listingOf = (key: string, names: readonly string[]): PublicObject =>
  key === LISTING_HTML_KEY
    ? listingHtml(
        page(
          'Simple index',
          names.map((name) => `<a href="${name}/">${name}</a><br>`),
        ),
      )
    : listingJson({ meta: { 'api-version': API_VERSION }, projects: names.map((name) => ({ name })) });

/** Reads back what {@link renderListing} wrote: normalised names need no escapes. */
const namesInHtml = (body: Buffer): string[] =>
  [...body.toString().matchAll(/^<a href="([a-z0-9-]+)\/">/gm)].map(([, name]) => name!);

const namesInJson = (body: Buffer): string[] =>
  STORED.parse(JSON.parse(gunzipSync(body).toString())).projects.map(({ name }) => name);
