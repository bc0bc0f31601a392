import { App } from 'aws-cdk-lib/core';
import { payerStackName, replicaStackName, stackName } from '../domain/contracts/outputs';
import type { RegistryConfig } from './config';
import { addPolicy } from './policy/plugins';
import { signingPolicy } from './signing-policy';
import { PayerStack } from './stacks/payer-stack';
import { RegistryStack } from './stacks/registry-stack';
import { ReplicaStack } from './stacks/replica-stack';

export interface BuildOptions {
  /** The app to build in. @default a new one */
  readonly app?: App;
  /** AWS account to deploy to. @default the template fits any account */
  readonly account?: string;
  /** Sigstore trusted root that takes the place of the configured one, for runs with a test authority. @default none */
  readonly trustedRoot?: unknown;
  /** URL that documents name instead of the distribution's, for a local run. @default none */
  readonly publicUrl?: string;
  /** The same of the files hosts. @default none */
  readonly filesUrls?: readonly string[];
  /** Whether synthesis runs the template validator, which needs some seconds. @default true */
  readonly validateTemplates?: boolean;
}

/** The CDK app of a registry: one stack, another for its replica and one for the payer where asked for, and the policy that all are held to. */
export function buildApp(config: RegistryConfig, options: BuildOptions = {}): App {
  const { app = new App(), account, trustedRoot, publicUrl, filesUrls, validateTemplates = true } = options;
  new RegistryStack(app, stackName(config.registry), {
    config,
    signingPolicy: signingPolicy(config, trustedRoot),
    ...(account && { account }),
    ...(publicUrl && { publicUrl }),
    ...(filesUrls && { filesUrls }),
  });
  const { replica } = config.storage;
  if (replica) new ReplicaStack(app, replicaStackName(config.registry), { config, place: replica });
  if (config.payer) new PayerStack(app, payerStackName(config.registry), { config, payer: config.payer });
  addPolicy(app, config, validateTemplates);
  return app;
}
