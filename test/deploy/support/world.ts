/** A local cloud of its own for one test file: nothing is shared with `npm start` but the virtual environment. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../domain/contracts/local-run';
import { type Authority, openAuthority, TRUSTED_ROOT_NAME } from '../../../local/authority';
import { type Cloud, startCloud } from '../../../local/cloud/cloud';
import { clientEnvironment, type Environment } from '../../../local/cloud/environment';
import { freePort } from '../../../local/cloud/ports';
import { Failed, Processes } from '../../../local/cloud/processes';
import { findPython } from '../../../local/cloud/python';
import { prepareVenv } from '../../../local/cloud/venv';
import { cdkCommand, nodeCommand } from '../../../local/start/commands';
import { prepareFolders } from '../../../local/start/folders';
import { type Layout, layoutOf, ROOT } from '../../../local/start/layout';
import { synthArguments } from '../../../local/start/synth';

/** What a command did: its exit code and all it printed. */
export interface Outcome {
  readonly code: number | string;
  readonly output: string;
}

interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler?: { readonly httpsAgent: Agent };
}

export interface World {
  readonly layout: Layout;
  readonly processes: Processes;
  readonly authority: Authority;
  readonly cloud: Cloud;
  /** For commands that should talk to this cloud as the account's root. */
  readonly env: Environment;
  /** Settings for further clients of the AWS SDK. */
  readonly client: ClientSettings;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly cloudFormation: CloudFormationClient;
  /**
   * Synthesises into a folder; `config` is another configuration than registry.config.ts, `publicUrl` where documents lead instead of to
   * the distribution.
   */
  synth(output: string, config?: string, publicUrl?: string): Promise<Outcome>;
  /** Runs the CDK CLI. */
  cdk(...args: readonly string[]): Promise<Outcome>;
  /** Runs the `registry` command, as somebody else when an environment is given. */
  registry(args: readonly string[], env?: Environment): Promise<Outcome>;
  /** Stops the cloud and starts it again, at the same place. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Enforces IAM, signatures and TLS. */
  readonly strict: boolean;
  /** Keeps state, so that the cloud can be restarted. @default false */
  readonly keep?: boolean;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const scratch = mkdtempSync(join(tmpdir(), 'registry-deploy-'));
  const layout = layoutOf(ROOT, scratch);
  const processes = new Processes();
  const close = async () => {
    await processes.stop();
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    return await open(layout, processes, options, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  layout: Layout,
  processes: Processes,
  { strict, keep }: WorldOptions,
  close: () => Promise<void>,
): Promise<World> {
  prepareFolders(layout);
  const authority = await openAuthority(layout.authority, new Date());
  const python = await findPython(process.env.PYTHON);
  const tell = () => undefined;
  const venv = await prepareVenv(processes, { directory: layout.venv, python, logs: layout.logs, env: process.env, tell });
  const port = (await freePort(0))!;
  const { work, nodeModules } = layout;
  const settings = { python: venv.python, port, work, nodeModules, strict, ...(keep && { state: layout.state }) };
  const cloud = await startCloud(processes, settings);
  const { endpoint, certificate } = cloud;
  const offline = clientEnvironment({ cdkHome: layout.cdkHome }, process.env);
  const env = clientEnvironment({ cdkHome: layout.cdkHome, endpoint, ...(certificate && { certificate }) }, process.env);
  const client: ClientSettings = {
    endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
    ...(certificate && { requestHandler: { httpsAgent: new Agent({ ca: readFileSync(certificate) }) } }),
  };
  const outcome = (command: Parameters<Processes['run']>[0]) => outcomeOf(processes, command);
  return {
    ...{ layout, processes, authority, cloud, env, client, close },
    s3: new S3Client({ ...client, forcePathStyle: true }),
    sqs: new SQSClient(client),
    cloudFormation: new CloudFormationClient(client),
    restart: async () => {
      await processes.stopGroup(cloud.running.pid);
      await startCloud(processes, settings);
    },
    synth: (output, config, publicUrl) => {
      const trustedRoot = join(layout.authority, TRUSTED_ROOT_NAME);
      const args = synthArguments(output, { trustedRoot, ...(publicUrl && { publicUrl }) });
      // The validator costs seconds; the policy tests and `npm start` run it.
      const quick = { ...offline, CDK_VALIDATION: 'false', ...(config && { REGISTRY_CONFIG: config }) };
      return outcome(cdkCommand(layout, args, quick));
    },
    cdk: (...args) => outcome(cdkCommand(layout, args, env)),
    registry: (args, as = env) => outcome(nodeCommand(layout, 'registry', [join('bin', 'registry.mjs'), ...args], as)),
  };
}

export async function outcomeOf(processes: Processes, command: Parameters<Processes['run']>[0]): Promise<Outcome> {
  const code = await processes.run(command).then(
    () => 0,
    (error: unknown) => {
      if (error instanceof Failed) return error.reason;
      throw error;
    },
  );
  return { code, output: readFileSync(command.log, 'utf8') };
}
