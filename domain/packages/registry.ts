import { CARGO } from './cargo';
import { COMPOSER } from './composer';
import type { Ecosystem } from './ecosystem';
import { GENERIC } from './generic';
import { GO } from './go';
import { MAVEN } from './maven';
import type { EcosystemName } from './names';
import { NPM } from './npm';
import { PYPI } from './pypi';
import { RUBYGEMS } from './rubygems';

/** Every ecosystem's module by its name. */
export const ECOSYSTEMS: Readonly<Record<EcosystemName, Ecosystem>> = {
  pypi: PYPI,
  cargo: CARGO,
  composer: COMPOSER,
  generic: GENERIC,
  go: GO,
  maven: MAVEN,
  npm: NPM,
  rubygems: RUBYGEMS,
};

/** Looks a module up by a name that may be anything; undefined when there is none. */
export const findEcosystem = (name: string): Ecosystem | undefined =>
  Object.values(ECOSYSTEMS).find((module) => module.name === name);
