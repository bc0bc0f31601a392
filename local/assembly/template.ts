import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of a CloudFormation template that the edge reads. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      { readonly type: string; readonly properties?: { readonly templateFile?: string; readonly stackName?: string } }
    >
  >;
}

/**
 * Template of one stack of a cloud assembly.
 * @throws Error when the directory holds no assembly, or the assembly no such stack
 */
export function loadTemplate(directory: string, stack: string): Template {
  const file = join(directory, 'manifest.json');
  if (!existsSync(file))
    throw new Error(`No cloud assembly in '${directory}': manifest.json is missing. Run \`npx cdk synth\` first.`);
  const { artifacts = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const stacks = Object.entries(artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => ({ name: properties?.stackName ?? id, templateFile: properties?.templateFile }));
  const found = stacks.find(({ name }) => name === stack);
  if (!found?.templateFile) {
    throw new Error(
      `No stack '${stack}' in '${directory}', got: ${stacks.map(({ name }) => name).join(', ') || 'none'}. Name one of them.`,
    );
  }
  return JSON.parse(readFileSync(join(directory, found.templateFile), 'utf8')) as Template;
}
