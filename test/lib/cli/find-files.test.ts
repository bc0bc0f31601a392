import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../../../lib/cli/failure';
import { findFiles } from '../../../lib/cli/find-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dist-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (...names: string[]): string[] =>
  names.map((name) => {
    const path = join(folder, name);
    writeFileSync(path, '');
    return path;
  });

test('a folder gives its packages; bundles and hidden files are no news, others are named', () => {
  const [sdist, wheel] = write(
    'demo-1.0.tar.gz',
    'demo-1.0-py3-none-any.whl',
    'demo-1.0.tar.gz.sigstore.json',
    '.gitignore',
    'notes.txt',
  );
  mkdirSync(join(folder, 'old'));
  expect(findFiles([folder], 'pypi')).toEqual({ files: [wheel, sdist], ignored: [join(folder, 'notes.txt')] });
});

test('files by themselves stay in their order; bundles among them, as a shell pattern gives them, are left out', () => {
  const all = write('demo-1.0.tar.gz', 'demo-1.0.tar.gz.sigstore.json', 'demo-1.0-py3-none-any.whl');
  expect(findFiles(all, 'pypi')).toEqual({ files: [all[0], all[2]], ignored: [] });
});

test('a file of another kind by itself is kept, to be refused by its name', () => {
  const [notes] = write('notes.txt');
  expect(findFiles([notes!], 'pypi')).toEqual({ files: [notes], ignored: [] });
});

const ALLOWED =
  'build the package first, allowed for pypi: wheels (name-version-python-abi-platform.whl) and source distributions (name-version.tar.gz)';

test('an empty folder', () => {
  expect(() => findFiles([folder], 'pypi')).toThrow(new CliError(`No package file in ${folder}, got: none; ${ALLOWED}`));
});

test('a folder with other things only', () => {
  const [notes] = write('notes.txt');
  expect(() => findFiles([folder], 'pypi')).toThrow(
    new CliError(`No package file in ${folder}, got: only ${notes!}; ${ALLOWED}`),
  );
});

test('a path that does not exist', () => {
  const path = join(folder, 'nowhere');
  expect(() => findFiles([path], 'pypi')).toThrow(
    new CliError(`'${path}' cannot be read: ENOENT: no such file or directory, stat '${path}'; check the path`),
  );
});
