import fc from 'fast-check';
import * as pypi from '../../../domain/packages/pypi/objects';
import { type Answer, ask, type Form, failed, token } from './harness';

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const PIP = `${JSON_TYPE}, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01`;

const page = (statusCode: number, statusDescription: string, body: string, headers: Record<string, string> = {}): Answer => ({
  statusCode,
  statusDescription,
  headers: Object.fromEntries(
    Object.entries({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers }).map(
      ([name, value]) => [name, { value }],
    ),
  ),
  body: `${body}\n`,
});
/** Only what is below a segment that is known has a form of its own. */
const formOf = (path: string): Form => (/^(\/t\/gold\/acme)?\/pypi(\/|$)/.test(path) ? 'application/problem+json' : 'text');

test.each([
  ['/pypi/simple/', '/index/pypi/simple/index.html'],
  ['/pypi/simple/demo/', '/index/pypi/simple/demo/index.html'],
  ['/pypi/simple/demo-pkg-2/', '/index/pypi/simple/demo-pkg-2/index.html'],
  ['/pypi%2Fsimple%2fdemo/', '/index/pypi/simple/demo/index.html'],
  ['/pypi/files/demo/demo-1.0-py3-none-any.whl', '/files/pypi/demo/demo-1.0-py3-none-any.whl'],
  ['/pypi/files/demo/demo-1.0-py3-none-any.whl.metadata', '/files/pypi/demo/demo-1.0-py3-none-any.whl.metadata'],
  ['/pypi/files/demo/demo-1.0.tar.gz', '/files/pypi/demo/demo-1.0.tar.gz'],
  ['/pypi/files/demo/demo-1.0.tar.gz.provenance', '/files/pypi/demo/demo-1.0.tar.gz.provenance'],
  ['/pypi/files/demo/demo-1.0.tar.gz.sigstore.json', '/files/pypi/demo/demo-1.0.tar.gz.sigstore.json'],
  ['/pypi/files/demo/demo-1.0.tar.gz.2.sigstore.json', '/files/pypi/demo/demo-1.0.tar.gz.2.sigstore.json'],
  ['/pypi/files/demo/demo-1.0+cpu.tar.gz', '/files/pypi/demo/demo-1.0%2Bcpu.tar.gz'],
  ['/pypi/files/demo/demo-1.0%2bcpu.tar.gz', '/files/pypi/demo/demo-1.0%2Bcpu.tar.gz'],
  ['/pypi/files/demo/demo-1%212.0.tar.gz', '/files/pypi/demo/demo-1!2.0.tar.gz'],
  ['/-/keys', '/index/-/keys'],
  ['/-/ledger/head.json', '/index/-/ledger/head.json'],
  ['/-/releases/npm/@scope:demo/1.0.0.json', '/index/-/releases/npm/@scope:demo/1.0.0.json'],
])('%s is served from %s', async (path, key) => {
  expect((await ask(path)).answer.uri).toBe(key);
  expect((await ask(path, { method: 'HEAD' })).answer.uri).toBe(key);
});

test.each([
  ['pip', PIP, 'json'],
  ['uv', `${JSON_TYPE}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01`, 'json'],
  ['pip 20', 'text/html', 'html'],
  ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'html'],
  ['curl', '*/*', 'html'],
  ['no Accept', undefined, 'html'],
  ['equal qualities', `text/html, ${JSON_TYPE}`, 'json'],
  ['the latest version', 'application/vnd.pypi.simple.latest+json', 'json'],
  ['capitals', JSON_TYPE.toUpperCase(), 'json'],
  ['JSON least of all', `${JSON_TYPE};q=0.1, text/html;q=0.2`, 'html'],
  ['JSON below everything else', `${JSON_TYPE};q=0.5, */*;q=0.6`, 'html'],
  ['JSON refused', `${JSON_TYPE};q=0`, 'html'],
  ['plain JSON, which is another format', 'application/json', 'html'],
  ['a quality that is no number', `${JSON_TYPE};q=0..1`, 'html'],
])('index form for %s (Accept: %s): %s', async (_, accept, form) => {
  const { answer } = await ask('/pypi/simple/demo/', accept === undefined ? {} : { headers: { accept } });
  expect(answer.uri).toBe(`/index/pypi/simple/demo/${form === 'json' ? 'index.v1.json' : 'index.html'}`);
});

test.each([
  ['/pypi/simple', '/pypi/simple/'],
  ['/pypi/simple/demo', '/pypi/simple/demo/'],
  ['/pypi/simple/Demo.Pkg_core/', '/pypi/simple/demo-pkg-core/'],
  ['/pypi/simple/Demo', '/pypi/simple/demo/'],
])('%s moves to %s on the same host', async (path, location) => {
  const moved = (where: string) => page(301, 'Moved', '', { location: where });
  expect((await ask(path)).answer).toEqual(moved(location));
  const below = await ask(`/t/gold/acme${path}`, { headers: { authorization: token() } });
  expect(below.answer).toEqual(moved(`/t/gold/acme${location}`));
});

test.each([
  '/pypi',
  '/pypi/',
  '/pypi/simple/-demo/',
  '/pypi/simple/demo/index.html',
  '/pypi/files/demo/',
  '/pypi/files/demo/demo-1.0.exe',
  '/pypi/files/demo/demo-1.0.tar.gz.asc',
  '/pypi/files/Demo/demo-1.0.tar.gz',
  '/pypi/files/demo/.tar.gz',
  '/pypi/integrity/demo/x',
  '/index/pypi/simple/index.html',
  '/files/pypi/demo/demo-1.0.tar.gz',
  '/npm/demo',
  '/-',
  '/favicon.ico',
  '/t/gold',
  '/T/gold/acme/pypi/simple/',
  '/pypisimple/',
  '/t%2fgold%2facme/pypi/simple/',
])('%s is 404 without asking the origin', async (path) => {
  expect((await ask(path)).answer).toEqual(failed('NOT_FOUND', '', {}, formOf(path)));
});

test.each([
  '/pypi//simple/',
  '/pypi/%2fsimple/',
  '//example.org/',
  '/pypi/simple/../files/',
  '/pypi/simple/..',
  '/./pypi/simple/',
  '/pypi/simple/%2e%2e/',
  '/pypi/simple/demo%00/',
  '/pypi/simple/demo\n/',
  '/pypi/simple/demo\u0000/',
  '/pypi/simple/d\u00e9mo/',
  '/pypi/simple/demo%2Fa%zz/',
  '/pypi\\simple/',
  `/pypi/simple/${'a'.repeat(1024)}/`,
])('%j is malformed', async (path) => {
  expect((await ask(path)).answer).toEqual(failed('PATH_MALFORMED'));
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is not allowed, whatever the path and token', async (method) => {
  const refused = (form: Form) => failed('METHOD_NOT_ALLOWED', '', { allow: 'GET, HEAD' }, form);
  expect((await ask('/pypi/simple/', { method })).answer).toEqual(refused('application/problem+json'));
  expect((await ask('/t/gold/acme/', { method, headers: { authorization: token() } })).answer).toEqual(refused('text'));
});

test.each(['/.well-known/', '/.well-known/security.txt/', '/.well-known/change-password', '/security.txt'])(
  '%s is 404 without asking the origin',
  async (path) => {
    expect((await ask(path)).answer).toEqual(failed('NOT_FOUND', '', {}, formOf(path)));
  },
);

test.each([
  ['/pypi/simple/', { tier: 'anonymous', ecosystem: 'pypi', kind: 'listing' }],
  ['/pypi/simple/demo/', { tier: 'anonymous', ecosystem: 'pypi', project: 'demo', kind: 'index' }],
  ['/pypi/simple/Demo', { tier: 'anonymous', ecosystem: 'pypi', project: 'demo', kind: 'index' }],
  ['/pypi/files/demo/d-1.tar.gz', { tier: 'anonymous', ecosystem: 'pypi', project: 'demo', kind: 'file' }],
  ['/pypi/files/demo/d-1.tar.gz.metadata', { tier: 'anonymous', ecosystem: 'pypi', project: 'demo', kind: 'metadata' }],
  ['/pypi/files/demo/d-1.tar.gz.provenance', { tier: 'anonymous', ecosystem: 'pypi', project: 'demo', kind: 'provenance' }],
  ['/-/ledger/head.json', { tier: 'anonymous', ecosystem: '-', kind: 'listing' }],
  ['/pypi/files/demo/d-1.tar.gz.2.sigstore.json', { tier: 'anonymous', ecosystem: 'pypi', project: 'demo', kind: 'bundle' }],
])('%s is logged as %j', async (path, record) => {
  expect(JSON.parse((await ask(path)).logged ?? '')).toEqual(record);
});

test('the log record of the longest names fits', async () => {
  const holder = 'h'.repeat(63);
  const { logged } = await ask(`/t/gold/${holder}/pypi/simple/${'p'.repeat(900)}/`, {
    headers: { authorization: token({ holder }) },
  });
  expect(JSON.parse(logged ?? '')).toEqual({ tier: 'gold', holder, ecosystem: 'pypi', project: 'p'.repeat(128), kind: 'index' });
  expect(encodeURIComponent(logged ?? '').length).toBeLessThanOrEqual(800);
});

const letters = (characters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength: 1, maxLength });

test('property: a path that the index links is served from the object that the intake stored, as S3 decodes it', async () => {
  const name = letters('abz019', 20);
  const version = letters('019.+!_', 12);
  const side = fc.constantFrom('', '.metadata', '.provenance', '.sigstore.json');
  await fc.assert(
    fc.asyncProperty(name, version, side, async (project, release, suffix) => {
      const file = `${project}-${release}.tar.gz${suffix}`;
      const { answer } = await ask(pypi.filePath(project, file));
      expect(decodeURIComponent((answer.uri ?? '').slice(1))).toBe(pypi.fileObject(project, file, Buffer.alloc(0)).key);
    }),
  );
});

test('property: whatever the path, only a key below files/ or index/ without dot or empty segments reaches the origin', async () => {
  const noise = fc.string({
    unit: fc.constantFrom(...Array.from('ab/.%2fF+eE0\\-_!~'), '..', '//', '%2F', '%2e', '\u0000', ' '),
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('/', '/pypi/', '/pypi/simple/', '/pypi/files/a/', '/-/', '/t/gold/acme/'),
      noise,
      async (start, rest) => {
        const { answer } = await ask(start + rest);
        const uri = answer.uri ?? '/files/';
        expect(uri).toMatch(/^\/(files|index)\/[!-~]*$/);
        expect(decodeURIComponent(uri)).not.toMatch(/\/\/|\/\.\.?(\/|$)/);
      },
    ),
    { numRuns: 500 },
  );
});
