import { validateConfig } from '../../../lib/config';
import { ConfigError } from '../../../lib/config/problems';
import type { RegistryConfigInput } from '../../../lib/config/schema';

/** The least that a foundation has to say. */
export const MINIMAL: RegistryConfigInput = {
  foundation: 'Example Foundation',
  registry: 'example',
  costCentre: 'CC-1',
  ownerEmail: 'owner@foundation.example',
  budget: { monthlyUsd: 50 },
};

/** A path that relative names start from; nothing is at it. */
export const FILE = `${__dirname}/registry.config.ts`;

export const GITHUB = {
  identity: 'https://github.com/example-foundation/packages/.github/workflows/release.yml@refs/heads/main',
  issuer: 'https://token.actions.githubusercontent.com',
};

/** Why a configuration is refused: the sentences of each problem, as the operator reads them. */
export function refusal(raw: unknown): string[] {
  try {
    validateConfig(raw, FILE);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n\n').slice(1).map(unindented);
    throw error;
  }
  return [];
}

const unindented = (text: string): string => text.replace(/^ {2}/gm, '');

/** The minimal configuration with fields changed to anything. */
export const refusalOf = (changes: Record<string, unknown>): string[] => refusal({ ...MINIMAL, ...changes });

/** A problem's text. */
export const problem = (path: string, got: string, allowed: string, change: string): string =>
  `${path}\n  got: ${got}\n  allowed: ${allowed}\n  change: ${change}`;
