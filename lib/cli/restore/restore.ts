/** `registry restore`: brings back from the replica what the registry has lost. */
import { type ReplicatedBucket, replicaBucketName } from '../../../domain/contracts/replica';
import { loadConfig, type RegistryConfig } from '../../config';
import { type CommandOptions, command as giveCommand } from '../command';
import { printable, UsageError } from '../failure';
import { findPlace } from '../place';
import type { World } from '../world';
import type { PairNames, Pairs } from './buckets';
import { expectedFiles } from './expected-files';
import { type Restored, restoreBucket } from './restore-bucket';

export interface RestoreOptions extends CommandOptions {
  /** Name or ARN of the bucket with the copies of packages. @default the configuration's */
  readonly from?: string;
  /** The same for records. */
  readonly fromRecords?: string;
  readonly fromRegion?: string;
  /** Buckets of the registry, for those who may not read the stack. */
  readonly to?: string;
  readonly toRecords?: string;
  readonly files?: boolean;
  readonly records?: boolean;
  readonly index?: boolean;
  readonly dryRun?: boolean;
}

const REPLICA_REGION = 'us-east-1';

/** @returns the exit code: 0; 1 when something could not be restored, or is in one bucket only after a dry run */
export async function restore(options: RestoreOptions, world: World): Promise<number> {
  const parts = partsOf(options);
  const config = loadConfig(options.config);
  const pairs = await world.connectReplica(findPlace(options), namesOf(options, config));
  const reports = await restoreParts(parts, pairs, options, config, world);
  world.out(
    options.json
      ? JSON.stringify({ schema: 1, dryRun: options.dryRun ?? false, buckets: reports }, null, 2)
      : toText(reports, options),
  );
  const faulty = reports.some(({ faults, notReplicated }) => faults.length > 0 || (options.dryRun && notReplicated.length > 0));
  if (faulty || options.dryRun || !parts.index) return faulty ? 1 : 0;
  return giveCommand({ action: 'reindex' }, options, world);
}

type Parts = Readonly<Record<'files' | 'records' | 'index', boolean>>;

function partsOf({ files = false, records = false, index = false }: RestoreOptions): Parts {
  return files || records || index ? { files, records, index } : { files: true, records: true, index: true };
}

async function restoreParts(
  parts: Parts,
  pairs: Pairs,
  options: RestoreOptions,
  { storage: { lockDays } }: RegistryConfig,
  world: World,
): Promise<Restored[]> {
  const common = { lockDays, now: world.clock(), dryRun: options.dryRun ?? false, progress: world.progress };
  const reports: Restored[] = [];
  if (parts.records) reports.push(await restoreBucket({ kind: 'records', ...pairs.records, expected: new Map(), ...common }));
  if (parts.files) {
    // A dry run has not brought the records back: those of the replica say the same.
    const expected = await expectedFiles(parts.records && common.dryRun ? pairs.records.from : pairs.records.to);
    reports.push(await restoreBucket({ kind: 'packages', ...pairs.packages, expected, ...common }));
  }
  return reports;
}

function namesOf(options: RestoreOptions, { registry, storage: { replica } }: RegistryConfig): PairNames {
  const from = (given: string | undefined, kind: ReplicatedBucket, option: string): string => {
    if (given !== undefined) return given.replace(/^arn:[\w-]+:s3:::/, '');
    if (replica) return replicaBucketName(registry, kind, replica);
    throw new UsageError(
      `restore needs ${option}, got: nothing, and the configuration has no storage.replica; name the bucket with the copies`,
    );
  };
  const { to, toRecords } = options;
  if ((to === undefined) !== (toRecords === undefined))
    throw new UsageError(`restore needs --to and --to-records together, got: one of them; give both, or the stack`);
  return {
    from: { packages: from(options.from, 'packages', '--from'), records: from(options.fromRecords, 'records', '--from-records') },
    fromRegion: options.fromRegion ?? replica?.region ?? REPLICA_REGION,
    ...(to !== undefined && toRecords !== undefined && { to: { packages: to, records: toRecords } }),
  };
}

const toText = (reports: readonly Restored[], { dryRun }: RestoreOptions): string =>
  reports
    .flatMap(({ bucket, restored, vouched, bytes, present, faults, notReplicated }) => [
      `${bucket}: ${restored} objects (${bytes} bytes) ${dryRun ? 'would be restored' : 'restored'}, ${present} were there.`,
      ...(bucket === 'packages' && restored > 0
        ? [
            `  ${vouched} ${dryRun ? 'would be' : 'were'} compared with their release records, the rest with the digests that S3 keeps.`,
          ]
        : []),
      ...faults.map(({ key, reason }) => `  NOT RESTORED ${printable(key)} ${reason}`),
      ...notReplicated.map((key) => `  not in the replica: ${printable(key)}`),
    ])
    .join('\n');
