/** The examples as they are synthesised, once for each test file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../cdk.json';
import { stackName } from '../../domain/contracts/outputs';
import { buildApp } from '../../lib/app';
import { loadConfig, type RegistryConfig } from '../../lib/config';

const EXAMPLES = resolve(__dirname, '../../examples');
export const EXAMPLE_NAMES = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'registry.config.ts')));

/** One resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Synthesis {
  /** Folder of the cloud assembly. */
  readonly directory: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  /** The whole template. */
  readonly template: Template;
  /** The app after synthesis. */
  readonly app: App;
}

export const exampleConfig = (name: string): RegistryConfig => loadConfig(join(EXAMPLES, name, 'registry.config.ts'));

/** An app with the context of cdk.json, which nothing but the CLI reads; without `bundle` the assets are left out. */
export const newApp = ({ bundle = false } = {}): App =>
  new App({ context: { ...cdkJson.context, ...(!bundle && { 'aws:cdk:bundling-stacks': [] }) } });

export function synthesise(config: RegistryConfig, { validateTemplates = false, app: given = newApp() } = {}): Synthesis {
  const app = buildApp(config, { app: given, account: '111122223333', validateTemplates });
  const { directory, stacks } = app.synth();
  const template = Template.fromString(readFileSync(stacks[0]!.templateFullPath, 'utf8'));
  const { Resources, Outputs } = template.toJSON() as { Resources: Synthesis['resources']; Outputs: Synthesis['outputs'] };
  return { directory, resources: Resources, outputs: Outputs, template, app };
}

/** Synthesises an app whose findings are expected. */
export function findingsOf(app: App): { readonly failed: boolean; readonly text: string } {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let message = '';
  try {
    app.synth();
  } catch (error) {
    message = String(error);
  }
  const text = [message, ...printed.mock.calls.flat().map(String)].join('\n');
  printed.mockRestore();
  return { failed: message !== '', text };
}

/** The same of a configuration, with something added to its stack. */
export function findingsWith(config: RegistryConfig, spoil: (stack: Stack) => void) {
  const app = buildApp(config, { app: newApp(), validateTemplates: false });
  spoil(Stack.of(app.node.findChild(stackName(config.registry))));
  return findingsOf(app);
}
