import { setTimeout } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { Env } from '../../../domain/contracts/env';
import { usageDatabase, usageWorkGroup } from '../../../domain/contracts/usage';
import { aggregate } from '../../../domain/usage/aggregate';
import { AthenaEngine } from '../../shared/aws/athena-engine';
import { S3ObjectStore } from '../../shared/aws/s3-object-store';
import { requireEnv } from '../../shared/env';
import { runUsage, type UsageRequest } from './usage-job';

const registry = requireEnv(Env.REGISTRY);
const s3 = new S3Client({});
const athena = new AthenaClient({});

/** Counts what the registry has served: what is due each morning, or the periods that somebody asks for. */
export const handler = (event: UsageRequest): Promise<void> => {
  const engine = new AthenaEngine(athena, {
    workGroup: usageWorkGroup(registry),
    database: usageDatabase(registry),
    sleep: (ms) => setTimeout(ms),
  });
  return runUsage(
    {
      logs: new S3ObjectStore(s3, requireEnv(Env.LOGS_BUCKET)),
      usage: new S3ObjectStore(s3, requireEnv(Env.USAGE_BUCKET)),
      distributionIds: requireEnv(Env.DISTRIBUTION_IDS).split(' '),
      aggregate: (period) => aggregate(engine, period),
      scans: engine.scans,
      publish: () => Promise.resolve(),
      clock: () => new Date(),
      print: (line) => process.stdout.write(`${line}\n`),
    },
    event,
  );
};
