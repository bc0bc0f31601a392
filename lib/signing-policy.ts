import type { ScreeningPolicy } from '../domain/contracts/screening';
import type { SigningPolicy } from '../domain/signing/policy';
import publicGood from '../domain/signing/trusted-root.public-good.json';
import type { RegistryConfig } from './config';

/**
 * The part of the configuration that the intake goes by.
 * @param trustedRoot takes the place of the configured one
 */
export const signingPolicy = (
  { signing, ecosystems, limits, publishers, screening }: RegistryConfig,
  trustedRoot?: unknown,
): SigningPolicy => ({
  schema: 1,
  trustedRoot: trustedRoot ?? (signing.trustedRoot === 'public-good' ? publicGood : signing.trustedRoot.content),
  ecosystems,
  limits,
  screening: screeningPolicy(screening),
  // Who may upload is between IAM and them; the intake judges signatures.
  projects: publishers.map(({ pipelines: _pipelines, people: _people, ...project }) => project),
});

const screeningPolicy = ({ malware, scanMinutes, ...screening }: RegistryConfig['screening']): ScreeningPolicy => ({
  ...screening,
  ...(malware !== 'off' && { scanMinutes }),
});
