/**
 * Real clients of every ecosystem at one real deployment: what the `registry` command published and took back, they install from the
 * local edge, hold to its digests and refuse when it was tampered with.
 */
import type { EcosystemName } from '../../domain/packages/names';
import { CARGO_PROJECTS, cargo } from './suites/cargo';
import { COMPOSER_PROJECTS, composer } from './suites/composer';
import { GENERIC_PROJECTS, generic } from './suites/generic';
import { GO_PROJECTS, go } from './suites/go';
import { installLines } from './suites/install-lines';
import { limits } from './suites/limits';
import { MAVEN_PROJECTS, maven } from './suites/maven';
import { NPM_PROJECTS, npm } from './suites/npm';
import { PYPI_PROJECTS, pypi } from './suites/pypi';
import { RUBYGEMS_PROJECTS, rubygems } from './suites/rubygems';
import { tiers } from './suites/tiers';
import { ClientRegistry, type Projects } from './support/registry';
import { TIERED_PROJECTS } from './support/tier-clients';

const OWN_PROJECTS = {
  cargo: CARGO_PROJECTS,
  composer: COMPOSER_PROJECTS,
  generic: GENERIC_PROJECTS,
  go: GO_PROJECTS,
  maven: MAVEN_PROJECTS,
  npm: NPM_PROJECTS,
  pypi: PYPI_PROJECTS,
  rubygems: RUBYGEMS_PROJECTS,
} satisfies Record<EcosystemName, readonly string[]>;
const PROJECTS: Projects = Object.fromEntries(
  Object.entries(OWN_PROJECTS).map(([name, own]) => [name, [...own, ...(TIERED_PROJECTS[name as EcosystemName] ?? [])]]),
);
const registry = new ClientRegistry();
beforeAll(() => registry.open(PROJECTS));
afterAll(() => registry.close());

const ecosystems = { cargo, composer, generic, go, maven, npm, pypi, rubygems } satisfies Record<EcosystemName, unknown>;
// Last those that wait longest for what they have begun.
for (const suite of Object.values(ecosystems)) suite(registry);
limits(registry);
tiers(registry);
installLines(registry);
