import fc from 'fast-check';
import { GENERIC } from '../../../domain/packages/generic';
import { ask } from './harness';

const askGeneric = (path: string) => ask(path, { ecosystem: 'generic' });

test.each([
  ['/generic/demo-2/', 'index/generic/demo-2/index.html', 'index'],
  ['/generic/demo/index.json', 'index/generic/demo/index.json', 'index'],
  ['/generic/demo/1.0/SHA256SUMS', 'index/generic/demo/1.0/SHA256SUMS', 'index'],
  ['/generic/demo/1.0/SHA256SUMS.asc', 'files/generic/demo/1.0/SHA256SUMS.asc', 'bundle'],
  ['/generic/demo/1.0/demo', 'files/generic/demo/1.0/demo', 'file'],
  ['/generic/demo/1.0+a/demo+b~1.zip', 'files/generic/demo/1.0%2Ba/demo%2Bb~1.zip', 'file'],
  ['/generic/demo/1.0/demo.zip.sigstore.json', 'files/generic/demo/1.0/demo.zip.sigstore.json', 'bundle'],
  ['/generic/demo/1.0/demo.zip.2.sigstore.json', 'files/generic/demo/1.0/demo.zip.2.sigstore.json', 'bundle'],
])('%s is served from %s and logged as %s', async (path, key, kind) => {
  const { answer, logged } = await askGeneric(path);
  expect(answer.uri).toBe(`/${key}`);
  expect(JSON.parse(logged ?? '')).toEqual({ tier: 'anonymous', ecosystem: 'generic', project: path.split('/')[2], kind });
});

test('a project without its slash moves to where relative links work', async () => {
  const { answer } = await askGeneric('/generic/demo');
  expect([answer.statusCode, answer.headers.location]).toEqual([301, { value: '/generic/demo/' }]);
});

test.each([
  '/generic/',
  '/generic/Demo/',
  '/generic/demo/1.0/',
  '/generic/demo/1.0/a/b',
  '/generic/demo/x.json',
  '/generic/de.mo/1/a',
])('%s is 404 without asking the origin', async (path) => {
  expect((await askGeneric(path)).answer.statusCode).toBe(404);
});

test('property: a file that the registry takes is served from the object that it stored', async () => {
  const part = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._+~-]{0,12}[A-Za-z0-9]$/).filter((text) => !text.includes('..'));
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+){0,2}$/), part, part, async (project, version, name) => {
      fc.pre(name !== 'SHA256SUMS');
      const { answer } = await askGeneric(GENERIC.filePath(project, name, version));
      const { key } = GENERIC.fileObject(project, { name }, Buffer.alloc(0), version);
      expect(decodeURIComponent((answer.uri ?? '').slice(1))).toBe(key);
    }),
  );
});
