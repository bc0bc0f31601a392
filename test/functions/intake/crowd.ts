/** A registry with many other projects, as their releases would have left it, written without making these. */
import { INDEX_PREFIX, listingSourceKey, NAMES_PREFIX, projectKey, releaseKey } from '../../../domain/contracts/keys';
import { LISTING_KEYS as COMPOSER_KEYS, rootOf } from '../../../domain/packages/composer/repository';
import { gzip } from '../../../domain/packages/gzip';
import type { EcosystemName } from '../../../domain/packages/names';
import { listingOf, LISTING_KEYS as PYPI_KEYS } from '../../../domain/packages/pypi/listing';
import { namesOf } from '../../../domain/packages/rubygems/compact';
import { array, dump, string } from '../../../domain/packages/rubygems/marshal';
import { gemVersion } from '../../../domain/packages/rubygems/quick';
import { type ListPage, listObject, listPages } from '../../../domain/site/package-list';
import type { Bench } from './bench';

type Listings = (names: readonly string[]) => Readonly<Record<string, Buffer>>;

/** Name of the i-th other project. */
const NAMES: Partial<Record<EcosystemName, (i: string) => string>> = {
  composer: (i) => `other${i}/lib`,
  go: (i) => `example.org/other-${i}`,
  maven: (i) => `org.example:other-${i}`,
};

const VERSION = '1.0.0';
const HEAD = 'created_at: 2026-11-22T10:00:00.123Z\n---\n';
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

const specsOf = (names: readonly string[]): Buffer =>
  gzip(dump(array(names.map((name) => array([string(name), gemVersion(VERSION), string('ruby')])))));

/** What an ecosystem's shared documents say when each project has one version. */
const LISTINGS: Partial<Record<EcosystemName, Listings>> = {
  pypi: (names) => Object.fromEntries(PYPI_KEYS.map((key) => [key, listingOf(key, names).body])),
  composer: (names) =>
    Object.fromEntries(COMPOSER_KEYS.map((key) => [key, rootOf(names.map((name) => name.replace('/lib', '/*'))).body])),
  rubygems: (names) => {
    const specs = specsOf(names);
    return {
      [`${INDEX_PREFIX}rubygems/names`]: Buffer.from(namesOf(names)),
      [`${INDEX_PREFIX}rubygems/versions`]: Buffer.from(HEAD + names.map((name) => `${name} ${VERSION} ${MD5}\n`).join('')),
      [`${INDEX_PREFIX}rubygems/specs.4.8.gz`]: specs,
      [`${INDEX_PREFIX}rubygems/latest_specs.4.8.gz`]: specs,
      [`${INDEX_PREFIX}rubygems/prerelease_specs.4.8.gz`]: specsOf([]),
    };
  },
};

export function namesOfOthers(ecosystem: EcosystemName, count: number): string[] {
  const nameOf = NAMES[ecosystem] ?? ((i: string) => `other-${i}`);
  return Array.from({ length: count }, (_, i) => nameOf(String(i).padStart(6, '0')));
}

/**
 * Puts other projects among the records, and into every document that lists projects.
 * @param near names for which the list of packages has a page, as if names much like them were there
 */
export async function addOthers(
  { packages, records, intake }: Bench,
  ecosystem: EcosystemName,
  count: number,
  near: readonly string[] = [],
): Promise<void> {
  const names = namesOfOthers(ecosystem, count);
  const json = { body: Buffer.from('{}'), contentType: 'application/json' };
  records.fill(
    names.flatMap((name) => [projectKey(ecosystem, name), releaseKey(ecosystem, name, VERSION)]),
    json,
  );
  await records.put(`${NAMES_PREFIX}${ecosystem}.json`, { ...json, body: Buffer.from(JSON.stringify({ schema: 1, names })) });
  for (const page of pagesOf(listPages([...names, ...near].sort()))) {
    const { key, body, contentType } = listObject(intake.registry, ecosystem, page);
    await packages.put(key, { body, contentType });
  }
  for (const [key, body] of Object.entries(LISTINGS[ecosystem]?.(names) ?? {})) {
    await packages.put(key, { body, contentType: 'text/plain' });
    if (key.endsWith('/versions')) await records.put(listingSourceKey(key), { body, contentType: 'text/plain' });
  }
}

const pagesOf = (page: ListPage): ListPage[] => [page, ...page.parts.flatMap(pagesOf)];
