import fc from 'fast-check';
import { NPM } from '../../../domain/packages/npm';
import { type Asked, ask, token } from './harness';

const askNpm = (path: string, asked: Asked = {}) => ask(path, { ...asked, ecosystem: 'npm' });
const AUDIT = '/npm/-/npm/v1/security/advisories/bulk';

test.each([
  ['/npm/demo', '/index/npm/demo/full.json'],
  ['/npm/lodash.merge', '/index/npm/lodash.merge/full.json'],
  ['/npm/@demo/lib', '/index/npm/@demo/lib/full.json'],
  ['/npm/@demo%2flib', '/index/npm/@demo/lib/full.json'],
  ['/npm/%40demo%2Flib', '/index/npm/@demo/lib/full.json'],
  ['/npm/demo/-/demo-1.0.0.tgz', '/files/npm/demo/-/demo-1.0.0.tgz'],
  ['/npm/@demo/lib/-/lib-1.0.0-RC.1.tgz', '/files/npm/@demo/lib/-/lib-1.0.0-RC.1.tgz'],
  ['/npm/@demo%2flib/-/lib-1.0.0.tgz', '/files/npm/@demo/lib/-/lib-1.0.0.tgz'],
  ['/npm/demo/-/demo-1.0.0.tgz.sigstore.json', '/files/npm/demo/-/demo-1.0.0.tgz.sigstore.json'],
  ['/npm/demo/-/demo-1.0.0.tgz.2.sigstore.json', '/files/npm/demo/-/demo-1.0.0.tgz.2.sigstore.json'],
  ['/npm/-/ping', '/index/npm/-/ping'],
  ['/npm/-/npm/v1/keys', '/index/npm/-/npm/v1/keys'],
  ['/npm/-/npm/v1/attestations/demo@1.0.0', '/files/npm/-/npm/v1/attestations/demo@1.0.0'],
  ['/npm/-/npm/v1/attestations/@demo%2flib@1.0.0', '/files/npm/-/npm/v1/attestations/@demo/lib@1.0.0'],
  ['/npm/npm/-/npm/v1/attestations/demo@1.0.0', '/files/npm/-/npm/v1/attestations/demo@1.0.0'],
])('%s is served from %s', async (path, key) => {
  expect((await askNpm(path)).answer.uri).toBe(key);
  expect((await askNpm(path, { method: 'HEAD' })).answer.uri).toBe(key);
});

const CORGI = 'application/vnd.npm.install-v1+json';
test.each([
  ['npm install', 'application/json', 'full'],
  ['npm outdated, Yarn 1, pnpm', `${CORGI}; q=1.0, application/json; q=0.8, */*`, 'abbr'],
  ['Yarn 2 and later', undefined, 'full'],
  ['a browser', 'text/html,application/xhtml+xml,*/*;q=0.8', 'full'],
  ['who wants nothing else', CORGI, 'abbr'],
  ['who likes both', `${CORGI}, application/json`, 'abbr'],
])('the form for %s (Accept: %s) is %s', async (_, accept, form) => {
  const { answer } = await askNpm('/npm/@demo%2flib', accept === undefined ? {} : { headers: { accept } });
  expect(answer.uri).toBe(`/index/npm/@demo/lib/${form}.json`);
});

test.each([
  '/npm',
  '/npm/',
  '/npm/-',
  '/npm/-/all',
  '/npm/-/v1/search',
  '/npm/-/npm/v1/attestations/',
  '/npm/@demo',
  '/npm/@demo/lib/more',
  '/npm/demo/latest',
  '/npm/demo/-/',
  '/npm/demo/-/demo-1.0.0.zip',
  '/npm/demo/-/demo-1.0.0.tgz.sha512',
  '/npm/.demo',
  '/npm/demo/full.json',
  '/pypi/simple/',
  '/index/npm/demo/full.json',
])('%s is nowhere', async (path) => {
  expect((await askNpm(path)).answer).toMatchObject({ statusCode: 404 });
});

test.each([
  ['/npm/@demo%2flib', { tier: 'anonymous', ecosystem: 'npm', project: '@demo/lib', kind: 'index' }],
  ['/npm/demo/-/demo-1.0.0.tgz', { tier: 'anonymous', ecosystem: 'npm', project: 'demo', kind: 'file' }],
  ['/npm/demo/-/demo-1.0.0.tgz.sigstore.json', { tier: 'anonymous', ecosystem: 'npm', project: 'demo', kind: 'bundle' }],
  ['/npm/-/npm/v1/keys', { tier: 'anonymous', ecosystem: 'npm', kind: 'listing' }],
  [
    '/npm/-/npm/v1/attestations/@demo%2flib@1.0.0',
    { tier: 'anonymous', ecosystem: 'npm', project: '@demo/lib', kind: 'provenance' },
  ],
])('%s is logged as %j', async (path, record) => {
  expect(JSON.parse((await askNpm(path)).logged ?? '')).toEqual(record);
});

test('a question for advisories is answered with none, whoever asks', async () => {
  const none = {
    statusCode: 200,
    body: '{}\n',
    headers: { 'content-type': { value: 'application/json' }, 'cache-control': { value: 'no-store' } },
  };
  expect((await askNpm(AUDIT, { method: 'POST' })).answer).toMatchObject(none);
  const headers = { authorization: `Bearer ${token()}` };
  expect((await askNpm(`/t/gold/acme${AUDIT}`, { method: 'POST', headers })).answer).toMatchObject(none);
  expect((await askNpm(`/t/gold/acme${AUDIT}`, { method: 'POST' })).answer).toMatchObject({ statusCode: 401 });
});

test.each([
  ['POST', '/npm/demo'],
  ['POST', `${AUDIT}/`],
  ['PUT', AUDIT],
  ['PUT', '/npm/@demo%2flib'],
  ['DELETE', '/npm/demo/-/demo-1.0.0.tgz'],
])('%s %s is not allowed', async (method, path) => {
  expect((await askNpm(path, { method })).answer).toMatchObject({ statusCode: 405, headers: { allow: { value: 'GET, HEAD' } } });
});

test('another ecosystem alone answers no POST', async () => {
  expect((await ask(AUDIT, { method: 'POST' })).answer).toMatchObject({ statusCode: 405 });
});

test('property: what the documents link is served from what is stored', async () => {
  const part = fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,9}[a-z0-9])?$/);
  const project = fc.oneof(
    part,
    fc.tuple(part, part).map(([scope, name]) => `@${scope}/${name}`),
  );
  const version = fc.stringMatching(/^[1-9]\.\d\.\d(-[a-zA-Z][a-zA-Z0-9.]{0,6}[a-z])?$/);
  await fc.assert(
    fc.asyncProperty(project, version, async (name, release) => {
      const { answer } = await askNpm(NPM.filePath(name, '', release));
      expect(answer.uri).toBe(`/${NPM.fileObject(name, { name: '' }, Buffer.alloc(0), release).key}`);
      expect((await askNpm(NPM.indexPath(name))).answer.uri).toBe(`/index/npm/${name}/full.json`);
    }),
  );
});
