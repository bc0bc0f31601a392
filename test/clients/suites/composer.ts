/** Composer takes packages by their p2 metadata; a library that nobody here wrote goes in as Composer itself archives it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../../helpers/composer-packages';
import { describeWith } from '../../helpers/require-client';
import { Workshop } from '../support/client';
import { type ClientRegistry, digest, fails, ok } from '../support/registry';

const LIB = 'demo/lib';
const APP = 'demo-two/app';
/** A library for Composer whose authors give it to npm as well, from where it can be had without Packagist. */
const FOREIGN = { name: 'enyo/dropzone', npm: 'dropzone', version: '6.3.5' } as const;
export const COMPOSER_PROJECTS = [LIB, APP, FOREIGN.name];

const autoload = { autoload: { 'psr-4': { 'Demo\\': 'src/' } } };
const php = (name: string, text: string) =>
  `<?php\nnamespace Demo;\nclass ${name} { static function text() { return ${text}; } }\n`;
const lib = (version: string, text = `"lib ${version}"`) =>
  dist({
    name: LIB,
    version,
    fields: { type: 'library', license: 'MIT', require: { php: '>=7.4' }, ...autoload },
    files: { 'src/Lib.php': php('Lib', text) },
  });
const app = dist({
  name: APP,
  version: '2.0.0',
  fields: { require: { [LIB]: '^1.0' }, ...autoload },
  files: { 'src/App.php': php('App', '"app with " . Lib::text()') },
});
const found = spawnSync('composer', ['--version'], { env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1' } }).status === 0;

export function composer(registry: ClientRegistry): void {
  describeWith('composer', found, 'Composer', () => {
    let homes = 0;
    const shop = new Workshop({ COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_MEMORY_LIMIT: '-1' });
    /** Composer with an empty cache of its own. */
    const run = (project: string, ...args: readonly string[]) =>
      shop.run(project, 'composer', ['--no-interaction', '--no-ansi', ...args], {
        COMPOSER_HOME: join(shop.directory, `home${++homes}`),
      });
    const newProject = (name: string, require: Readonly<Record<string, string>>) => {
      const repositories = [{ type: 'composer', url: `${registry.url}/composer` }, { 'packagist.org': false }];
      shop.write(`${name}/composer.json`, JSON.stringify({ repositories, require, config: { 'secure-http': false } }));
    };
    const text = (project: string, name: string) =>
      shop.run(project, 'php', ['-r', `require 'vendor/autoload.php'; echo Demo\\${name}::text();`]);

    registry.prepare(async () => {
      const own = [lib('1.0.0'), lib('1.1.0+build.7'), app];
      await registry.publish(...[...own, await foreign()].map((file) => ({ files: [file] })));
    });
    afterAll(() => {
      shop.remove();
    });

    async function foreign() {
      const { npm, name, version } = FOREIGN;
      shop.write('foreign/README', '');
      expect(await shop.run('foreign', 'npm', ['pack', '--silent', `${npm}@${version}`], process.env)).toMatchObject({ code: 0 });
      expect(await shop.run('foreign', 'tar', ['xzf', `${npm}-${version}.tgz`])).toMatchObject({ code: 0 });
      const file = `${name.replace('/', '-')}-${version}`;
      const archive = ['archive', '--format', 'zip', '--dir', '..', '--file', file];
      expect(await run('foreign/package', ...archive)).toMatchObject({ code: 0 });
      return { name: `${file}.zip`, body: readFileSync(join(shop.directory, 'foreign', `${file}.zip`)) };
    }

    test('installs the newest version from the address that its metadata names', async () => {
      newProject('newest', {});
      expect(await run('newest', 'require', LIB)).toEqual(ok(/Installing demo\/lib \(1\.1\.0\+build\.7\): Extracting archive/));
      expect(await text('newest', 'Lib')).toEqual({ code: 0, output: 'lib 1.1.0+build.7' });
    });

    test('installs the older version by its pin, and again from the lock file in an empty cache', async () => {
      newProject('pinned', { [LIB]: '1.0.0' });
      expect(await run('pinned', 'install')).toMatchObject({ code: 0 });
      const lock = readFileSync(join(shop.directory, 'pinned/composer.lock'), 'utf8');
      expect(lock).toContain(`"shasum": "${digest(lib('1.0.0').body, 'sha1')}"`);
      shop.clear('pinned/vendor');
      expect(await run('pinned', 'install')).toEqual(ok('Installing dependencies from lock file'));
      expect(await text('pinned', 'Lib')).toEqual({ code: 0, output: 'lib 1.0.0' });
    });

    test('resolves a dependency on a package of another vendor in the registry', async () => {
      newProject('dependent', { [APP]: '*' });
      expect(await run('dependent', 'install')).toMatchObject({ code: 0 });
      expect(await text('dependent', 'App')).toEqual({ code: 0, output: 'app with lib 1.1.0+build.7' });
    });

    test('installs a library that nobody here wrote, unchanged', async () => {
      newProject('foreign-user', { [FOREIGN.name]: '^6.0' });
      expect(await run('foreign-user', 'install')).toEqual(ok(`Installing ${FOREIGN.name} (${FOREIGN.version})`));
      const of = (folder: string) => readFileSync(join(shop.directory, folder, 'dist/dropzone.js'));
      expect(of(`foreign-user/vendor/${FOREIGN.name}`)).toEqual(of('foreign/package'));
    });

    test('says that a deprecated package is abandoned, and what to use instead', async () => {
      const shows = { path: `/composer/p2/${APP}.json`, when: (body: string) => body.includes('"abandoned":"demo/new"') };
      await registry.change('deprecate', { ecosystem: 'composer', project: APP }, ['--replacement', 'demo/new'], shows);
      newProject('abandoned', { [APP]: '*' });
      expect(await run('abandoned', 'install')).toEqual(
        ok('Package demo-two/app is abandoned, you should avoid using it. Use demo/new instead.'),
      );
    });

    test('a blocked version fails for those whose lock file has it, others are chosen', async () => {
      const places = { index: `/composer/p2/${LIB}.json`, file: `/composer/files/${LIB}/1.1.0+build.7.zip` };
      await registry.whileBlocked({ ecosystem: 'composer', project: LIB, version: '1.1.0+build.7' }, places, async () => {
        shop.clear('newest/vendor');
        fails(await run('newest', 'install'), '451');
        newProject('blocked', { [LIB]: '*' });
        expect(await run('blocked', 'install')).toMatchObject({ code: 0 });
        expect(await text('blocked', 'Lib')).toEqual({ code: 0, output: 'lib 1.0.0' });
      });
      expect(await run('newest', 'install')).toMatchObject({ code: 0 });
    });

    test('does not choose a yanked version, and installs it from a lock file that has it', async () => {
      const release = { ecosystem: 'composer', project: LIB, version: '1.1.0+build.7' } as const;
      const shows = { path: `/composer/p2/${LIB}.json`, when: (body: string) => body !== '' && !body.includes('1.1.0') };
      await registry.change('yank', release, ['--reason', 'broken'], shows);
      newProject('yanked', { [LIB]: '*' });
      expect(await run('yanked', 'install')).toMatchObject({ code: 0 });
      expect(await text('yanked', 'Lib')).toEqual({ code: 0, output: 'lib 1.0.0' });
      shop.clear('newest/vendor');
      expect(await run('newest', 'install')).toMatchObject({ code: 0 });
      expect(await text('newest', 'Lib')).toEqual({ code: 0, output: 'lib 1.1.0+build.7' });
    });

    test('fails on a file that is not the one in the metadata', async () => {
      await registry.replaceFile('composer', LIB, '1.0.0', lib('1.0.0', '"evil"'));
      shop.clear('pinned/vendor');
      fails(await run('pinned', 'install'), /checksum verification of the\s+file\s+failed \(downloaded from http/);
    });
  });
}
