import { CliError, UsageError } from '../../../lib/cli/failure';
import { type Candidate, identify } from '../../../lib/cli/identify';

const named = (...names: string[]): Candidate[] =>
  names.map((name) => ({ path: `dist/${name}`, name, bytes: Buffer.from(name), named: true }));
const inFolder = (...names: string[]): Candidate[] => named(...names).map((file) => ({ ...file, named: false }));

test.each([
  [['demo-1.0-py3-none-any.whl'], 'demo', '1.0'],
  [['demo-1.0.tar.gz', 'demo-1.0-py3-none-any.whl'], 'demo', '1.0'],
  [['Demo.Pkg_core-1.0.tar.gz', 'demo_pkg_core-1.0-py3-none-any.whl'], 'demo-pkg-core', '1.0'],
  [['demo-1.0RC1.tar.gz'], 'demo', '1.0rc1'],
  [['demo-1.0+local.1-py3-none-any.whl'], 'demo', '1.0+local.1'],
])('%j are files of %s %s', async (names, project, version) => {
  const { release, files } = await identify(named(...names), { ecosystem: 'pypi' });
  expect(release).toEqual({ ecosystem: 'pypi', project, version });
  expect(files.map(({ name }) => name)).toEqual(names);
});

test('what else lies in a folder is left out', async () => {
  const { files, ignored } = await identify(inFolder('demo-1.0.tar.gz', 'notes.txt'), { ecosystem: 'pypi' });
  expect([files.map(({ name }) => name), ignored.map(({ name }) => name)]).toEqual([['demo-1.0.tar.gz'], ['notes.txt']]);
});

const WHEELS = 'wheels (name-version-python-abi-platform.whl) and source distributions (name-version.tar.gz) (pypi)';
const BUILD = 'Build the package first, or name its release with --ecosystem, --project and --version';

test.each([
  [
    named('demo-1.0.tar.gz', 'demo-2.0-py3-none-any.whl', 'other-1.0.tar.gz'),
    'The files must be of one release, got 3: demo 1.0 (demo-1.0.tar.gz); demo 2.0 (demo-2.0-py3-none-any.whl); other 1.0 (other-1.0.tar.gz); publish each release by itself',
  ],
  [
    named('demo-1.0.tar.gz', 'demo-1.0.exe'),
    `This file is not of one ecosystem's packages, got: dist/demo-1.0.exe; allowed: ${WHEELS}. ${BUILD}`,
  ],
  [
    inFolder('a.txt', 'b.txt'),
    `These files are not of one ecosystem's packages, got: dist/a.txt, dist/b.txt; allowed: ${WHEELS}. ${BUILD}`,
  ],
  [named('demo-1.0.tar.gz', 'demo-1.0.tar.gz'), 'A file name was given twice, got: demo-1.0.tar.gz; give each file once'],
])('files that are not one release', async (files, message) => {
  await expect(identify(files, { ecosystem: 'pypi' })).rejects.toThrow(new CliError(message));
});

/** Takes names that end in `.<suffix>`, of the release that the bytes of `<name>.txt` beside tell. */
const moduleOf = (suffix: string) => ({
  packages: `*.${suffix}`,
  readName: (name: string, _: Buffer, beside: ReadonlyMap<string, Buffer>) => {
    const [project, version] = beside.get('release.txt')?.toString().split(' ') ?? ['demo', '1.0'];
    return Promise.resolve(name.endsWith(`.${suffix}`) ? { project: project!, version: version! } : undefined);
  },
});
const MODULES = { crates: moduleOf('crate'), npm: moduleOf('tgz'), old: moduleOf('gz'), other: moduleOf('tar.gz') };

test('the ecosystem is found out', async () => {
  expect((await identify(named('demo.tgz'), {}, MODULES)).release).toEqual({ ecosystem: 'npm', project: 'demo', version: '1.0' });
});

test('files beside may tell the release', async () => {
  const release = { ...named('release.txt')[0]!, bytes: Buffer.from('@scope/x 2.0'), named: false };
  expect((await identify([...named('demo.crate'), release], {}, MODULES)).release).toEqual({
    ecosystem: 'crates',
    project: '@scope/x',
    version: '2.0',
  });
});

test('what may be of several ecosystems is asked for', async () => {
  await expect(identify(named('demo.tar.gz'), {}, MODULES)).rejects.toThrow(
    new CliError('The files may be of several ecosystems, got: old, other; say which with --ecosystem'),
  );
});

test('files of two ecosystems', async () => {
  await expect(identify(named('demo.crate', 'demo.tgz'), {}, MODULES)).rejects.toThrow(
    new CliError(
      `These files are not of one ecosystem's packages, got: dist/demo.crate, dist/demo.tgz; allowed: *.crate (crates); *.tgz (npm); *.gz (old); *.tar.gz (other). ${BUILD}`,
    ),
  );
});

test('a release may be named', async () => {
  const wanted = { ecosystem: 'pypi', project: 'demo', version: '3.0' } as const;
  expect((await identify(named('anything.bin'), wanted)).release).toEqual(wanted);
});

test.each([
  [{ project: 'demo', version: '1.0' }, '--project and --version need --ecosystem'],
  [{ project: 'demo' }, '--project and --version go together'],
])('%j is half a name', async (wanted, message) => {
  await expect(identify(named('demo-1.0.tar.gz'), wanted)).rejects.toThrow(new UsageError(message));
});
