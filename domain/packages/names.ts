import { normaliseName as cargo } from './cargo/normalise';
import { normaliseName as composer } from './composer/normalise';
import { normaliseName as generic } from './generic/normalise';
import { normaliseName as go } from './go/normalise';
import { normaliseName as maven } from './maven/normalise';
import { normaliseName as npm } from './npm/normalise';
import { normaliseName as pypi } from './pypi/normalise';
import { normaliseName as rubygems } from './rubygems/normalise';

/** Names of the ecosystems that the registry serves. `registry.ts` maps each to its module. */
export const ECOSYSTEM_NAMES = ['pypi', 'cargo', 'composer', 'generic', 'go', 'maven', 'npm', 'rubygems'] as const;
export type EcosystemName = (typeof ECOSYSTEM_NAMES)[number];

/**
 * Those whose clients read in a document where a file is, so that files may have a host of their own; the others make its address from the
 * one that they are configured with.
 */
export const SPLIT_ECOSYSTEMS = ['pypi', 'npm', 'composer', 'cargo', 'generic'] as const satisfies readonly EcosystemName[];

/** The one spelling of a project's name that its ecosystem treats as canonical; undefined when no spelling is valid. */
export const NORMALISED: Readonly<Record<EcosystemName, (project: string) => string | undefined>> = {
  pypi,
  cargo,
  composer,
  generic,
  go,
  maven,
  npm,
  rubygems,
};
