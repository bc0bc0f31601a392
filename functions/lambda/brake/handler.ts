import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { type BrakeList, burnAlarmPrefix } from '../../../domain/contracts/brake';
import { BRAKE_FILE, Env } from '../../../domain/contracts/env';
import type { BrakeFile } from '../../../domain/cost/brake-effects';
import { cloudFrontEdgeStores } from '../../shared/aws/cloudfront-edge-store';
import { CloudWatchBurnMeter } from '../../shared/aws/cloudwatch-burn-meter';
import { S3ObjectStore } from '../../shared/aws/s3-object-store';
import { SnsTopic } from '../../shared/aws/sns-topic';
import { SqsQueue } from '../../shared/aws/sqs-queue';
import { parseLists, WafAccessStore } from '../../shared/aws/waf-access-store';
import { optionalList, requireEnv } from '../../shared/env';
import { type BrakeFunction, type TopicEvent, workBrake } from './brake';

const { settings, monthlyUsd, month } = JSON.parse(readFileSync(join(__dirname, BRAKE_FILE), 'utf8')) as BrakeFile;
const registry = requireEnv(Env.REGISTRY);
const s3 = new S3Client({});

const work: BrakeFunction = {
  brake: {
    records: new S3ObjectStore(s3, requireEnv(Env.RECORDS_BUCKET)),
    packages: new S3ObjectStore(s3, requireEnv(Env.PACKAGES_BUCKET)),
    edges: cloudFrontEdgeStores(),
    sets: new WafAccessStore(new WAFV2Client({}), parseLists<BrakeList>(requireEnv(Env.BRAKE_LISTS))),
    settings,
    clock: () => new Date(),
  },
  registry,
  monthlyUsd,
  month,
  meter: new CloudWatchBurnMeter(new CloudWatchClient({}), {
    alarmPrefix: burnAlarmPrefix(registry),
    distributionIds: optionalList(Env.DISTRIBUTION_IDS),
  }),
  log: new SqsQueue(new SQSClient({}), requireEnv(Env.INTAKE_QUEUE_URL)),
  alerts: new SnsTopic(new SNSClient({}), requireEnv(Env.ALERTS_TOPIC_ARN)),
  print: (line) => process.stdout.write(`${line}\n`),
};

/** Moves the brake when an alarm or a budget says so, and when its clock runs. */
export const handler = (event: Partial<TopicEvent>): Promise<void> => workBrake(work, event);
