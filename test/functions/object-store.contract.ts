/**
 * What every `ObjectStore` must do. Runs against the memory version here, and against a real S3 interface in the deployment test.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { MemoryScratch } from '../../functions/shared/memory/scratch';
import type { ObjectStore, Write } from '../../functions/shared/ports';

const text = (body: string, rest: Partial<Write> = {}): Write => ({
  body: Buffer.from(body),
  contentType: 'text/plain',
  ...rest,
});
const etagOf = (body: string): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** @param open gives a bucket, or a part of one, with nothing below `prefix` */
export function objectStoreContract(name: string, open: () => Promise<{ store: ObjectStore; prefix: string }>): void {
  describe(`${name} as an object store`, () => {
    let store: ObjectStore;
    let key: string;
    let prefix: string;
    let count = 0;
    beforeAll(async () => {
      ({ store, prefix } = await open());
    });
    beforeEach(() => {
      key = `${prefix}object-${++count}`;
    });
    const bodyAt = async (at: string): Promise<string | undefined> => (await store.get(at))?.body.toString();

    test('a missing object is undefined, not an error', async () => {
      expect(await store.get(key)).toBeUndefined();
      expect(await store.head(key)).toBeUndefined();
    });

    test('gives back bytes, size, MD5 as ETag, and metadata', async () => {
      const body = Buffer.from([0, 255, 10, 13, 128]);
      const metadata = { 'cache-tag': 'project:pypi:demo,ecosystem:pypi', revision: '7' };
      expect(await store.put(key, { body, contentType: 'application/octet-stream', metadata })).toBe('stored');
      const head = { etag: `"${createHash('md5').update(body).digest('hex')}"`, size: 5, metadata };
      expect(await store.head(key)).toEqual(head);
      expect(await store.get(key)).toEqual({ ...head, body });
    });

    test('opens an object, and stores one that is read piece by piece', async () => {
      expect(await store.open(key)).toBeUndefined();
      const bytes = Buffer.alloc(300_000, 'a few more bytes than are read at once');
      const body = await new MemoryScratch().receive(Readable.from([bytes]));
      const lockedUntil = new Date(Date.now() + 2 * 24 * 60 * 60 * 1000);
      const write = { body, contentType: 'application/octet-stream', when: 'absent', lockedUntil } as const;
      expect(await store.put(key, write)).toBe('stored');
      expect(await store.put(key, write)).toBe('condition-failed');
      const opened = await store.open(key);
      expect(opened).toMatchObject({ size: bytes.length, etag: `"${body.digests.md5}"` });
      const chunks: Buffer[] = [];
      for await (const chunk of opened!.body) chunks.push(chunk);
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    });

    test('replaces without a condition', async () => {
      await store.put(key, text('one'));
      expect(await store.put(key, text('two'))).toBe('stored');
      expect(await bodyAt(key)).toBe('two');
    });

    test('creates only what is absent', async () => {
      expect(await store.put(key, text('one', { when: 'absent' }))).toBe('stored');
      expect(await store.put(key, text('two', { when: 'absent' }))).toBe('condition-failed');
      expect(await bodyAt(key)).toBe('one');
    });

    test('replaces only the content that was seen', async () => {
      await store.put(key, text('one'));
      expect(await store.put(key, text('two', { when: { etag: etagOf('one') } }))).toBe('stored');
      expect(await store.put(key, text('three', { when: { etag: etagOf('one') } }))).toBe('condition-failed');
      expect(await bodyAt(key)).toBe('two');
    });

    test('replaces nothing that is not there', async () => {
      expect(await store.put(key, text('two', { when: { etag: etagOf('one') } }))).toBe('condition-failed');
      expect(await store.get(key)).toBeUndefined();
    });

    test('of many creations at once exactly one succeeds', async () => {
      const results = await Promise.all(['a', 'b', 'c', 'd'].map((body) => store.put(key, text(body, { when: 'absent' }))));
      expect(results.filter((result) => result === 'stored')).toHaveLength(1);
      expect(await bodyAt(key)).toBe('abcd'[results.indexOf('stored')]);
    });

    test('stores a locked object', async () => {
      const lockedUntil = new Date(Date.now() + 2 * 24 * 60 * 60 * 1000);
      expect(await store.put(key, text('kept', { when: 'absent', lockedUntil }))).toBe('stored');
      expect(await bodyAt(key)).toBe('kept');
    });

    test('keeps keys with plus, exclamation mark and slash apart', async () => {
      await store.put(`${key}/1!2.0+local.1.json`, text('odd'));
      expect(await bodyAt(`${key}/1!2.0+local.1.json`)).toBe('odd');
      expect(await store.get(`${key}/1!2.0 local.1.json`)).toBeUndefined();
    });

    test('lists what is below a prefix, in order, with sizes', async () => {
      for (const name of ['b', 'a', 'sub/c']) await store.put(`${key}/${name}`, text(name));
      await store.put(`${key}x`, text('outside'));
      expect(await store.list(`${key}/`)).toEqual({
        objects: [
          { key: `${key}/a`, size: 1 },
          { key: `${key}/b`, size: 1 },
          { key: `${key}/sub/c`, size: 5 },
        ],
        truncated: false,
      });
      expect((await store.list(`${key}/`, `${key}/a`)).objects.map((object) => object.key)).not.toContain(`${key}/a`);
      expect(await store.list(`${key}/none/`)).toEqual({ objects: [], truncated: false });
    });

    test('copies bytes and metadata', async () => {
      await store.put(`${key}+a`, text('copied', { metadata: { tag: 'x' } }));
      await store.copy(`${key}+a`, `${key}-b`);
      expect(await store.get(`${key}-b`)).toMatchObject({ body: Buffer.from('copied'), metadata: { tag: 'x' } });
      expect(await bodyAt(`${key}+a`)).toBe('copied');
    });

    test('refuses to copy what is not there', async () => {
      await expect(store.copy(`${key}-none`, `${key}-b`)).rejects.toMatchObject({ name: 'NoSuchKey' });
    });
  });
}
