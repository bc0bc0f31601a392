import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib/core';
import { buildApp } from '../lib/app';
import { ConfigError, loadConfig } from '../lib/config';

const { REGISTRY_CONFIG = 'registry.config.ts', CDK_DEFAULT_ACCOUNT, CDK_VALIDATION } = process.env;

try {
  const app = new App();
  const config = loadConfig(REGISTRY_CONFIG);
  // The local run trusts its own authority: cdk --context trustedRoot=<file>
  const trustedRoot = app.node.tryGetContext('trustedRoot') as string | undefined;
  buildApp(config, {
    app,
    ...(CDK_DEFAULT_ACCOUNT && { account: CDK_DEFAULT_ACCOUNT }),
    trustedRoot: trustedRoot && JSON.parse(readFileSync(trustedRoot, 'utf8')),
    validateTemplates: CDK_VALIDATION !== 'false',
  });
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}
