/** Publishes the demo packages through the real command line and the real intake. */

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { releaseKey } from '../../domain/contracts/keys';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../domain/contracts/local-run';
import { Output } from '../../domain/contracts/outputs';
import type { Environment } from '../cloud/environment';
import { command, nodeCommand } from './commands';
import type { Context } from './context';

interface Demo {
  readonly project: string;
  readonly version: string;
}

/** Built here and signed by the local test authority. In the order of need: a package comes after what it depends on. */
export const DEMOS: readonly Demo[] = [
  { project: 'commons-demo-dep', version: '1.0.0' },
  { project: 'commons-demo', version: '1.0.0' },
];

/** Released by others, and published as they made it, with the signature that they made on Sigstore's public instance. */
const OF_OTHERS: Demo = { project: 'pypi-attestation-models', version: '0.0.4a2' };

export interface PublishOptions {
  /** Python that builds the packages. */
  readonly python: string;
  readonly endpoint: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Signs as the publisher that the configuration names: the local test authority certifies anybody. */
export const publishArguments = (files: readonly string[], config: string | undefined): string[] => [
  ...['publish', ...files, '--local', '--sign-with-test-authority'],
  ...(config ? ['--config', config] : []),
];

/** @returns the packages that were published now, as `name version`; those that were before are left alone */
export async function publishDemos(context: Context, options: PublishOptions, env: Environment): Promise<string[]> {
  const { processes, layout } = context;
  const client = new S3Client({
    endpoint: options.endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
    forcePathStyle: true,
  });
  const published: string[] = [];
  for (const demo of [...DEMOS, OF_OTHERS]) {
    const { project, version } = demo;
    const key = releaseKey('pypi', project, version);
    if (await exists(client, options.outputs[Output.RECORDS_BUCKET]!, key)) continue;
    const args =
      demo === OF_OTHERS
        ? ['publish', join('demo', project), '--local']
        : publishArguments(await build(context, project, options.python, env), process.env.REGISTRY_CONFIG);
    await processes.run(nodeCommand(layout, `publish ${project}`, [join('bin', 'registry.mjs'), ...args], env));
    published.push(`${project} ${version}`);
  }
  return published;
}

async function build({ processes, layout }: Context, project: string, python: string, env: Environment): Promise<string[]> {
  const out = join(layout.demo, project);
  rmSync(out, { recursive: true, force: true });
  const args = ['-B', join('demo', 'build_backend.py'), join('demo', project), out];
  await processes.run(command(layout, `build ${project}`, python, args, env));
  return readdirSync(out)
    .sort()
    .map((name) => join(out, name));
}

async function exists(client: S3Client, bucket: string, key: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return false;
    throw error;
  }
}
