/** The registry that a test file deploys, works with and destroys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Output } from '../../../domain/contracts/outputs';
import { publisherPolicyName } from '../../../domain/contracts/publisher-policy';
import { stackOf } from '../../../local/start/synth';
import { stackOutputs } from './stack';
import { type Outcome, openWorld, type World } from './world';

export const STACK = 'example-registry';

export interface Template {
  readonly Resources: Record<string, TemplateResource>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string | readonly string[];
}

export class Deployed {
  readonly strict: boolean;
  #world: World | undefined;
  #outputs: Record<string, string> = {};

  constructor(options: { readonly strict: boolean }) {
    this.strict = options.strict;
  }

  async open(): Promise<void> {
    this.#world = await openWorld({ strict: this.strict });
  }

  async close(): Promise<void> {
    await this.#world?.close();
  }

  get world(): World {
    if (!this.#world) throw new Error('The local cloud is not up; the tests before this one say why');
    return this.#world;
  }

  /** Folder of an assembly of this run. */
  assembly(name: string): string {
    return join(this.world.layout.local, name);
  }

  template(name: string): Template {
    const folder = this.assembly(name);
    return JSON.parse(readFileSync(join(folder, stackOf(folder).templateFile), 'utf8')) as Template;
  }

  deploy(name: string, stack = STACK): Promise<Outcome> {
    const how = ['--require-approval', 'never', '--method', 'direct', '--progress', 'events'];
    return this.world.cdk('deploy', stack, '--app', this.assembly(name), ...how);
  }

  async readOutputs(): Promise<void> {
    this.#outputs = await stackOutputs(this.world.cloudFormation, STACK);
  }

  output(name: keyof typeof Output): string {
    const value = this.#outputs[Output[name]];
    if (value === undefined) throw new Error(`The stack has no output ${Output[name]}`);
    return value;
  }

  /** ARN of the policy for publishers of a project of the example registry. */
  publisherPolicy(project: string): string {
    const name = publisherPolicyName('example', 'pypi', project);
    const arn = Object.values(this.#outputs).find((value) => value.endsWith(`:policy/${name}`));
    if (arn === undefined) throw new Error(`The stack has no output with the ARN of ${name}`);
    return arn;
  }
}
