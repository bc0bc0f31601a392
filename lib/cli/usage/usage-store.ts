/** A registry's logs, pages and template, as they are on AWS or in the local cloud. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { BRAKE_STATE_KEY, type BrakeState } from '../../../domain/contracts/brake';
import { CACHE_TAG_METADATA } from '../../../domain/contracts/cache-tags';
import { FilesOutput, filesOutputsOf, Output } from '../../../domain/contracts/outputs';
import { NO_BRAKE } from '../../../domain/cost/brake';
import type { Template } from '../../../domain/cost/template';
import { logFolder } from '../../../domain/usage/log-files';
import { outputsOf, SILENT, s3Store } from '../aws';
import { CliError } from '../failure';
import type { Place } from '../place';
import type { UploadStore, UsageRegistry } from '../world';

export async function findUsage(place: Place): Promise<UsageRegistry> {
  const { region, endpoint, credentials, stack } = place;
  const { outputs, output } = await outputsOf(place);
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: endpoint !== undefined, logger: SILENT });
  const packages = output(Output.PACKAGES_BUCKET);
  const records = s3Store(s3, output(Output.RECORDS_BUCKET));
  const logs = s3Store(s3, output(Output.LOGS_BUCKET));
  return {
    url: output(Output.REGISTRY_URL),
    find: (key) => s3Store(s3, packages).find(key),
    findTable: (key) => s3Store(s3, output(Output.USAGE_BUCKET)).find(key),
    put: async ({ key, body, contentType, cacheControl, tags }) => {
      const Metadata = { [CACHE_TAG_METADATA]: tags.join(',') };
      await s3.send(
        new PutObjectCommand({
          Bucket: packages,
          Key: key,
          Body: body,
          ContentType: contentType,
          CacheControl: cacheControl,
          Metadata,
        }),
      );
    },
    brake: async () => {
      const found = await records.find(BRAKE_STATE_KEY);
      return found ? (JSON.parse(found.toString()) as BrakeState) : NO_BRAKE;
    },
    fetchLogs: async (days, folder) => {
      const ids = [output(Output.DISTRIBUTION_ID), ...filesOutputsOf(outputs, FilesOutput.DISTRIBUTION_ID)];
      for (const distributionId of ids) await fetchLogs(logs, { distributionId, days, folder });
    },
    template: async () => {
      const client = new CloudFormationClient({ region, endpoint, credentials });
      const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: stack, TemplateStage: 'Processed' }));
      return JSON.parse(TemplateBody) as Template;
    },
  };
}

interface Wanted {
  readonly distributionId: string;
  readonly days: readonly string[];
  readonly folder: string;
}

async function fetchLogs(logs: UploadStore, { distributionId, days, folder }: Wanted): Promise<void> {
  for (const day of days) {
    const files = await logs.list(logFolder(distributionId, day));
    if (!files)
      throw new CliError('AWS denies the list of log files to the credentials in use; take a role that may read the logs bucket');
    for (const { key } of files) {
      const file = join(folder, key);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, (await logs.find(key)) ?? '');
    }
  }
}
