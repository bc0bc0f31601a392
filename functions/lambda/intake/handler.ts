import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import type { BrakeList } from '../../../domain/contracts/brake';
import { BRAKE_FILE, Env, INTAKE_POLICY_FILE } from '../../../domain/contracts/env';
import type { BrakeFile } from '../../../domain/cost/brake-effects';
import { loadTrusts, type SigningPolicy, verifyForProject } from '../../../domain/signing';
import { cloudFrontEdgeStores } from '../../shared/aws/cloudfront-edge-store';
import { KmsSigner } from '../../shared/aws/kms-signer';
import { S3ObjectStore } from '../../shared/aws/s3-object-store';
import { S3ScanResults } from '../../shared/aws/s3-scan-results';
import { SqsLater } from '../../shared/aws/sqs-later';
import { SqsQueue } from '../../shared/aws/sqs-queue';
import { SqsRedelivery } from '../../shared/aws/sqs-redelivery';
import { parseLists, WafAccessStore } from '../../shared/aws/waf-access-store';
import type { Brake } from '../../shared/brake';
import { DiskScratch } from '../../shared/disk/scratch';
import { optionalEnv, optionalList, requireEnv, requireNumber } from '../../shared/env';
import type { SqsBatchResponse, SqsEvent } from '../../shared/sqs-batch';
import type { Intake } from './intake';
import type { KeyGeneration } from './introduce-keys';
import { workOff } from './work-off';

const policy = JSON.parse(readFileSync(join(__dirname, INTAKE_POLICY_FILE), 'utf8')) as SigningPolicy;
const trusts = loadTrusts(policy);
const s3 = new S3Client({});
const sqs = new SQSClient({});
const kms = new KMSClient({});
const stagingBucket = requireEnv(Env.STAGING_BUCKET);
const packages = new S3ObjectStore(s3, requireEnv(Env.PACKAGES_BUCKET));
const records = new S3ObjectStore(s3, requireEnv(Env.RECORDS_BUCKET));
const edges = cloudFrontEdgeStores();
const filesUrls = optionalList(Env.FILES_URL);
const clock = (): Date => new Date();
const signer = new KmsSigner(kms, requireEnv(Env.SIGNING_KEY_ARN));
const generation = requireNumber(Env.SIGNING_KEY_GENERATION);
const previousKey = optionalEnv(Env.PREVIOUS_KEY_ARN);
const keys: readonly KeyGeneration[] = [
  ...(previousKey === undefined ? [] : [{ generation: generation - 1, signer: new KmsSigner(kms, previousKey) }]),
  { generation, signer },
];

/** Where the template has a brake. */
function brakeIfAny(): { brake?: Brake } {
  const lists = optionalEnv(Env.BRAKE_LISTS);
  if (lists === undefined) return {};
  const { settings } = JSON.parse(readFileSync(join(__dirname, BRAKE_FILE), 'utf8')) as BrakeFile;
  const sets = new WafAccessStore(new WAFV2Client({}), parseLists<BrakeList>(lists));
  return { brake: { records, packages, edges, sets, settings, clock } };
}

const intake: Intake = {
  staging: new S3ObjectStore(s3, stagingBucket),
  packages,
  records,
  scratch: new DiskScratch(tmpdir()),
  signer,
  invalidations: new SqsQueue(sqs, requireEnv(Env.INVALIDATION_QUEUE_URL)),
  edges,
  access: new WafAccessStore(new WAFV2Client({}), parseLists(requireEnv(Env.ACCESS_LISTS))),
  ...brakeIfAny(),
  clock,
  policy,
  publicUrl: requireEnv(Env.PUBLIC_URL),
  filesUrls,
  lockDays: requireNumber(Env.LOCK_DAYS),
  registry: requireEnv(Env.REGISTRY),
  verify: (bundle, file, project) => verifyForProject(bundle, file, trusts, project),
  ...(policy.screening?.scanMinutes !== undefined && { scans: new S3ScanResults(s3, stagingBucket) }),
  // Not `console.log`, which puts time and request id before the line: CloudWatch finds metrics in lines of pure JSON only.
  log: (line) => process.stdout.write(`${line}\n`),
};

const later = new SqsLater(sqs, requireEnv(Env.INTAKE_QUEUE_URL));
const redelivery = new SqsRedelivery(sqs, requireEnv(Env.INTAKE_QUEUE_URL));

/** Judges the uploads whose `release.json` was created, and does what operators ask for. */
export const handler = (event: SqsEvent): Promise<SqsBatchResponse> =>
  workOff(event, { intake, keys, stagingBucket, later, redelivery });
