import fc from 'fast-check';
import { CARGO } from '../../../domain/packages/cargo';
import { normaliseName } from '../../../domain/packages/cargo/normalise';
import { linesPath } from '../../../domain/packages/cargo/objects';
import { type Asked, ask, token } from './harness';

const askCargo = (path: string, asked: Asked = {}) => ask(path, { ...asked, ecosystem: 'cargo' });
const withToken = (host: string): Asked => ({ headers: { host, authorization: token() } });

test.each([
  ['/cargo/index/config.json', 'index/cargo/config.json'],
  ['/cargo/index/1/a', 'index/cargo/1/a'],
  ['/cargo/index/2/ab', 'index/cargo/2/ab'],
  ['/cargo/index/3/a/abc', 'index/cargo/3/a/abc'],
  ['/cargo/index/se/rd/serde_json', 'index/cargo/se/rd/serde-json'],
  ['/cargo/index/a_/bc/a_bcd', 'index/cargo/a-/bc/a-bcd'],
  ['/cargo/index/Se/rd/Serde', 'index/cargo/se/rd/serde'],
  ['/cargo/crates/serde_json/serde_json-1.0.140.crate', 'files/cargo/serde-json/serde_json-1.0.140.crate'],
  ['/cargo/crates/demo/demo-1.0.0+a.1.crate', 'files/cargo/demo/demo-1.0.0%2Ba.1.crate'],
  ['/cargo/crates/demo/demo-1.0.0-rc.1.crate.sigstore.json', 'files/cargo/demo/demo-1.0.0-rc.1.crate.sigstore.json'],
  ['/cargo/crates/demo/demo-1.0.0.crate.2.sigstore.json', 'files/cargo/demo/demo-1.0.0.crate.2.sigstore.json'],
])('%s is served from %s', async (path, key) => {
  expect((await askCargo(path)).answer.uri).toBe(`/${key}`);
});

test.each([
  '/cargo/',
  '/cargo/index/',
  '/cargo/config.json',
  '/cargo/index/serde',
  '/cargo/index/4/abcd',
  '/cargo/index/1/1',
  '/cargo/index/de/mo/demo.json',
  '/cargo/crates/demo/',
  '/cargo/crates/demo/1.0.0/download',
  '/cargo/crates/demo/demo.crate',
  '/cargo/crates/demo/demo-1.0.0.tar.gz',
  '/cargo/crates/demo/demo-1.0.0.crate.asc',
  '/cargo/api/v1/crates',
  '/pypi/simple/',
])('%s is 404 without asking the origin', async (path) => {
  expect((await askCargo(path)).answer.statusCode).toBe(404);
});

test('below a tier’s prefix config.json asks for the token and leads to crates below the prefix', async () => {
  const { answer, logged } = await askCargo('/t/gold/acme/cargo/index/config.json', withToken('registry.example.org'));
  expect([answer.statusCode, answer.headers]).toEqual([
    200,
    {
      'content-type': { value: 'application/json' },
      'cache-control': { value: 'no-store' },
    },
  ]);
  expect(JSON.parse(answer.body ?? '')).toEqual({
    dl: 'https://registry.example.org/t/gold/acme/cargo/crates/{crate}/{crate}-{version}.crate',
    'auth-required': true,
  });
  expect(JSON.parse(logged ?? '')).toEqual({ tier: 'gold', holder: 'acme', ecosystem: 'cargo', kind: 'listing' });
});

test('a local run, which has a port and no TLS, leads to itself', async () => {
  const { answer } = await askCargo('/t/gold/acme/cargo/index/config.json', withToken('127.0.0.1:8080'));
  expect(JSON.parse(answer.body ?? '')).toMatchObject({
    dl: 'http://127.0.0.1:8080/t/gold/acme/cargo/crates/{crate}/{crate}-{version}.crate',
  });
});

test('without a token config.json below a prefix is 401, which makes cargo send one', async () => {
  expect((await askCargo('/t/gold/acme/cargo/index/config.json')).answer.statusCode).toBe(401);
});

test('below a prefix the same lines and crates are served', async () => {
  for (const path of ['/cargo/index/de/mo/demo', '/cargo/crates/demo/demo-1.0.0.crate']) {
    const below = await askCargo(`/t/gold/acme${path}`, withToken('registry.example.org'));
    expect(below.answer.uri).toBe((await askCargo(path)).answer.uri);
  }
});

test.each([
  ['/cargo/index/config.json', { kind: 'listing' }],
  ['/cargo/index/se/rd/serde_json', { project: 'serde-json', kind: 'index' }],
  ['/cargo/crates/Serde_json/Serde_json-1.0.0.crate', { project: 'serde-json', kind: 'file' }],
  ['/cargo/crates/demo/demo-1.0.0.crate.2.sigstore.json', { project: 'demo', kind: 'bundle' }],
])('%s is logged as %j', async (path, record) => {
  expect(JSON.parse((await askCargo(path)).logged ?? '')).toEqual({ tier: 'anonymous', ecosystem: 'cargo', ...record });
});

test('property: what cargo makes of a name and version is served from the objects that the intake stored', async () => {
  const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/);
  const versions = fc.constantFrom('1.0.0', '0.1.2-rc.1', '1.0.0+zstd.1.5', '1.0.0-a-b+c-d');
  await fc.assert(
    fc.asyncProperty(names, versions, async (name, version) => {
      const project = normaliseName(name)!;
      const stored = (uri: string | undefined) => decodeURIComponent((uri ?? '').slice(1));
      const lines = await askCargo(`/cargo/index/${linesPath(name.toLowerCase())}`);
      expect(stored(lines.answer.uri)).toBe(`index/cargo/${linesPath(project)}`);
      const { key } = CARGO.fileObject(project, { name: `${name}-${version}.crate` }, Buffer.alloc(0), version);
      const crate = await askCargo(`/cargo/crates/${name}/${name}-${version}.crate`);
      expect(stored(crate.answer.uri)).toBe(key);
      const linked = await askCargo(CARGO.filePath(project, `${name}-${version}.crate`, version));
      expect(stored(linked.answer.uri)).toBe(key);
    }),
  );
});
