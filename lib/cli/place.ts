/** Which registry a command is about. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCAL_CREDENTIALS, type LocalRun, RUN_FILE } from '../../domain/contracts/local-run';
import { Output, stackName } from '../../domain/contracts/outputs';
import { loadConfig } from '../config';
import { CliError } from './failure';

/** As on the command line. */
export interface PlaceOptions {
  readonly local?: boolean;
  readonly stack?: string;
  /** Configuration file, whose registry is meant. */
  readonly config: string;
  /** Staging bucket, for those who may not read the stack. */
  readonly bucket?: string;
}

export interface Place {
  readonly region: string;
  /** Only for a local registry. */
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Name of the stack, unless only a bucket is known. */
  readonly stack?: string;
  /** Stack to read the outputs of, or the outputs when they are known. */
  readonly outputs: { readonly stack: string } | Readonly<Record<string, string>>;
}

/** CloudFront's parts live here, so the stack does. */
const REGION = 'us-east-1';
const ROOT = resolve(__dirname, '../..');

/** @throws CliError when no local registry is running; ConfigError when the configuration is needed and wrong */
export function findPlace(options: PlaceOptions): Place {
  if (options.local) return localPlace(readLocalRun(join(ROOT, RUN_FILE)));
  if (options.bucket !== undefined) return { region: REGION, outputs: { [Output.STAGING_BUCKET]: options.bucket } };
  const stack = options.stack ?? stackName(loadConfig(options.config).registry);
  return { region: REGION, stack, outputs: { stack } };
}

export const localPlace = ({ region, endpoint, stack, outputs, edgeUrl }: LocalRun): Place => ({
  stack,
  region,
  endpoint,
  credentials: LOCAL_CREDENTIALS,
  outputs: { ...outputs, [Output.REGISTRY_URL]: edgeUrl },
});

/** Address of the local registry. @throws CliError when none is running */
export const localUrl = (): string => readLocalRun(join(ROOT, RUN_FILE)).edgeUrl;

/** @param file path of {@link RUN_FILE} */
export function readLocalRun(file: string): LocalRun {
  if (!existsSync(file))
    throw new CliError(`No local registry is running (there is no ${RUN_FILE}); start it with 'npm start' and leave it open`);
  try {
    const run = JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalRun>;
    if (run.schema === 1 && run.endpoint && run.region && run.outputs && run.edgeUrl) return run as LocalRun;
  } catch {
    // As unreadable as one of another version: the same advice.
  }
  throw new CliError(`${RUN_FILE} cannot be read; stop the local registry and start it again with 'npm start'`);
}
