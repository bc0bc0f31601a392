import type { ScreeningPolicy } from '../domain/contracts/screening';
import type { SigningPolicy } from '../domain/signing/policy';
import publicGood from '../domain/signing/trusted-root.public-good.json';
import type { RegistryConfig } from './config';

/**
 * The part of the configuration that the intake goes by.
 * @param trustedRoot takes the place of the configured one
 */
export const signingPolicy = (
  { signing, ecosystems, limits, publishers, screening, tiers, ceiling }: RegistryConfig,
  trustedRoot?: unknown,
): SigningPolicy => ({
  schema: 1,
  ...instancesOf({ signing, publishers }),
  trustedRoot: trustedRoot ?? (signing.trustedRoot === 'public-good' ? publicGood : signing.trustedRoot.content),
  ecosystems,
  limits,
  access: { tiers, ceiling },
  screening: screeningPolicy(screening),
  // Who may upload is between IAM and them; the intake judges signatures.
  projects: publishers.map(({ pipelines: _pipelines, people: _people, ...project }) => project),
});

const screeningPolicy = ({ malware, scanMinutes, ...screening }: RegistryConfig['screening']): ScreeningPolicy => ({
  ...screening,
  ...(malware !== 'off' && { scanMinutes }),
});

/** The roots of the instances that identities name, and no other. */
function instancesOf({ signing, publishers }: Pick<RegistryConfig, 'signing' | 'publishers'>): Pick<SigningPolicy, 'instances'> {
  const used = new Set(publishers.flatMap(({ identities }) => identities.flatMap(({ instance }) => instance ?? [])));
  const roots = { 'public-good': publicGood as unknown, ...contents(signing.instances) };
  return used.size ? { instances: Object.fromEntries(Object.entries(roots).filter(([name]) => used.has(name))) } : {};
}

const contents = (files: RegistryConfig['signing']['instances']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(files).map(([name, { content }]) => [name, content]));
