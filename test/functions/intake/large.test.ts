/** A release among very many projects. How long it takes is measured by `npm run bench`. */
import { INDEX_PREFIX } from '../../../domain/contracts/keys';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { keyOfPath, packagesPath } from '../../../domain/site/paths';
import { SAMPLES } from '../../helpers/every-ecosystem';
import type { Bench } from './bench';
import { addOthers, namesOfOthers } from './crowd';
import { benchOf, type Of, release } from './histories';

const MANY = 100_000;

/** How often each kind of call is made. */
function counted(calls: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const call of calls) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
}

/** Calls of a project's first release, and of its second. */
async function callsAmong(ecosystem: EcosystemName, others: number): Promise<Record<string, number>[]> {
  const { project, versions } = SAMPLES[ecosystem];
  const of: Of = { ecosystem, project };
  const bench = benchOf([of]);
  await addOthers(bench, ecosystem, others, [project]);
  return [counted(await release(bench, of, versions[0])), counted(await release(bench, of, versions[1]))];
}

test.each(ECOSYSTEM_NAMES)(
  '%s: a release takes the same calls among 10 other projects as among 100,000',
  async (ecosystem) => {
    expect(await callsAmong(ecosystem, MANY)).toEqual(await callsAmong(ecosystem, 10));
  },
  30_000,
);

test.each(ECOSYSTEM_NAMES)(
  '%s: the listings of other projects are those that their releases would have made',
  async (ecosystem) => {
    const written = benchOf([]);
    await addOthers(written, ecosystem, 3);
    const names = namesOfOthers(ecosystem, 3);
    const bench = benchOf(names.map((project) => ({ ecosystem, project })));
    for (const project of names) await release(bench, { ecosystem, project }, ecosystem === 'go' ? 'v1.0.0' : '1.0.0');
    const keys = written.packages.keys();
    const listing = [...ECOSYSTEMS[ecosystem].listingKeys, keyOfPath(packagesPath(ecosystem))];
    expect(keys).toEqual(bench.packages.keys().filter((key) => listing.includes(key)));
    // The MD5 is of each gem's own document.
    const text = (of: Bench, key: string) =>
      key === `${INDEX_PREFIX}rubygems/versions`
        ? of.packages
            .current(key)!
            .body.toString()
            .replaceAll(/ [0-9a-f]{32}$/gm, '')
        : of.packages.current(key)!.body.toString('base64');
    for (const key of keys) expect([key, text(written, key)]).toEqual([key, text(bench, key)]);
  },
);
