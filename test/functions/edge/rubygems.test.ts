import fc from 'fast-check';
import { RUBYGEMS } from '../../../domain/packages/rubygems';
import { type Asked, ask, HOST, token } from './harness';

const askGems = (path: string, asked: Asked = {}) => ask(path, { ...asked, ecosystem: 'rubygems' });

test.each([
  ['/gems/versions', 'index/rubygems/versions'],
  ['/gems/names', 'index/rubygems/names'],
  ['/gems/specs.4.8.gz', 'index/rubygems/specs.4.8.gz'],
  ['/gems/latest_specs.4.8.gz', 'index/rubygems/latest_specs.4.8.gz'],
  ['/gems/prerelease_specs.4.8.gz', 'index/rubygems/prerelease_specs.4.8.gz'],
  ['/gems/info/RedCloth', 'index/rubygems/info/RedCloth'],
  ['/gems/info/a.b-c_d', 'index/rubygems/info/a.b-c_d'],
  ['/gems/gems/demo-1.0.gem', 'files/rubygems/gems/demo-1.0.gem'],
  ['/gems/gems/demo-1-1.0.rc1-x86_64-linux.gem', 'files/rubygems/gems/demo-1-1.0.rc1-x86_64-linux.gem'],
  ['/gems/gems/demo-1.0.gem.sigstore.json', 'files/rubygems/gems/demo-1.0.gem.sigstore.json'],
  ['/gems/gems/demo-1.0.gem.2.sigstore.json', 'files/rubygems/gems/demo-1.0.gem.2.sigstore.json'],
  ['/gems/quick/Marshal.4.8/demo-1.0-java.gemspec.rz', 'files/rubygems/quick/Marshal.4.8/demo-1.0-java.gemspec.rz'],
])('%s is served from %s', async (path, key) => {
  expect((await askGems(path)).answer.uri).toBe(`/${key}`);
});

test('gem finds the source itself, which has the names', async () => {
  expect((await askGems('/gems/', { method: 'HEAD' })).answer.uri).toBe('/index/rubygems/names');
});

test.each([
  '/gems',
  '/gems/info/',
  '/gems/info/a/b',
  '/gems/info/%C3%A9',
  '/gems/versions/',
  '/gems/specs.4.8',
  '/gems/other_specs.4.8.gz',
  '/gems/gems/',
  '/gems/gems/demo.gem',
  '/gems/gems/demo-1.0.tar.gz',
  '/gems/gems/demo-1.0.gem.asc',
  '/gems/quick/Marshal.4.7/demo-1.0.gemspec.rz',
  '/gems/api/v1/dependencies',
  '/rubygems/versions',
  '/pypi/simple/',
])('%s is answered without asking the origin', async (path) => {
  const { answer } = await askGems(path);
  expect([answer.uri, answer.statusCode]).toEqual([undefined, path.includes('%') ? 400 : 404]);
});

test('the end of a document can be asked for, as Bundler does', async () => {
  const headers = { range: 'bytes=99-', 'if-none-match': '"d41d8cd98f00b204e9800998ecf8427e"' };
  const { answer } = await askGems('/gems/versions', { headers });
  expect(answer.headers).toEqual({
    host: { value: HOST },
    range: { value: 'bytes=99-' },
    'if-none-match': { value: headers['if-none-match'] },
  });
});

test('below a tier’s prefix the same objects are served', async () => {
  const headers = { authorization: token() };
  for (const path of ['/gems/', '/gems/versions', '/gems/info/demo', '/gems/gems/demo-1.0.gem']) {
    expect((await askGems(`/t/gold/acme${path}`, { headers })).answer.uri).toBe((await askGems(path)).answer.uri);
  }
});

test.each([
  ['/gems/', { kind: 'listing' }],
  ['/gems/versions', { kind: 'listing' }],
  ['/gems/info/demo', { project: 'demo', kind: 'index' }],
  ['/gems/gems/demo-1-2.0-x86_64-linux.gem', { project: 'demo-1', kind: 'file' }],
  ['/gems/gems/demo-1.0.gem.2.sigstore.json', { project: 'demo', kind: 'bundle' }],
  ['/gems/quick/Marshal.4.8/demo-1.0.rc1.gemspec.rz', { project: 'demo', kind: 'metadata' }],
])('%s is logged as %j', async (path, record) => {
  expect(JSON.parse((await askGems(path)).logged ?? '')).toEqual({ tier: 'anonymous', ecosystem: 'rubygems', ...record });
});

test('property: what clients make of a name, version and platform is served from the objects that the intake stored', async () => {
  const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{0,12}[A-Za-z]$/);
  const versions = fc.constantFrom('1', '1.0', '0.1.2.rc1', '2026.11.22');
  const platforms = fc.constantFrom('', '-java', '-x86_64-linux-musl', '-x86-mswin32-60');
  await fc.assert(
    fc.asyncProperty(names, versions, platforms, async (name, version, platform) => {
      fc.pre(!name.includes('..'));
      const file = `${name}-${version}${platform}.gem`;
      const stored = RUBYGEMS.fileObject(name, { name: file }, Buffer.alloc(0), version);
      expect((await askGems(RUBYGEMS.filePath(name, file, version))).answer.uri).toBe(`/${stored.key}`);
      expect((await askGems(RUBYGEMS.indexPath(name))).answer.uri).toBe(`/index/rubygems/info/${name}`);
    }),
  );
});
