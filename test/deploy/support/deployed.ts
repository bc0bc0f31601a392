/** The registry that a test file deploys, works with and destroys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Output } from '../../../domain/contracts/outputs';
import { publisherPolicyName } from '../../../domain/contracts/publisher-policy';
import { freePort } from '../../../local/cloud/ports';
import { startEdge } from '../../../local/start/edge';
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

export interface DeployedOptions {
  /** Enforces IAM, signatures and TLS. */
  readonly strict: boolean;
  /** Writes another configuration than the example. */
  readonly config?: (file: string) => void;
}

export class Deployed {
  #world: World | undefined;
  #outputs: Record<string, string> = {};
  readonly #edges = new Map<string, Promise<string>>();

  constructor(private readonly options: DeployedOptions) {}

  async open(): Promise<void> {
    this.#world = await openWorld({ strict: this.options.strict });
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

  /** Synthesises what is to be deployed first. */
  synth(): Promise<Outcome> {
    const { config } = this.options;
    if (!config) return this.world.synth(this.assembly('first'));
    const file = this.assembly('first.config.ts');
    config(file);
    return this.world.synth(this.assembly('first'), file);
  }

  deploy(name: string, stack = STACK): Promise<Outcome> {
    const how = ['--require-approval', 'never', '--method', 'direct', '--progress', 'events'];
    return this.world.cdk('deploy', stack, '--app', this.assembly(name), ...how);
  }

  async readOutputs(stack = STACK): Promise<void> {
    this.#outputs = await stackOutputs(this.world.cloudFormation, stack);
  }

  /** Address of a local edge in front of a deployed stack, started when it is first asked for. */
  async edge(name = 'first', stack = STACK): Promise<string> {
    const known = this.#edges.get(name) ?? this.#startEdge(name, stack);
    this.#edges.set(name, known);
    return known;
  }

  async #startEdge(name: string, stack: string): Promise<string> {
    const [port, adminPort] = [(await freePort(0))!, (await freePort(0))!];
    const options = { assembly: this.assembly(name), stack, endpoint: this.world.cloud.endpoint, port, adminPort };
    await startEdge(this.world, options, this.world.env);
    return `http://127.0.0.1:${port}`;
  }

  /** By their names in the stack. */
  get outputs(): Readonly<Record<string, string>> {
    return this.#outputs;
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
