import { CliError, UsageError } from '../../../lib/cli/failure';
import { type Candidate, identify } from '../../../lib/cli/identify';

const candidate = (name: string, text = name): Candidate => ({
  path: `dist/${name}`,
  name,
  size: text.length,
  named: true,
  read: () => Buffer.from(text),
});
const named = (...names: string[]): Candidate[] => names.map((name) => candidate(name));
const inFolder = (...names: string[]): Candidate[] => named(...names).map((file) => ({ ...file, named: false }));

/** `<ecosystem> <project> <version>: <files>` of each release, in their order. */
async function found(...args: Parameters<typeof identify>): Promise<string[]> {
  const { releases } = await identify(...args);
  return releases.map(
    ({ release: { ecosystem, project, version }, files }) =>
      `${ecosystem} ${project} ${version}: ${files.map(({ name }) => name).join(' ')}`,
  );
}

test.each([
  [['demo-1.0-py3-none-any.whl'], 'demo', '1.0'],
  [['demo-1.0.tar.gz', 'demo-1.0-py3-none-any.whl'], 'demo', '1.0'],
  [['Demo.Pkg_core-1.0.tar.gz', 'demo_pkg_core-1.0-py3-none-any.whl'], 'demo-pkg-core', '1.0'],
  [['demo-1.0RC1.tar.gz'], 'demo', '1.0rc1'],
  [['demo-1.0+local.1-py3-none-any.whl'], 'demo', '1.0+local.1'],
])('%j are files of %s %s', async (names, project, version) => {
  expect(await found(named(...names), { ecosystem: 'pypi' })).toEqual([`pypi ${project} ${version}: ${names.join(' ')}`]);
});

test('what else lies in a folder is left out', async () => {
  const { releases, ignored } = await identify(inFolder('demo-1.0.tar.gz', 'notes.txt'), { ecosystem: 'pypi' });
  expect([releases.length, ignored.map(({ name }) => name)]).toEqual([1, ['notes.txt']]);
});

test('several releases are found by project, oldest version first', async () => {
  const files = inFolder('demo-1.10.tar.gz', 'demo-1.9-py3-none-any.whl', 'demo-1.9.tar.gz', 'other-1.0.tar.gz', 'a-2.0.tar.gz');
  expect(await found(files, {})).toEqual([
    'pypi a 2.0: a-2.0.tar.gz',
    'pypi demo 1.9: demo-1.9-py3-none-any.whl demo-1.9.tar.gz',
    'pypi demo 1.10: demo-1.10.tar.gz',
    'pypi other 1.0: other-1.0.tar.gz',
  ]);
});

const WHEELS = 'wheels (name-version-python-abi-platform.whl) and source distributions (name-version.tar.gz) (pypi)';
const BUILD = 'Build the package first, or name its release with --ecosystem, --project and --version';

test.each([
  [named('demo-1.0.tar.gz', 'demo-1.0.exe'), `This file is no package, got: dist/demo-1.0.exe; allowed: ${WHEELS}. ${BUILD}`],
  [inFolder('a.txt', 'b.txt'), `These files are no packages, got: dist/a.txt, dist/b.txt; allowed: ${WHEELS}. ${BUILD}`],
  [named('demo-1.0.tar.gz', 'demo-1.0.tar.gz'), 'A file name was given twice, got: demo-1.0.tar.gz; give each file once'],
])('files that are not releases', async (files, message) => {
  await expect(identify(files, { ecosystem: 'pypi' })).rejects.toThrow(new CliError(message));
});

/** Takes names that end in `.<suffix>`, of the release that the bytes of `release.txt` beside tell. */
const moduleOf = (suffix: string) => ({
  packages: `*.${suffix}`,
  compareVersions: (a: string, b: string) => Number(a) - Number(b),
  readName: (name: string, _: Buffer, beside: ReadonlyMap<string, Buffer>) => {
    const [project, version] = beside.get('release.txt')?.toString().split(' ') ?? ['demo', '1.0'];
    return Promise.resolve(name.endsWith(`.${suffix}`) ? { project: project!, version: version! } : undefined);
  },
});
const MODULES = { crates: moduleOf('crate'), npm: moduleOf('tgz'), old: moduleOf('gz'), other: moduleOf('tar.gz') };

test('the ecosystem is found out', async () => {
  expect(await found(named('demo.tgz'), {}, MODULES)).toEqual(['npm demo 1.0: demo.tgz']);
});

test('files beside may tell the release, unless they are large', async () => {
  const release = { ...candidate('release.txt', '@scope/x 2.0'), named: false };
  expect(await found([candidate('demo.crate'), release], {}, MODULES)).toEqual(['crates @scope/x 2.0: demo.crate']);
  const large = { ...release, size: 2 ** 20 + 1 };
  expect(await found([candidate('demo.crate'), large], {}, MODULES)).toEqual(['crates demo 1.0: demo.crate']);
});

test('a file of gigabytes is not read: its name must tell', async () => {
  const read = (): Buffer => {
    throw new Error('read');
  };
  expect(await found([{ ...candidate('demo.tgz'), size: 2 ** 30, read }], {}, MODULES)).toEqual(['npm demo 1.0: demo.tgz']);
});

test('what may be of several ecosystems is asked for', async () => {
  await expect(identify(named('demo.tar.gz'), {}, MODULES)).rejects.toThrow(
    new CliError("'dist/demo.tar.gz' may be of several ecosystems, got: old, other; say which with --ecosystem"),
  );
});

test('what may be of several is of the one that all others are of', async () => {
  expect(await found(named('demo.tar.gz', 'demo.gz'), {}, MODULES)).toEqual(['old demo 1.0: demo.tar.gz demo.gz']);
});

test('releases of two ecosystems', async () => {
  expect(await found(named('demo.tgz', 'demo.crate'), {}, MODULES)).toEqual([
    'crates demo 1.0: demo.crate',
    'npm demo 1.0: demo.tgz',
  ]);
});

test('a release may be named', async () => {
  expect(await found(named('anything.bin'), { ecosystem: 'pypi', project: 'demo', version: '3.0' })).toEqual([
    'pypi demo 3.0: anything.bin',
  ]);
});

test.each([
  [{ project: 'demo', version: '1.0' }, '--project and --version need --ecosystem'],
  [{ project: 'demo' }, '--project and --version go together'],
])('%j is half a name', async (wanted, message) => {
  await expect(identify(named('demo-1.0.tar.gz'), wanted)).rejects.toThrow(new UsageError(message));
});
