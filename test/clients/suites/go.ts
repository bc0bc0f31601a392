/** The go command takes modules from the registry as its only proxy. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GoModule, moduleZip } from '../../helpers/go-modules';
import type { Archive } from '../../helpers/pypi-archives';
import { describeWith } from '../../helpers/require-client';
import { archiveOf, type Download, Go } from '../support/go';
import { BLOCKED, type ClientRegistry, fails, ok } from '../support/registry';

const LIB = 'example.org/Demo/lib';
const APP = 'example.org/demo/app/v2';
const FOREIGN = [
  'github.com/cespare/xxhash/v2@v2.3.0',
  'github.com/BurntSushi/toml@v1.4.0',
  'gopkg.in/yaml.v2@v2.4.0',
  'github.com/docker/distribution@v2.8.3+incompatible',
  'golang.org/x/xerrors@v0.0.0-20240903120638-7835f813f4da',
];
export const GO_PROJECTS = [LIB, APP, ...FOREIGN.map((module) => module.replace(/@.*/, ''))];

const archive = (module: GoModule): Archive => ({ name: `${module.version}.zip`, body: moduleZip(module) });
const lib = (version: string, text = version) =>
  archive({ path: LIB, version, files: { 'lib.go': `package lib\n\nconst Version = "${text}"\n` } });
const app = archive({
  path: APP,
  version: 'v2.0.0',
  requires: [`require ${LIB} v1.0.0`],
  files: { 'app.go': `package app\n\nimport "${LIB}"\n\nfunc Text() string { return "app with lib " + lib.Version }\n` },
});

export function go(registry: ClientRegistry): void {
  describeWith('go', spawnSync('go', ['version']).status === 0, 'go', () => {
    let inside: Go;
    const originals: Download[] = [];

    registry.prepare(async () => {
      inside = new Go(registry.url);
      const outside = new Go(undefined);
      for (const module of FOREIGN) originals.push(await outside.download(module));
      const foreign = originals.map(({ Zip }) => archiveOf(Zip));
      await registry.publish(...[lib('v1.0.0'), lib('v1.1.0'), app, ...foreign].map((file) => ({ files: [file] })));
      outside.remove();
    });
    afterAll(() => {
      inside.remove();
    });

    test('gets the newest version', async () => {
      expect(await inside.run(inside.project('newest'), 'get', LIB)).toEqual(ok(`added ${LIB} v1.1.0`));
    });

    test('gets an older one by pin, and holds it to its go.sum', async () => {
      const folder = inside.project('older');
      expect(await inside.run(folder, 'get', `${LIB}@v1.0.0`)).toMatchObject({ code: 0 });
      const sums = readFileSync(join(folder, 'go.sum'), 'utf8');
      expect(sums).toMatch(/^example\.org\/Demo\/lib v1\.0\.0 h1:\S+=\n.* v1\.0\.0\/go\.mod h1:/);
      inside.forget();
      expect(await inside.run(folder, 'mod', 'download')).toMatchObject({ code: 0 });
    });

    test('resolves a dependency on another module of the registry, and builds both', async () => {
      const main = `package main\n\nimport "${APP}"\n\nfunc main() { print(app.Text()) }\n`;
      const folder = inside.project('dependent', { 'main.go': main });
      expect(await inside.run(folder, 'get', APP)).toMatchObject({ code: 0 });
      expect(await inside.run(folder, 'run', '.')).toEqual({ code: 0, output: 'app with lib v1.0.0' });
    });

    test('downloads modules that nobody here wrote with the sums that they have elsewhere', async () => {
      const identity = ({ Path, Version, Sum, GoModSum }: Download) => ({ Path, Version, Sum, GoModSum });
      const got: Download[] = [];
      for (const module of FOREIGN) got.push(await inside.download(module));
      expect(got.map(identity)).toEqual(originals.map(identity));
    });

    test('a blocked version fails with the reason for those who have it in go.mod, others are chosen', async () => {
      const folder = join(inside.directory, 'newest');
      const base = '/go/example.org/%21demo/lib/@v';
      const places = { index: `${base}/list`, file: `${base}/v1.1.0.zip` };
      await registry.whileBlocked({ ecosystem: 'go', project: LIB, version: 'v1.1.0' }, places, async () => {
        inside.forget();
        fails(await inside.run(folder, 'mod', 'download'), new RegExp(`451 [^]*server response: Blocked by law\\. ${BLOCKED}`));
        expect(await inside.run(inside.project('unblocked'), 'get', LIB)).toEqual(ok(`added ${LIB} v1.0.0`));
      });
      expect(await inside.run(folder, 'mod', 'download')).toMatchObject({ code: 0 });
    });

    test('does not choose a yanked version, and gets it for those who name it', async () => {
      const shows = { path: '/go/example.org/%21demo/lib/@v/list', when: (body: string) => body === 'v1.0.0\n' };
      await registry.change('yank', { ecosystem: 'go', project: LIB, version: 'v1.1.0' }, ['--reason', 'broken'], shows);
      expect(await inside.run(inside.project('yanked'), 'get', LIB)).toEqual(ok(`added ${LIB} v1.0.0`));
      expect(await inside.run(inside.project('named'), 'get', `${LIB}@v1.1.0`)).toEqual(ok(`added ${LIB} v1.1.0`));
    });

    test('fails on a file that is not the one of go.sum', async () => {
      await registry.replaceFile('go', LIB, 'v1.0.0', lib('v1.0.0', 'evil'));
      inside.forget();
      const outcome = await inside.run(join(inside.directory, 'older'), 'mod', 'download');
      fails(outcome, /verifying example\.org\/Demo\/lib@v1\.0\.0: checksum mismatch/);
    });
  });
}
