import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib/core';
import { PUBLIC_URL_CONTEXT, TRUSTED_ROOT_CONTEXT } from '../domain/contracts/local-run';
import { buildApp } from '../lib/app';
import { ConfigError, loadConfig } from '../lib/config';
import { parseTrustedRoot, TRUSTED_ROOT } from '../lib/config/trusted-root';

const { REGISTRY_CONFIG = 'registry.config.ts', CDK_DEFAULT_ACCOUNT, CDK_VALIDATION } = process.env;

/** A trusted root in place of the configured one: cdk --context trustedRoot=<file>, for runs with an authority of one's own. */
function trustedRoot(file: string): unknown {
  try {
    return parseTrustedRoot(readFileSync(file, 'utf8'));
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    const allowed = `the path of ${TRUSTED_ROOT}`;
    throw new ConfigError(file, [
      { path: ['context', TRUSTED_ROOT_CONTEXT], got, allowed, change: 'give another path, or leave the context out' },
    ]);
  }
}

try {
  const app = new App();
  const file = app.node.tryGetContext(TRUSTED_ROOT_CONTEXT) as string | undefined;
  const publicUrl = app.node.tryGetContext(PUBLIC_URL_CONTEXT) as string | undefined;
  buildApp(loadConfig(REGISTRY_CONFIG), {
    app,
    ...(CDK_DEFAULT_ACCOUNT && { account: CDK_DEFAULT_ACCOUNT }),
    ...(publicUrl && { publicUrl }),
    ...(file && { trustedRoot: trustedRoot(file) }),
    validateTemplates: CDK_VALIDATION !== 'false',
  });
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}
