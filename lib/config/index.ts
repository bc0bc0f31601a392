import type { RegistryConfigInput } from './schema';

export { loadConfig, validateConfig } from './load';
export { ConfigError } from './problems';
export type { RegistryConfig, RegistryConfigInput } from './schema';

/** Gives `registry.config.ts` its types; `loadConfig` validates it. */
export const defineConfig = (config: RegistryConfigInput): RegistryConfigInput => config;
