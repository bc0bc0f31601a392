/** Brings back what a bucket lacks and its replica has: verified, locked, never over what is there, and again from any point. */
import { REPLICATED, type ReplicatedBucket, type ReplicatedPrefix } from '../../../domain/contracts/replica';
import type { KeptBucket, KeptHeaders, KeptObject } from './buckets';
import type { ExpectedFile } from './expected-files';
import { inParallel } from './in-parallel';
import { type Received, withReceived } from './receive';

export interface Work {
  readonly kind: ReplicatedBucket;
  readonly from: KeptBucket;
  readonly to: KeptBucket;
  /** Files that records name, by key; none for the records themselves. */
  readonly expected: ReadonlyMap<string, ExpectedFile>;
  /** Days for which the bucket's policy wants objects to be locked. */
  readonly lockDays: number;
  readonly now: Date;
  /** Only compare. */
  readonly dryRun: boolean;
  readonly progress: (line: string) => void;
}

export interface Fault {
  readonly key: string;
  readonly reason: string;
}

export interface Restored {
  readonly bucket: ReplicatedBucket;
  /** Objects that were brought back, or would be. */
  restored: number;
  /** Of the restored ones, those that a release record vouches for; the others are checked by S3's own digest. */
  vouched: number;
  /** Of the restored ones. */
  bytes: number;
  /** Objects that were there. */
  present: number;
  /** What was not restored, or is there and differs from the replica, or is gone from both. */
  readonly faults: Fault[];
  /** Keys that the registry has and the replica has not. */
  readonly notReplicated: string[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

export async function restoreBucket(work: Work): Promise<Restored> {
  const report: Restored = { bucket: work.kind, restored: 0, vouched: 0, bytes: 0, present: 0, faults: [], notReplicated: [] };
  for (const prefix of REPLICATED[work.kind]) await restorePrefix(work, prefix, report);
  work.progress('');
  report.faults.sort((a, b) => (a.key < b.key ? -1 : 1));
  return report;
}

async function restorePrefix(work: Work, prefix: ReplicatedPrefix, report: Restored): Promise<void> {
  const [kept, here] = await Promise.all([work.from.list(prefix.prefix), work.to.list(prefix.prefix)]);
  const there = new Map(here.map((object) => [object.key, object]));
  const missing = kept.filter((object) => !isThere(object, there.get(object.key), prefix, report));
  const keptKeys = new Set(kept.map(({ key }) => key));
  report.notReplicated.push(...here.map(({ key }) => key).filter((key) => !keptKeys.has(key)));
  for (const key of work.expected.keys()) {
    if (!keptKeys.has(key) && !there.has(key))
      report.faults.push({ key, reason: 'a record names it, and it is in neither bucket' });
  }
  await inParallel(missing, async (object) => {
    await restoreOne(work, object, prefix, report);
    work.progress(`${prefix.prefix} ${report.restored} restored, ${object.key}`);
  });
}

function isThere(kept: KeptObject, found: KeptObject | undefined, { locked }: ReplicatedPrefix, report: Restored): boolean {
  if (!found) return false;
  // Documents that are replaced may be newer here than there.
  if (locked && (found.etag !== kept.etag || found.size !== kept.size))
    report.faults.push({ key: kept.key, reason: 'is there with other content than in the replica; it was left as it is' });
  else report.present++;
  return true;
}

async function restoreOne(work: Work, object: KeptObject, { locked }: ReplicatedPrefix, report: Restored): Promise<void> {
  const { key } = object;
  if (work.dryRun) {
    count(report, work, object);
    return;
  }
  const opened = await work.from.open(key);
  if (!opened) {
    report.faults.push({ key, reason: 'was listed in the replica and is gone' });
    return;
  }
  await withReceived(opened.body, object.size, async (received) => {
    const reason = faultOf(object, received, work.expected.get(key));
    if (reason !== undefined) report.faults.push({ key, reason });
    else if ((await work.to.create(key, received.content, headersFor(opened.headers, locked, work))) === 'exists')
      report.present++;
    else count(report, work, object);
  });
}

function count(report: Restored, { expected }: Work, { key, size }: KeptObject): void {
  report.restored++;
  report.bytes += size;
  if (expected.has(key)) report.vouched++;
}

/** Why the bytes are not those that were released. */
function faultOf({ size, etag }: KeptObject, { content, md5 }: Received, expected: ExpectedFile | undefined): string | undefined {
  if (expected && content.sha256 !== expected.sha256)
    return `has SHA-256 ${content.sha256} in the replica, its release record says ${expected.sha256}; it was not restored`;
  if (content.size !== size) return `has ${content.size} bytes in the replica, which lists it with ${size}; it was not restored`;
  // Of an object that came in parts, or with a KMS key, the tag is no MD5.
  if (/^"[0-9a-f]{32}"$/.test(etag) && etag !== `"${md5}"`)
    return `has MD5 ${md5} in the replica, which lists it as ${etag}; it was not restored`;
  return undefined;
}

/** As they were. The lock never becomes shorter, and is as long as the bucket's policy wants it for a new object. */
function headersFor({ lockedUntil, ...headers }: KeptHeaders, locked: boolean, { now, lockDays }: Work): KeptHeaders {
  if (!locked) return headers;
  const least = now.getTime() + lockDays * DAY_MS;
  return { ...headers, lockedUntil: new Date(Math.max(least, lockedUntil?.getTime() ?? 0)) };
}
