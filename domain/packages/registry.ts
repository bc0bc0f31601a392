import { CARGO } from './cargo';
import type { Ecosystem } from './ecosystem';
import { GO } from './go';
import { MAVEN } from './maven';
import type { EcosystemName } from './names';
import { PYPI } from './pypi';
import { RUBYGEMS } from './rubygems';

/** Every ecosystem's module by its name. */
export const ECOSYSTEMS: Readonly<Record<EcosystemName, Ecosystem>> = {
  pypi: PYPI,
  cargo: CARGO,
  go: GO,
  maven: MAVEN,
  rubygems: RUBYGEMS,
};

/** Looks a module up by a name that may be anything; undefined when there is none. */
export const findEcosystem = (name: string): Ecosystem | undefined =>
  Object.values(ECOSYSTEMS).find((module) => module.name === name);
