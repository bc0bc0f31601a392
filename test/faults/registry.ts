/** A whole registry in memory, worked through its messages as the Lambda functions are. */
import type { InvalidationRequest } from '../../domain/contracts/cache-tags';
import { commandKey, MANIFEST_NAME, type UploadId, uploadKey } from '../../domain/contracts/keys';
import type { Command } from '../../domain/contracts/release';
import type { Intake } from '../../functions/lambda/intake/intake';
import type { KeyGeneration } from '../../functions/lambda/intake/introduce-keys';
import type { Later } from '../../functions/lambda/intake/or-later';
import { type Worker, workOff } from '../../functions/lambda/intake/work-off';
import { type Invalidators, invalidateBatch } from '../../functions/lambda/invalidate/invalidate';
import { MemoryAccessStore } from '../../functions/shared/memory/access-store';
import { MemoryEdgeStore } from '../../functions/shared/memory/edge-store';
import { MemoryObjectStore } from '../../functions/shared/memory/object-store';
import { MemoryInvalidator, MemoryQueue } from '../../functions/shared/memory/queue';
import { MemorySigner } from '../../functions/shared/memory/signer';
import type { ScanResults } from '../../functions/shared/ports';
import type { Redelivery, SqsBatchResponse, SqsEvent } from '../../functions/shared/sqs-batch';
import { manifestOf, NOW, newBench, uploadParts } from '../functions/intake/bench';
import { type Around, through } from '../functions/intake/world';
import type { Archive } from '../helpers/pypi-archives';

/** Everything outside of the two functions; each object is a port, or belongs to the test. */
export interface Registry {
  readonly staging: MemoryObjectStore;
  readonly packages: MemoryObjectStore;
  readonly records: MemoryObjectStore;
  /** The index host's, and each files host's. */
  readonly edges: readonly [MemoryEdgeStore, ...MemoryEdgeStore[]];
  readonly access: MemoryAccessStore;
  readonly invalidations: MemoryQueue<InvalidationRequest>;
  /** For each distribution. */
  readonly invalidators: { readonly index: MemoryInvalidator; readonly files: readonly MemoryInvalidator[] };
  /** What the malware scanner has found, by keys of staging. */
  readonly scanned: Map<string, string>;
  /** Bodies of messages that were put back for later. */
  readonly putBack: string[];
}

/** How the functions are deployed. */
export interface Deployment {
  readonly policy: Intake['policy'];
  readonly generations: readonly number[];
  /** Where documents lead. @default https://packages.example.org */
  readonly publicUrl?: string;
  /** Where files are if delivery is split. */
  readonly filesUrls?: readonly string[];
}

/** One message of a queue, and the time at which it is worked off. */
export interface Message {
  readonly queue: 'intake' | 'invalidations';
  readonly bodies: readonly string[];
  readonly time: Date;
  readonly deployment: Deployment;
}

const BUCKET = 'staging-bucket';
/** The same for all registries, so that their signatures are equal. */
const SIGNERS = [1, 2, 3].map((generation) => new MemorySigner(`key-${generation}`));
export const signerOf = (generation: number): MemorySigner => SIGNERS[generation - 1]!;

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

export const newRegistry = (filesHosts = 1): Registry => ({
  staging: new MemoryObjectStore(),
  packages: new MemoryObjectStore(),
  records: new MemoryObjectStore(),
  edges: [new MemoryEdgeStore(), ...times(filesHosts, () => new MemoryEdgeStore())],
  access: new MemoryAccessStore(),
  invalidations: new MemoryQueue<InvalidationRequest>(),
  invalidators: { index: new MemoryInvalidator(), files: times(filesHosts, () => new MemoryInvalidator()) },
  scanned: new Map(),
  putBack: [],
});

export function copyOf(from: Registry): Registry {
  const invalidations = new MemoryQueue<InvalidationRequest>();
  invalidations.messages.push(...from.invalidations.messages);
  const copied = ({ requests }: MemoryInvalidator): MemoryInvalidator => {
    const copy = new MemoryInvalidator();
    copy.requests.push(...requests);
    return copy;
  };
  const [index, ...files] = from.edges;
  return {
    staging: new MemoryObjectStore(from.staging),
    packages: new MemoryObjectStore(from.packages),
    records: new MemoryObjectStore(from.records),
    edges: [new MemoryEdgeStore(index), ...files.map((edge) => new MemoryEdgeStore(edge))],
    access: new MemoryAccessStore(from.access),
    invalidations,
    invalidators: { index: copied(from.invalidators.index), files: from.invalidators.files.map(copied) },
    scanned: new Map(from.scanned),
    putBack: [...from.putBack],
  };
}

/** All that the functions call, by the names under which the handlers hand it to them. */
interface Ports extends Pick<Worker, 'later' | 'redelivery' | 'keys'> {
  readonly intake: Intake;
  readonly invalidators: Invalidators;
}

function portsOf(registry: Registry, { time, deployment: { policy, generations, publicUrl, filesUrls } }: Message): Ports {
  const { staging, packages, records, edges, access, invalidations, invalidators } = registry;
  const [index] = edges;
  const keys: KeyGeneration[] = generations.map((generation) => ({ generation, signer: signerOf(generation) }));
  return {
    intake: {
      ...newBench().intake,
      ...{ staging, packages, records, access, invalidations, policy },
      ...(publicUrl !== undefined && { publicUrl }),
      ...(filesUrls === undefined ? { edges: [index] } : { edges, filesUrls }),
      signer: keys.at(-1)!.signer,
      clock: () => time,
      log: () => undefined,
      ...(policy.screening?.scanMinutes !== undefined && { scans: new Scans(registry.scanned) }),
    },
    keys,
    invalidators: filesUrls === undefined ? { ...invalidators, files: [] } : invalidators,
    later: new PutBack(registry.putBack),
    redelivery: new NoRedelivery(),
  };
}

class Scans implements ScanResults {
  constructor(private readonly found: ReadonlyMap<string, string>) {}
  statusOf = (key: string): Promise<string | undefined> => Promise.resolve(this.found.get(key));
}

class PutBack implements Later {
  constructor(private readonly bodies: string[]) {}
  send(body: string): Promise<void> {
    this.bodies.push(body);
    return Promise.resolve();
  }
}

class NoRedelivery implements Redelivery {
  retryIn = (): Promise<void> => Promise.resolve();
}

/** Delivers a message once. @returns the bodies that have failed */
export async function deliver(registry: Registry, message: Message, around: Around = (_name, call) => call()): Promise<string[]> {
  const { intake, keys, invalidators, later, redelivery } = portsOf(registry, message);
  const world = through({ ...intake, keys, invalidators, later, redelivery }, around);
  const event: SqsEvent = { Records: message.bodies.map((body, i) => recordOf(body, i)) };
  const { batchItemFailures } =
    message.queue === 'intake'
      ? await workOff(event, { ...world, intake: world, stagingBucket: BUCKET })
      : await allOrNone(event, () => invalidateBatch(event, world.invalidators));
  return batchItemFailures.map(({ itemIdentifier }) => message.bodies[Number(itemIdentifier)]!);
}

const recordOf = (body: string, i: number) => ({
  messageId: String(i),
  body,
  receiptHandle: `handle-${i}`,
  attributes: { ApproximateReceiveCount: '1' },
});

/** A function that throws has failed with all of its batch. */
async function allOrNone({ Records }: SqsEvent, work: () => Promise<SqsBatchResponse>): Promise<SqsBatchResponse> {
  try {
    return await work();
  } catch {
    return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }
}

/** @param minute after the start at which the message is worked off */
export const at = (minute: number): Date => new Date(NOW.getTime() + minute * 60_000);

const eventOf = (key: string, time: Date): string =>
  JSON.stringify({
    time: time.toISOString(),
    detail: { bucket: { name: BUCKET }, object: { key, 'version-id': 'v1' }, requester: '111122223333' },
  });

export interface Of {
  readonly ecosystem: string;
  readonly project: string;
}

/** Uploads a release. @returns the message that S3 sends about it */
export async function upload(
  { staging, scanned }: Registry,
  { ecosystem, project }: Of,
  version: string,
  files: readonly Archive[],
  { minute, deployment, name = `upload-${minute}-xxxx` }: { minute: number; deployment: Deployment; name?: string },
): Promise<Message> {
  const { id, objects } = uploadParts(version, name, files, project);
  const manifest = Buffer.from(JSON.stringify({ ...manifestOf(version, files, project), ecosystem }));
  const at_ = { ...id, ecosystem };
  for (const [file, body] of Object.entries({ ...objects, [MANIFEST_NAME]: manifest })) {
    await staging.put(uploadKey(at_, file), { body, contentType: 'application/octet-stream' });
    scanned.set(uploadKey(at_, file), 'NO_THREATS_FOUND');
  }
  return { queue: 'intake', bodies: [eventOf(uploadKey(at_, MANIFEST_NAME), at(minute))], time: at(minute), deployment };
}

/** Writes a command. @returns the message that S3 sends about it */
export async function command(
  { staging }: Registry,
  asked: Partial<Command> & Of,
  { minute, deployment }: { minute: number; deployment: Deployment },
): Promise<Message> {
  const id: UploadId = { ...asked, upload: `command-number-${String(minute).padStart(4, '0')}` };
  const body = { schema: 1, action: 'reindex', by: 'ops', ...asked };
  await staging.put(commandKey(id), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  return { queue: 'intake', bodies: [eventOf(commandKey(id), at(minute))], time: at(minute), deployment };
}

export const misplacedMessage = (key: string, minute: number, deployment: Deployment): Message => ({
  queue: 'intake',
  bodies: [eventOf(key, at(minute))],
  time: at(minute),
  deployment,
});
