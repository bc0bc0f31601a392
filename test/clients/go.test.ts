/** A real go command against the documents of the Go module and the routes of the edge function. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GoModule, moduleZip } from '../helpers/go-modules';
import type { Archive } from '../helpers/pypi-archives';
import { describeWith } from '../helpers/require-client';
import { archiveOf, Go } from './support/go';
import { Shelf } from './support/shelf';

const LIB = 'example.org/Demo/lib';
const APP = 'example.org/demo/app/v2';

const libOf = (version: string, lines: readonly string[] = []): GoModule => ({
  path: LIB,
  version,
  requires: lines,
  files: { 'lib.go': `package lib\n\nconst Version = "${version}"\n` },
});
const app: GoModule = {
  path: APP,
  version: 'v2.0.0',
  requires: [`require ${LIB} v1.0.0`],
  files: { 'app.go': `package app\n\nimport "${LIB}"\n\nfunc Text() string { return "app with lib " + lib.Version }\n` },
};
const archive = (module: GoModule): Archive => ({ name: `${module.version}.zip`, body: moduleZip(module) });

describeWith('go', hasGo(), 'go', () => {
  let shelf: Shelf;
  let go: Go;

  beforeAll(async () => {
    shelf = await Shelf.open('go');
    for (const module of [libOf('v1.0.0'), libOf('v1.1.0'), app]) await shelf.publish(archive(module));
    go = new Go(shelf.url);
  });
  afterAll(async () => {
    await shelf.close();
    go.remove();
  });

  test('gets the newest version', async () => {
    const folder = go.project('newest');
    expect(await go.run(folder, 'get', LIB)).toEqual({
      code: 0,
      output: expect.stringContaining(`added ${LIB} v1.1.0`) as string,
    });
    expect(shelf.requests).toContain('GET /go/example.org/%21demo/lib/@v/list 200');
  });

  test('gets an older one by pin, and holds it to its go.sum', async () => {
    const folder = go.project('older');
    expect(await go.run(folder, 'get', `${LIB}@v1.0.0`)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'go.sum'), 'utf8')).toMatch(
      /^example\.org\/Demo\/lib v1\.0\.0 h1:\S+=\n.* v1\.0\.0\/go\.mod h1:/,
    );
    go.forget();
    expect(await go.run(folder, 'mod', 'download')).toMatchObject({ code: 0 });
  });

  test('fails on a file that was tampered with', async () => {
    const folder = go.project('tampered');
    expect(await go.run(folder, 'get', `${LIB}@v1.0.0`)).toMatchObject({ code: 0 });
    const evil = { ...libOf('v1.0.0'), files: { 'lib.go': 'package lib\n\nconst Version = "evil"\n' } };
    shelf.replaceFile(LIB, 'v1.0.0', archive(evil));
    go.forget();
    expect(await go.run(folder, 'mod', 'download')).toEqual({
      code: 1,
      output: expect.stringMatching(/verifying example\.org\/Demo\/lib@v1\.0\.0: checksum mismatch/) as string,
    });
    shelf.replaceFile(LIB, 'v1.0.0', archive(libOf('v1.0.0')));
    go.forget();
  });

  test('resolves a dependency on another module of the registry, and builds both', async () => {
    const main = `package main\n\nimport "${APP}"\n\nfunc main() { print(app.Text()) }\n`;
    const folder = go.project('dependent', { 'main.go': main });
    expect(await go.run(folder, 'get', APP)).toMatchObject({ code: 0 });
    expect(await go.run(folder, 'run', '.')).toEqual({ code: 0, output: 'app with lib v1.0.0' });
  });

  test('does not choose a yanked version, and gets it for those who name it', async () => {
    const versions = () => go.run(go.directory, 'list', '-m', '-versions', LIB);
    expect(await versions()).toEqual({ code: 0, output: `${LIB} v1.0.0 v1.1.0\n` });
    shelf.setStatus(LIB, 'v1.1.0', { yanked: 'broken' });
    expect(await versions()).toEqual({ code: 0, output: `${LIB} v1.0.0\n` });
    expect(await go.run(go.project('yanked'), 'get', LIB)).toMatchObject({ output: expect.stringContaining('v1.0.0') as string });
    expect(await go.run(go.project('named'), 'get', `${LIB}@v1.1.0`)).toMatchObject({ code: 0 });
    shelf.setStatus(LIB, 'v1.1.0', {});
  });

  test('knows what a later go.mod retracts', async () => {
    await shelf.publish(archive(libOf('v1.2.0', ['retract v1.1.0 // loses data'])));
    expect(await go.run(go.project('retracted'), 'get', `${LIB}@v1.1.0`)).toEqual({
      code: 0,
      output: expect.stringContaining('retracted by module author: loses data') as string,
    });
    expect(await go.run(go.directory, 'list', '-m', '-versions', LIB)).toEqual({ code: 0, output: `${LIB} v1.0.0 v1.2.0\n` });
  });

  test('is told when there is no such module', async () => {
    expect(await go.run(go.project('missing'), 'get', 'example.org/nothing@v1.0.0')).toEqual({
      code: 1,
      output: expect.stringContaining('404 Not Found') as string,
    });
  });

  // The go command sends tokens with HTTPS only, which is not spoken here.
  test('is told in words that a tier’s prefix needs a token', async () => {
    const tier = new Go(`${shelf.url}/t/gold/acme`);
    expect(await tier.run(tier.project('tier'), 'get', LIB)).toEqual({
      code: 1,
      output: expect.stringMatching(/401 [\s\S]*server response: This path needs a token\. Send a token as password/) as string,
    });
    tier.remove();
  });
});

describeWith('go', hasGo(), 'modules that others wrote', () => {
  const MODULES = [
    'github.com/google/uuid@v1.6.0',
    'github.com/BurntSushi/toml@v1.4.0',
    'github.com/cespare/xxhash/v2@v2.3.0',
    'golang.org/x/xerrors@v0.0.0-20240903120638-7835f813f4da',
    'gopkg.in/yaml.v2@v2.4.0',
    'github.com/docker/distribution@v2.8.3+incompatible',
  ];
  let shelf: Shelf;

  beforeAll(async () => {
    shelf = await Shelf.open('go');
  });
  afterAll(() => shelf.close());

  test.each(MODULES)('%s is published unchanged from the module cache, and downloads with the same sums', async (module) => {
    const [outside, inside] = [new Go(undefined), new Go(shelf.url)];
    const original = await outside.download(module);
    await shelf.publish(archiveOf(original.Zip));
    const { Path, Version, Sum, GoModSum } = await inside.download(module);
    outside.remove();
    inside.remove();
    expect({ Path, Version, Sum, GoModSum }).toEqual({
      Path: original.Path,
      Version: original.Version,
      Sum: original.Sum,
      GoModSum: original.GoModSum,
    });
  });
});

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
