/** Uploads a release and waits for what the intake decides. */
import { MANIFEST_NAME, type UploadId, uploadKey, verdictKey } from '../../domain/contracts/keys';
import type { CommandVerdict, Manifest, Verdict } from '../../domain/contracts/release';
import type { NamedContent } from './content';
import { printable } from './failure';
import type { UploadStore, World } from './world';

/** One upload as it shall be. */
export interface Upload {
  readonly id: UploadId;
  readonly manifest: Manifest;
  /** Files and bundles. */
  readonly contents: readonly NamedContent[];
}

/**
 * Creates every object of an upload, `release.json` last: it commits the release. What is there already was put by an earlier try: the
 * upload's name stands for its files.
 * @returns how many objects were there
 */
export async function upload(
  store: UploadStore,
  { id, manifest, contents }: Upload,
  progress: World['progress'],
): Promise<number> {
  const total = contents.reduce((sum, { content }) => sum + content.size, 0);
  let done = 0;
  let there = 0;
  let shown = '';
  for (const { name, content } of contents) {
    const show = (sent: number): void => {
      const line = bar(done + sent, total, name);
      if (line !== shown) progress(line);
      shown = line;
    };
    show(0);
    if ((await store.create(uploadKey(id, name), content, contentTypeOf(name), show)) === 'exists') there++;
    done += content.size;
  }
  progress('');
  const body = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await store.create(uploadKey(id, MANIFEST_NAME), body, contentTypeOf(MANIFEST_NAME));
  return there;
}

const contentTypeOf = (name: string): string => (name.endsWith('.json') ? 'application/json' : 'application/octet-stream');

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

export async function findVerdict<Answer extends Verdict | CommandVerdict>(
  store: UploadStore,
  id: UploadId,
): Promise<Answer | undefined> {
  const found = await store.find(verdictKey(id));
  return found && (JSON.parse(found.toString()) as Answer);
}
