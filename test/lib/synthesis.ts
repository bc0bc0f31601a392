/** The examples as they are synthesised, once for each test file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import cdkJson from '../../cdk.json';
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
