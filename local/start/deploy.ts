/** Deploys the assembly to the local cloud with the real CDK CLI, unless it is there already. */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { LOCAL_ACCOUNT, LOCAL_CREDENTIALS, LOCAL_REGION } from '../../domain/contracts/local-run';
import type { Environment } from '../cloud/environment';
import { cdkCommand } from './commands';
import type { Context } from './context';
import { readKept } from './kept';
import type { SynthesisedStack } from './synth';

const BOOTSTRAP_STACK = 'CDKToolkit';
const READY = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/;

export interface Deployed {
  readonly outputs: Readonly<Record<string, string>>;
  /** False when the stack was there, with the same template. */
  readonly changed: boolean;
}

export async function deploy(
  { processes, layout }: Context,
  stack: SynthesisedStack,
  endpoint: string,
  env: Environment,
): Promise<Deployed> {
  const describe = describer(endpoint);
  const before = await describe(stack.name);
  if (before && isReady(stack.name, before) && readKept(layout)?.hash === stack.hash) {
    return { outputs: outputsOf(before), changed: false };
  }
  const assembly = ['--app', layout.assembly];
  if (!(await describe(BOOTSTRAP_STACK))) {
    await processes.run(cdkCommand(layout, ['bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`, ...assembly], env));
  }
  const quietly = ['--require-approval', 'never', '--method', 'direct', '--progress', 'events'];
  await processes.run(cdkCommand(layout, ['deploy', stack.name, ...assembly, ...quietly], env));
  const after = await describe(stack.name);
  if (!after) throw new Error(`The CDK CLI deployed '${stack.name}', but the local cloud does not know it`);
  return { outputs: outputsOf(after), changed: true };
}

function isReady(name: string, stack: Stack): boolean {
  if (stack.StackStatus?.endsWith('_IN_PROGRESS')) {
    throw new Error(
      `Stack '${name}' was being changed when the local cloud was stopped, got: ${stack.StackStatus}; begin anew with npm start -- --fresh`,
    );
  }
  return READY.test(stack.StackStatus ?? '');
}

const outputsOf = (stack: Stack): Record<string, string> =>
  Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']));

function describer(endpoint: string): (name: string) => Promise<Stack | undefined> {
  const client = new CloudFormationClient({ endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS });
  return async (name) => {
    try {
      return (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
    } catch (error) {
      if (error instanceof Error && error.message.includes('does not exist')) return undefined;
      throw error;
    }
  };
}
