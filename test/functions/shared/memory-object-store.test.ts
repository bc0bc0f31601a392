import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { objectStoreContract } from '../object-store.contract';

objectStoreContract('MemoryObjectStore', () => Promise.resolve({ store: new MemoryObjectStore(), prefix: 'contract/' }));

const text = (body: string) => ({ body: Buffer.from(body), contentType: 'text/plain' });

test('reads an old version', async () => {
  const store = new MemoryObjectStore();
  await store.put('key', text('one'));
  await store.put('key', text('two'));
  expect((await store.get('key', 'v1'))?.body.toString()).toBe('one');
  expect(await store.get('key', 'v3')).toBeUndefined();
});

test('lists 1,000 objects at most and says that there are more', async () => {
  const store = new MemoryObjectStore();
  for (let i = 0; i < 1001; i++) await store.put(`many/${i}`, text(''));
  const { objects, truncated } = await store.list('many/');
  expect([objects.length, truncated]).toEqual([1000, true]);
});

test('shows what was written, with its lock', async () => {
  const store = new MemoryObjectStore();
  const lockedUntil = new Date('2027-01-01T00:00:00Z');
  await store.put('key', { ...text('locked'), lockedUntil });
  expect(store.current('key')).toEqual({ id: 'v1', body: Buffer.from('locked'), contentType: 'text/plain', lockedUntil });
});
