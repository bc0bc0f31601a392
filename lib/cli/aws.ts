/** The registry as it is on AWS, or in the local cloud. */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, paginateListObjectsV2, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { RELEASES_PREFIX } from '../../domain/contracts/keys';
import { Output } from '../../domain/contracts/outputs';
import { CliError } from './failure';
import type { Place } from './place';
import { createObject } from './put-object';
import type { Registry, StoredObject, UploadStore } from './world';

/** The SDK warns that it repeats no request whose body is a stream; `createObject` does. */
const nothing = (): void => undefined;
export const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

export async function connect(place: Place): Promise<Registry> {
  const { region, endpoint, credentials } = place;
  const { outputs, output } = await outputsOf(place);
  const bucket = output(Output.STAGING_BUCKET);
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: endpoint !== undefined, logger: SILENT });
  const records = outputs[Output.RECORDS_BUCKET];
  return {
    store: s3Store(s3, bucket),
    url: outputs[Output.REGISTRY_URL],
    ...(records !== undefined && { projects: (ecosystem) => projectsIn(s3, records, ecosystem) }),
  };
}

async function projectsIn(s3: S3Client, bucket: string, ecosystem: string): Promise<string[]> {
  const prefix = `${RELEASES_PREFIX}${ecosystem}/`;
  const found: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix, Delimiter: '/' }))
    found.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix.slice(prefix.length, -1)));
  return found;
}

/** Outputs of a registry's stack. */
export interface Outputs {
  readonly outputs: Readonly<Record<string, string>>;
  /** @throws CliError when the stack has none of this name */
  readonly output: (name: string) => string;
}

/** @throws CliError when there is no such stack */
export async function outputsOf(place: Place): Promise<Outputs> {
  const outputs = 'stack' in place.outputs ? await stackOutputs(place, place.outputs.stack) : place.outputs;
  const output = (name: string): string => {
    const value = outputs[name];
    if (value === undefined) throw new CliError(`The stack has no output '${name}'; deploy this version of the registry`);
    return value;
  };
  return { outputs, output };
}

async function stackOutputs(place: Place, stack: string): Promise<Record<string, string>> {
  const { Outputs = [] } = await describeStack(place, stack);
  return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

/** @throws CliError when there is no such stack */
export async function describeStack({ region, endpoint, credentials }: Place, stack: string): Promise<Partial<Stack>> {
  const client = new CloudFormationClient({ region, endpoint, credentials });
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack })).catch((error: unknown) => {
    if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
    throw new CliError(
      `There is no stack '${stack}' in ${region} of this AWS account; check --stack and the account you are logged in to`,
    );
  });
  return Stacks[0] ?? {};
}

export const s3Store = (s3: S3Client, bucket: string): UploadStore => ({
  create: (key, body, contentType, sent) => createObject(s3, { bucket, key, body, contentType, ...(sent && { sent }) }),
  // To who may not list, S3 answers 403 for an object that is not there.
  find: (key) => unless(['NoSuchKey', 'AccessDenied'], () => read(s3, bucket, key)),
  list: (prefix) => unless(['AccessDenied'], () => list(s3, bucket, prefix)),
});

/** Undefined when S3 answers with one of these errors. */
async function unless<T>(names: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof S3ServiceException && names.includes(error.name)) return undefined;
    throw error;
  }
}

async function read(s3: S3Client, bucket: string, key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function list(s3: S3Client, bucket: string, prefix: string): Promise<StoredObject[]> {
  const found = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key = '', Size = 0, LastModified = new Date(0) } of Contents)
      found.push({ key: Key, size: Size, modified: LastModified });
  }
  return found;
}
