// Says what is wrong with the configuration, and nothing when it is right. `npm start` runs it before anything else.
import { ConfigError, loadConfig } from '../lib/config';

try {
  loadConfig(process.env.REGISTRY_CONFIG ?? 'registry.config.ts');
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
