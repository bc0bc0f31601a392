import { firstObjects } from '../../../domain/site/first-objects';
import { siteObjects } from '../../../domain/site/objects';
import { publishSite } from '../../../functions/lambda/site/publish-site';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { LIMITS, NOW, URL } from '../../domain/site/sample';

test('writes every page with its type, lifetime and tags, over the one that is there', async () => {
  const packages = new MemoryObjectStore();
  await packages.put('index/-/limits', { body: Buffer.from('older'), contentType: 'text/plain' });
  const pages = siteObjects(LIMITS, URL, NOW);
  await publishSite(packages, pages, []);
  await publishSite(packages, pages, []);
  const { objects } = await packages.list('');
  expect(objects.map(({ key }) => key).sort()).toEqual(pages.map(({ key }) => key).sort());
  for (const { key, body, tags } of pages)
    expect(await packages.get(key)).toMatchObject({ body, metadata: { 'cache-tag': tags.join(',') } });
});

test('keeps a page that is made no more', async () => {
  const packages = new MemoryObjectStore();
  const pages = siteObjects(LIMITS, URL, NOW);
  await publishSite(packages, pages, []);
  await publishSite(packages, pages.slice(1), []);
  expect((await packages.get(pages[0]!.key))?.body).toEqual(pages[0]!.body);
});

test('fails when one page cannot be written', async () => {
  const packages = { put: () => Promise.reject(new Error('SlowDown')) };
  await expect(publishSite(packages, siteObjects(LIMITS, URL, NOW), [])).rejects.toThrow('SlowDown');
});

test('writes what others publish later where nothing is yet, and never over it', async () => {
  const packages = new MemoryObjectStore();
  const first = firstObjects(LIMITS, new Date('2026-10-01T00:00:00Z'));
  await packages.put('index/-/packages/pypi/index.html', { body: Buffer.from('published'), contentType: 'text/html' });
  await publishSite(packages, [], first);
  const bodies = first.map(({ key }) => packages.current(key)!.body.toString());
  expect(bodies).toEqual(
    first.map(({ key, body }) => (key === 'index/-/packages/pypi/index.html' ? 'published' : body.toString())),
  );
});
