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
    writeFileSync(path, name);
    return path;
  });

test('a folder gives all below it but bundles and what is hidden', () => {
  mkdirSync(join(folder, 'sub'));
  mkdirSync(join(folder, '.git'));
  write('demo-1.0.tar.gz', 'demo-1.0.tar.gz.sigstore.json', '.gitignore', '.git/config', 'sub/demo.whl');
  const found = findFiles([folder]);
  expect(found.map(({ read, ...file }) => ({ ...file, text: read().toString() }))).toEqual([
    { path: join(folder, 'demo-1.0.tar.gz'), name: 'demo-1.0.tar.gz', size: 15, named: false, text: 'demo-1.0.tar.gz' },
    { path: join(folder, 'sub/demo.whl'), name: 'demo.whl', size: 12, named: false, text: 'sub/demo.whl' },
  ]);
});

test('files by themselves stay in their order; bundles among them, as a shell pattern gives them, are left out', () => {
  const all = write('demo-1.0.tar.gz', 'demo-1.0.tar.gz.sigstore.json', 'demo-1.0-py3-none-any.whl');
  expect(findFiles(all).map(({ path, named }) => [path, named])).toEqual([
    [all[0], true],
    [all[2], true],
  ]);
});

test('an empty folder', () => {
  expect(() => findFiles([folder])).toThrow(new CliError(`No file in ${folder}; build the package first`));
});

test('a path that does not exist', () => {
  const path = join(folder, 'nowhere');
  expect(() => findFiles([path])).toThrow(
    new CliError(`'${path}' cannot be read: ENOENT: no such file or directory, stat '${path}'; check the path`),
  );
});
