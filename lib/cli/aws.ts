/** The registry as it is on AWS, or in the local cloud. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { RELEASES_PREFIX } from '../../domain/contracts/keys';
import { Output } from '../../domain/contracts/outputs';
import { CliError } from './failure';
import type { Place } from './place';
import type { Registry, UploadStore } from './world';

export async function connect(place: Place): Promise<Registry> {
  const { region, endpoint, credentials } = place;
  const outputs = 'stack' in place.outputs ? await stackOutputs(place, place.outputs.stack) : place.outputs;
  const bucket = outputs[Output.STAGING_BUCKET];
  if (bucket === undefined)
    throw new CliError(`The stack has no output '${Output.STAGING_BUCKET}'; deploy this version of the registry`);
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: endpoint !== undefined });
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

async function stackOutputs({ region, endpoint, credentials }: Place, stack: string): Promise<Record<string, string>> {
  const client = new CloudFormationClient({ region, endpoint, credentials });
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack })).catch((error: unknown) => {
    if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
    throw new CliError(
      `There is no stack '${stack}' in ${region} of this AWS account; check --stack and the account you are logged in to`,
    );
  });
  const outputs = Stacks[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

export const s3Store = (s3: S3Client, bucket: string): UploadStore => ({
  async create(key, body, contentType) {
    try {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType, IfNoneMatch: '*' }));
      return 'created';
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return 'exists';
      throw error;
    }
  },
  async read(key) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  },
  async list(prefix) {
    const found = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of Contents)
        found.push({ key: Key, size: Size, modified: LastModified });
    }
    return found;
  },
});
