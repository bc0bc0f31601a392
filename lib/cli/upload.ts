/** Uploads a release and waits for what the intake decides. */
import { MANIFEST_NAME, type UploadId, uploadKey, verdictKey } from '../../domain/contracts/keys';
import type { CommandVerdict, Manifest, Verdict } from '../../domain/contracts/release';
import { printable } from './failure';
import type { UploadStore, World } from './world';

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Creates every object of an upload, `release.json` last: it commits the release. An object that exists already is our own,
 * put by an earlier try whose answer was lost, because the upload's name ends in random characters.
 */
export async function upload(
  store: UploadStore,
  id: UploadId,
  manifest: Manifest,
  files: readonly NamedBytes[],
  progress: World['progress'],
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let done = 0;
  for (const { name, bytes } of files) {
    progress(bar(done, total, name));
    await store.create(uploadKey(id, name), bytes, name.endsWith('.json') ? 'application/json' : 'application/octet-stream');
    done += bytes.length;
  }
  progress('');
  const body = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await store.create(uploadKey(id, MANIFEST_NAME), body, 'application/json');
}

const WIDTH = 20;
const MIB = 2 ** 20;

/** One line: how much of all bytes is there, and what goes next. Names of files are the publisher's own. */
export function bar(done: number, total: number, next: string): string {
  const full = total === 0 ? 0 : Math.floor((WIDTH * done) / total);
  const mib = (bytes: number): string => (bytes / MIB).toFixed(1);
  return `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${mib(done)} of ${mib(total)} MiB, ${printable(next)}`;
}

/** How long a verdict is waited for, and how often it is looked for. Milliseconds. */
export interface Patience {
  readonly timeout: number;
  readonly interval: number;
}

/** How often a verdict is looked for; a local registry answers sooner. Milliseconds. */
export const INTERVAL = { local: 250, aws: 2000 };

/** Undefined when there was none in time. */
export async function awaitVerdict<Answer extends Verdict | CommandVerdict = Verdict>(
  store: UploadStore,
  id: UploadId,
  { timeout, interval }: Patience,
  { clock, sleep }: Pick<World, 'clock' | 'sleep'>,
): Promise<Answer | undefined> {
  const deadline = clock().getTime() + timeout;
  for (;;) {
    const verdict = await findVerdict<Answer>(store, id);
    if (verdict || clock().getTime() >= deadline) return verdict;
    await sleep(interval);
  }
}

/** Lists before it reads: to a publisher, who may not list the whole bucket, S3 answers 403 for an object that is not there. */
export async function findVerdict<Answer extends Verdict | CommandVerdict>(
  store: UploadStore,
  id: UploadId,
): Promise<Answer | undefined> {
  const key = verdictKey(id);
  const listed = await store.list(key);
  return listed.some((object) => object.key === key) ? (JSON.parse((await store.read(key)).toString()) as Answer) : undefined;
}
