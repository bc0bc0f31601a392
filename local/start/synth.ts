/** Synthesises the registry through the real CDK CLI, as for a deployment to AWS. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLIC_URL_CONTEXT, TRUSTED_ROOT_CONTEXT } from '../../domain/contracts/local-run';
import { PAYER_STACK_SUFFIX, REPLICA_STACK_SUFFIX } from '../../domain/contracts/outputs';
import type { Environment } from '../cloud/environment';
import { cdkCommand } from './commands';
import type { Context } from './context';

export interface Differences {
  /** Path of the trusted root of the local test authority, which is trusted instead of the public Sigstore instance. */
  readonly trustedRoot: string;
  /** URL of the local edge, which documents name instead of the distribution. @default the distribution's */
  readonly publicUrl?: string;
}

/** The only differences to a synth for AWS are those given. */
export const synthArguments = (output: string, { trustedRoot, publicUrl }: Differences): string[] => [
  ...['synth', '--quiet', '--strict', '--output', output],
  ...['--context', `${TRUSTED_ROOT_CONTEXT}=${trustedRoot}`],
  ...(publicUrl === undefined ? [] : ['--context', `${PUBLIC_URL_CONTEXT}=${publicUrl}`]),
];

export async function synthesise({ processes, layout }: Context, differences: Differences, env: Environment): Promise<void> {
  await processes.run(cdkCommand(layout, synthArguments(layout.assembly, differences), env));
}

const ELSEWHERE = [REPLICA_STACK_SUFFIX, PAYER_STACK_SUFFIX];

interface Manifest {
  readonly artifacts: Readonly<
    Record<string, { readonly type: string; readonly properties?: { readonly templateFile?: string } }>
  >;
}

export interface SynthesisedStack {
  readonly name: string;
  readonly templateFile: string;
  /** SHA-256 of the template; code counts, because the template names each asset by the hash of its content. */
  readonly hash: string;
}

/** The registry's stack in an assembly. @throws Error when the assembly does not hold exactly one */
export function stackOf(assembly: string): SynthesisedStack {
  const manifest = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')) as Manifest;
  const stacks = Object.entries(manifest.artifacts).filter(
    // The replica and the payer's stack belong elsewhere; a local run has no use for them.
    ([name, { type }]) => type === 'aws:cloudformation:stack' && !ELSEWHERE.some((suffix) => name.endsWith(suffix)),
  );
  const [name, artifact] = stacks[0] ?? [];
  const templateFile = artifact?.properties?.templateFile;
  if (stacks.length !== 1 || name === undefined || templateFile === undefined) {
    throw new Error(`The local run deploys one stack, got: ${stacks.map(([stack]) => stack).join(', ') || 'none'}`);
  }
  const template = readFileSync(join(assembly, templateFile));
  return { name, templateFile, hash: createHash('sha256').update(template).digest('hex') };
}
