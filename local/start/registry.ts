/** The steps of a local start, in order. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LOCAL_ACCOUNT, LOCAL_REGION, type LocalRun } from '../../domain/contracts/local-run';
import { openAuthority, TRUSTED_ROOT_NAME } from '../authority';
import { type Cloud, startCloud } from '../cloud/cloud';
import { clientEnvironment, type Environment } from '../cloud/environment';
import { Failed, type Running } from '../cloud/processes';
import { findPython } from '../cloud/python';
import { prepareVenv } from '../cloud/venv';
import { tsxCommand } from './commands';
import { configured } from './configuration';
import type { Context } from './context';
import { type Deployed, deploy } from './deploy';
import { startEdge } from './edge';
import { explain } from './explain';
import { dropHalfMade, writeKept } from './kept';
import { installOnce } from './pip';
import { chooseCloudPort, chooseEdgePorts } from './port-choice';
import { type PublishOptions, publishDemos } from './publish';
import { REPORT_PATH, reportRun } from './report';
import { type SynthesisedStack, stackOf, synthesise } from './synth';
import { notSimulated, welcome } from './welcome';

export interface Up {
  /** Rejects when a part that should run has ended. */
  readonly broken: Promise<never>;
}

export async function startRegistry(context: Context): Promise<Up> {
  const { layout, options, progress } = context;
  const python = (await findPython(process.env.PYTHON)).file;
  await openAuthority(layout.authority, new Date());
  const offline = clientEnvironment({ cdkHome: layout.cdkHome }, process.env);
  const ports = await chooseEdgePorts(options);
  const [stack, cloud] = await Promise.all([synth(context, urlOf(ports[0]), offline), cloudUp(context)]);
  const env = clientEnvironment({ cdkHome: layout.cdkHome, endpoint: cloud.endpoint }, process.env);
  const { outputs } = await deployStack(context, stack, cloud, env);
  const { run, edge } = await edgeUp(context, { stack, cloud, outputs, ports }, env);
  await publish(context, { python, endpoint: cloud.endpoint, outputs }, env);
  await firstUser(context, run, { python, offline, env });
  await cloud.save();
  progress.say(options.once ? `  The report of this run: ${run.edgeUrl}${REPORT_PATH}` : welcome(run));
  const broken = Promise.race([unexpectedEnd(cloud.running), unexpectedEnd(edge)]);
  broken.catch(() => undefined); // with --once nobody waits for it, and at the end everything ends
  return { broken };
}

interface FirstUser {
  readonly python: string;
  readonly offline: Environment;
  readonly env: Environment;
}

/** Installs the demo, and gives account of that. Whoever wants to serve is not kept from it by a demo that cannot be installed. */
async function firstUser(context: Context, run: LocalRun, { python, offline, env }: FirstUser): Promise<void> {
  const { progress, options } = context;
  try {
    await progress.step('pip install from the local edge, import', async (note) => {
      note(await installOnce(context, python, run.edgeUrl, offline));
    });
    await progress.step('transparency report of this run', async (note) => {
      note(await reportRun(context, run, env));
    });
  } catch (error) {
    if (options.once || !(error instanceof Error)) throw error;
    progress.say(`  The demo was not installed and reported:\n${explain(error)}`);
  }
}

const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

/** A configuration without the demo packages is no reason not to serve; whoever wants to install them must know, though. */
async function publish(context: Context, options: PublishOptions, env: Environment): Promise<void> {
  const { progress } = context;
  try {
    await progress.step('publish the demo packages', async (note) => {
      note((await publishDemos(context, options, env)).join(', ') || 'published before');
    });
  } catch (error) {
    if (context.options.once || !(error instanceof Failed)) throw error;
    progress.say(`  The demo packages were not published:\n${explain(error)}`);
  }
}

async function synth(context: Context, publicUrl: string, env: Environment): Promise<SynthesisedStack> {
  const { processes, layout, progress } = context;
  const trustedRoot = join(layout.authority, TRUSTED_ROOT_NAME);
  await progress.step('cdk synth --strict', () => synthesise(context, { trustedRoot, publicUrl }, configured(env)));
  const review = tsxCommand(layout, 'review', [join('bin', 'review.ts'), '--short', layout.assembly], env);
  await processes.run(review);
  progress.say(`${readFileSync(review.log, 'utf8')}\nThe whole review: npm run review -- ${relative('.', layout.assembly)}`);
  progress.say(
    '  Two differences to a deployment on AWS: this one trusts the local test authority instead of the public Sigstore, and its documents lead to the local edge.',
  );
  return stackOf(layout.assembly);
}

async function cloudUp({ processes, layout, options, progress }: Context): Promise<Cloud> {
  const found = await findPython(process.env.PYTHON);
  const venv = await progress.step('Python environment of the local cloud', async (note) => {
    const tell = (requirement: string) => {
      progress.say(`    pip: ${requirement}`);
    };
    const prepared = await prepareVenv(processes, {
      directory: layout.venv,
      python: found,
      logs: layout.logs,
      env: process.env,
      tell,
    });
    note(prepared.made ? 'made' : 'there already');
    return prepared;
  });
  if (dropHalfMade(layout))
    progress.say('  The last start was stopped before its first deployment was complete; beginning anew.');
  const port = await chooseCloudPort(layout, options);
  return progress.step('local cloud', async (note) => {
    note(`127.0.0.1:${port}`);
    const { state, work, nodeModules } = layout;
    return startCloud(processes, { python: venv.python, port, state, work, nodeModules });
  });
}

async function deployStack(context: Context, stack: SynthesisedStack, cloud: Cloud, env: Environment): Promise<Deployed> {
  const { progress, layout } = context;
  const deployed = await progress.step(`cdk deploy ${stack.name}`, async (note) => {
    const result = await deploy(context, stack, cloud.endpoint, env);
    note(result.changed ? 'deployed' : 'unchanged');
    await cloud.save();
    writeKept(layout, { hash: stack.hash, port: Number(new URL(cloud.endpoint).port) });
    return result;
  });
  progress.say(notSimulated(await cloud.report()));
  return deployed;
}

interface BehindEdge {
  readonly stack: SynthesisedStack;
  readonly cloud: Cloud;
  readonly outputs: Readonly<Record<string, string>>;
  /** Of the edge and of its admin page. */
  readonly ports: readonly [number, number];
}

async function edgeUp(
  context: Context,
  { stack, cloud, outputs, ports: [port, adminPort] }: BehindEdge,
  env: Environment,
): Promise<{ readonly run: LocalRun; readonly edge: Running }> {
  const { layout, progress } = context;
  const run: LocalRun = {
    schema: 1,
    pid: process.pid,
    endpoint: cloud.endpoint,
    region: LOCAL_REGION,
    account: LOCAL_ACCOUNT,
    stack: stack.name,
    outputs,
    edgeUrl: urlOf(port),
    adminUrl: `http://127.0.0.1:${adminPort}/`,
    authorityDir: layout.authority,
  };
  const edge = await progress.step('local edge', async (note) => {
    note(`127.0.0.1:${port}`);
    const { waf } = context.options;
    return startEdge(
      context,
      { assembly: layout.assembly, stack: stack.name, endpoint: cloud.endpoint, port, adminPort, waf },
      env,
    );
  });
  writeFileSync(layout.runFile, `${JSON.stringify(run, null, 2)}\n`);
  return { run, edge };
}

async function unexpectedEnd({ name, ended, log }: Running): Promise<never> {
  const { code, signal } = await ended;
  throw new Error(`The ${name} ended by itself, got: ${signal ?? `exit ${code ?? 'unknown'}`}; its output is in ${log}`);
}
