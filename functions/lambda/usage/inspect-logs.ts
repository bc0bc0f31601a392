/** Looks at each log file once, before it is counted, and takes out of the way what would be counted wrongly. */
import { SET_ASIDE_PREFIX } from '../../../domain/contracts/usage';
import { readEach } from '../../../domain/read-each';
import {
  type Fate,
  inspectedKey,
  isSorted,
  judge,
  type LogFileReading,
  logFaultKey,
  logFolder,
  type ReportedFault,
} from '../../../domain/usage/log-files';
import { readLogFile } from '../../../domain/usage/read-log-file';
import type { ObjectStore, RemovingStore } from '../../shared/ports';
import { sortLogFile } from './sort-log-file';

export interface LogInspection {
  readonly logs: Pick<ObjectStore, 'open' | 'list' | 'copy' | 'put'> & RemovingStore;
  readonly usage: Pick<ObjectStore, 'get' | 'put'>;
  readonly distributionIds: readonly string[];
}

export interface Inspected {
  /** Files that had not been looked at before. */
  readonly files: number;
  /** Not reported before. */
  readonly faults: readonly ReportedFault[];
  /** Days, of any folder, that have got lines of a sorted file. */
  readonly touched: readonly string[];
}

/** Digest of what is in it by the key of each file. */
type Known = Record<string, string>;

interface Progress {
  readonly files: number;
  readonly faults: ReportedFault[];
  readonly touched: Set<string>;
  /** Key by digest, over all days and distributions. */
  readonly seen: Map<string, string>;
}

/** Reading is waiting for the network, for the most part. */
const AT_ONCE = 16;

/** @param days oldest first: what is delivered again comes later, as a rule */
export async function inspectLogs(at: LogInspection, days: readonly string[]): Promise<Inspected> {
  const progress: Progress = { files: 0, faults: [], touched: new Set(), seen: new Map() };
  let files = 0;
  for (const day of days)
    for (const distributionId of at.distributionIds) files += await inspectFolder(at, { distributionId, day }, progress);
  return { files, faults: progress.faults, touched: [...progress.touched].sort() };
}

interface Folder {
  readonly distributionId: string;
  readonly day: string;
}

async function inspectFolder(at: LogInspection, folder: Folder, progress: Progress): Promise<number> {
  const manifest = inspectedKey(folder.distributionId, folder.day);
  const known: Known = await readKnown(at.usage, manifest);
  for (const [key, digest] of Object.entries(known)) progress.seen.set(digest, key);
  let files = 0;
  for await (const page of pagesOf(at.logs, logFolder(folder.distributionId, folder.day))) {
    const fresh = page.filter((key) => !(key in known) && !isSorted(key));
    for await (const { key, reading } of readEach(fresh, (one) => readingOf(at, one, folder.day), AT_ONCE))
      if (reading) await settle(at, { folder, key, reading }, known, progress);
    // After each page: what was looked at stays looked at when a later file fails.
    if (fresh.length > 0)
      await at.usage.put(manifest, { body: Buffer.from(JSON.stringify(known)), contentType: 'application/json' });
    files += fresh.length;
  }
  return files;
}

async function readKnown(usage: Pick<ObjectStore, 'get'>, manifest: string): Promise<Known> {
  const found = await usage.get(manifest);
  return found ? (JSON.parse(found.body.toString()) as Known) : {};
}

async function* pagesOf(logs: Pick<ObjectStore, 'list'>, prefix: string): AsyncGenerator<string[]> {
  for (let after: string | undefined; ; ) {
    const { objects, truncated } = await logs.list(prefix, after);
    const keys = objects.map(({ key }) => key);
    yield keys;
    after = keys.at(-1);
    if (!truncated) return;
  }
}

/** Without a reading when the file is gone since it was listed: another run has taken it out of the way. */
async function readingOf({ logs }: LogInspection, key: string, day: string) {
  const found = await logs.open(key);
  return { key, reading: found && (await readLogFile(found, day)) };
}

interface Read {
  readonly folder: Folder;
  readonly key: string;
  readonly reading: LogFileReading;
}

/** In this order, so that a run that ends anywhere in between is made good by the next. */
async function settle(at: LogInspection, { folder, key, reading }: Read, known: Known, { seen, faults, touched }: Progress) {
  const { digest } = reading;
  const earlier = seen.get(digest);
  const { fate, faults: found } = judge(reading, earlier === key ? undefined : earlier);
  if (fate === 'sorted') for (const day of await sort(at, { folder, key, reading })) touched.add(day);
  for (const fault of found) {
    const reported = { file: key, day: folder.day, ...fault, fate };
    if (await report(at.usage, reported)) faults.push(reported);
  }
  if (fate !== 'set-aside') {
    known[key] = digest;
    seen.set(digest, key);
  }
  await takeAway(at, key, fate);
}

async function sort({ logs }: LogInspection, { folder: { distributionId }, key, reading: { digest } }: Read): Promise<string[]> {
  const again = await logs.open(key);
  return again ? sortLogFile(logs, again.body, { distributionId, digest }) : [];
}

/** Whether it is told for the first time. */
async function report(usage: Pick<ObjectStore, 'put'>, fault: ReportedFault): Promise<boolean> {
  const body = Buffer.from(`${JSON.stringify(fault)}\n`);
  return (await usage.put(logFaultKey(fault), { body, contentType: 'application/json', when: 'absent' })) === 'stored';
}

async function takeAway({ logs }: LogInspection, key: string, fate: Fate): Promise<void> {
  if (fate === 'kept') return;
  await logs.copy(key, SET_ASIDE_PREFIX + key);
  await logs.remove(key);
}
