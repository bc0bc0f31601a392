/** `registry redrive`: gives what was put aside back to the functions that could not do it. */
import { ACCESS_CLOCK_MESSAGE } from '../../domain/contracts/access';
import { parseCommandKey, parseUploadKey } from '../../domain/contracts/keys';
import { printable } from './failure';
import { findPlace, type PlaceOptions } from './place';
import type { DeadLetter, DeadLetterQueue, World } from './world';

export interface RedriveOptions extends PlaceOptions {
  /** Only show what there is. */
  readonly dryRun?: boolean;
  /** @default - of every queue */
  readonly queue?: string;
  readonly json?: boolean;
}

interface Listed {
  readonly queue: string;
  readonly id: string;
  readonly sent: string;
  readonly about: string;
}

/** @returns the exit code: 0 */
export async function redrive(options: RedriveOptions, world: World): Promise<number> {
  const queues = await world.connectQueues(findPlace(options));
  const listed: Listed[] = [];
  for (const queue of queues.filter(({ name }) => options.queue === undefined || options.queue === name)) {
    for (const letter of options.dryRun ? await lookAt(queue) : await moveAll(queue)) listed.push(listedAs(queue, letter));
  }
  world.out(options.json ? toJson(listed, options) : toText(listed, options));
  return 0;
}

async function moveAll(queue: DeadLetterQueue): Promise<DeadLetter[]> {
  const moved: DeadLetter[] = [];
  for (let letters = await queue.receive(); letters.length > 0; letters = await queue.receive()) {
    for (const letter of letters) await queue.moveBack(letter);
    moved.push(...letters);
  }
  return moved;
}

/** All are received before one is put back, or the first would come again and again. */
async function lookAt(queue: DeadLetterQueue): Promise<DeadLetter[]> {
  const seen = new Map<string, DeadLetter>();
  for (let letters = await queue.receive(); letters.length > 0; letters = await queue.receive())
    for (const letter of letters) seen.set(letter.id, letter);
  for (const letter of seen.values()) await queue.putBack(letter);
  return [...seen.values()];
}

const listedAs = ({ name }: DeadLetterQueue, { id, sent, body }: DeadLetter): Listed => ({
  queue: name,
  id,
  sent: sent.toISOString(),
  about: printable(aboutOf(body)),
});

/** What a message is about, in words; nobody has checked it yet. */
export function aboutOf(body: string): string {
  const message = parse(body) as { detail?: { object?: { key?: unknown } }; tags?: unknown } | null;
  const key = message?.detail?.object?.key;
  if (typeof key === 'string') return aboutKey(key);
  if (Array.isArray(message?.tags)) return `invalidation of ${message.tags.join(', ')}`;
  if (body === JSON.stringify(ACCESS_CLOCK_MESSAGE)) return 'the hourly look at what is allowed and blocked for a time';
  return `not readable, begins with: ${JSON.stringify(body.slice(0, 60))}`;
}

function aboutKey(key: string): string {
  const command = parseCommandKey(key);
  if (command) return `${command.ecosystem} ${command.project}, ${command.upload}`;
  const upload = parseUploadKey(key);
  return upload ? `${upload.ecosystem} ${upload.project}, upload ${upload.upload}` : `object ${key}`;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const toJson = (messages: readonly Listed[], { dryRun = false }: RedriveOptions): string =>
  JSON.stringify({ schema: 1, moved: dryRun ? 0 : messages.length, messages }, null, 2);

function toText(listed: readonly Listed[], { dryRun }: RedriveOptions): string {
  if (listed.length === 0) return 'Nothing was put aside.';
  const count = listed.length === 1 ? '1 message' : `${listed.length} messages`;
  const lines = listed.map(({ queue, sent, about }) => `  ${queue}  ${sent}  ${about}`);
  return [dryRun ? `${count} put aside:` : `${count} moved back, to be tried again:`, ...lines].join('\n');
}
