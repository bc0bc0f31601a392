import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { burnAlarmPrefix } from '../../../domain/contracts/brake';
import { Env, REPORT_FILE } from '../../../domain/contracts/env';
import { usageDatabase, usageWorkGroup } from '../../../domain/contracts/usage';
import type { Template } from '../../../domain/cost/template';
import { aggregate } from '../../../domain/usage/aggregate';
import type { ReportFile } from '../../../domain/usage/report/file';
import { reportKey } from '../../../domain/usage/report/publish';
import { AthenaEngine } from '../../shared/aws/athena-engine';
import { CloudWatchBurnMeter } from '../../shared/aws/cloudwatch-burn-meter';
import { S3ObjectStore } from '../../shared/aws/s3-object-store';
import { requireEnv } from '../../shared/env';
import { type FairUse, runFairUse } from './fair-use';
import { publishHolders } from './publish-holders';
import { publishDue } from './publish-report';
import { runUsage, type UsageRequest } from './usage-job';

const registry = requireEnv(Env.REGISTRY);
const s3 = new S3Client({});
const athena = new AthenaClient({});
const cloudWatch = new CloudWatchClient({});
const file = JSON.parse(readFileSync(join(__dirname, REPORT_FILE), 'utf8')) as ReportFile;

/** What is deployed, which the account prices. */
async function template(): Promise<Template> {
  const client = new CloudFormationClient({});
  const { TemplateBody = '' } = await client.send(
    new GetTemplateCommand({ StackName: requireEnv(Env.STACK_ID), TemplateStage: 'Processed' }),
  );
  return JSON.parse(TemplateBody) as Template;
}

/** Counts what the registry has served: what is due each morning, or the periods that somebody asks for. */
export const handler = (event: UsageRequest): Promise<void> => {
  const engine = new AthenaEngine(athena, {
    workGroup: usageWorkGroup(registry),
    database: usageDatabase(registry),
    sleep: (ms) => setTimeout(ms),
  });
  const usage = new S3ObjectStore(s3, requireEnv(Env.USAGE_BUCKET));
  const packages = new S3ObjectStore(s3, requireEnv(Env.PACKAGES_BUCKET));
  const records = new S3ObjectStore(s3, requireEnv(Env.RECORDS_BUCKET));
  const distributionIds = requireEnv(Env.DISTRIBUTION_IDS).split(' ');
  const meter = new CloudWatchBurnMeter(cloudWatch, { alarmPrefix: burnAlarmPrefix(registry), distributionIds });
  const delivered = async (from: Date, to: Date) => (await meter.drawn(from, to)).requests;
  const reporting = { usage, packages, records, file, url: requireEnv(Env.PUBLIC_URL), template, delivered };
  const clock = () => new Date();
  const { fairUse: settings } = file;
  const staging = new S3ObjectStore(s3, requireEnv(Env.STAGING_BUCKET));
  const fairUse: FairUse = { engine, usage, packages, staging, settings, clock };
  return runUsage(
    {
      logs: new S3ObjectStore(s3, requireEnv(Env.LOGS_BUCKET)),
      usage,
      distributionIds,
      aggregate: (period) => aggregate(engine, period),
      scans: engine.scans,
      isPublished: async ({ name }) => (await packages.head(reportKey(name))) !== undefined,
      afterwards: {
        'fair use': (made, today) => runFairUse(fairUse, made, today),
        publishing: (made, today) => publishDue(reporting, made, today),
        "holders' pages": (_, today) => publishHolders(reporting, today),
      },
      clock,
      print: (line) => process.stdout.write(`${line}\n`),
    },
    event,
  );
};
