/** A versioned bucket in memory, with S3's conditional writes and locks. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Listing, ObjectHead, ObjectStore, OpenedObject, RemovingStore, StoredObject, Write, WriteResult } from '../ports';

interface Version extends Omit<Write, 'when' | 'body'> {
  readonly body: Buffer;
  readonly id: string;
}

export class MemoryObjectStore implements ObjectStore, RemovingStore {
  private readonly versions: Map<string, readonly Version[]>;

  /** @param from the store whose content the new one begins with. @default - empty */
  constructor(from?: MemoryObjectStore) {
    this.versions = new Map(from?.versions);
  }

  async get(key: string, version?: string): Promise<StoredObject | undefined> {
    const all = this.versions.get(key);
    const found = version === undefined ? all?.at(-1) : all?.find(({ id }) => id === version);
    return Promise.resolve(found && { ...headOf(found), body: Buffer.from(found.body) });
  }

  async open(key: string): Promise<OpenedObject | undefined> {
    const found = await this.get(key);
    return found && { ...found, body: Readable.from([found.body]) };
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    const found = this.current(key);
    return Promise.resolve(found && headOf(found));
  }

  async put(key: string, { when, ...write }: Write): Promise<WriteResult> {
    const found = this.current(key);
    const holds = when === undefined || (when === 'absent' ? !found : found !== undefined && headOf(found).etag === when.etag);
    if (holds) this.add(key, { ...write, body: wholeOf(write.body) });
    return Promise.resolve(holds ? 'stored' : 'condition-failed');
  }

  async list(prefix: string, after = ''): Promise<Listing> {
    const start = Buffer.from(after);
    const keys = this.keys().filter((key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), start) > 0);
    const objects = keys.slice(0, 1000).map((key) => ({ key, size: this.current(key)!.body.length }));
    return Promise.resolve({ objects, truncated: keys.length > objects.length });
  }

  async copy(from: string, to: string): Promise<void> {
    const found = this.current(from);
    if (!found) throw Object.assign(new Error(`There is no ${from}.`), { name: 'NoSuchKey' });
    this.add(to, { ...found, lockedUntil: undefined });
    return Promise.resolve();
  }

  /** With all its versions, as if S3 had expired them. */
  async remove(key: string): Promise<void> {
    this.versions.delete(key);
    return Promise.resolve();
  }

  /** Puts the same under many new keys, in a fraction of the time. */
  fill(keys: Iterable<string>, write: Omit<Version, 'id'>): void {
    const only: readonly Version[] = [{ ...write, id: 'v1' }];
    for (const key of keys) this.versions.set(key, only);
  }

  /** Every version of a key with all that was written, oldest first. */
  history(key: string): readonly Version[] {
    return this.versions.get(key) ?? [];
  }

  current(key: string): Version | undefined {
    return this.versions.get(key)?.at(-1);
  }

  /** All keys in the order of their bytes. */
  keys(): string[] {
    const keys = [...this.versions.keys()].map((key) => ({ key, bytes: Buffer.from(key) }));
    return keys.sort((a, b) => Buffer.compare(a.bytes, b.bytes)).map(({ key }) => key);
  }

  private add(key: string, write: Omit<Version, 'id'>): void {
    const all = this.versions.get(key) ?? [];
    this.versions.set(key, [...all, { ...write, body: Buffer.from(write.body), id: `v${all.length + 1}` }]);
  }
}

const wholeOf = (body: Write['body']): Buffer => (Buffer.isBuffer(body) ? body : body.read(0, body.size));

const headOf = ({ body, metadata = {} }: Version): ObjectHead => ({
  etag: `"${createHash('md5').update(body).digest('hex')}"`,
  size: body.length,
  metadata,
});
