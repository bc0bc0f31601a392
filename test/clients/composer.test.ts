/** A real Composer against the rendered repository and the routes of the edge function. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { token } from '../functions/edge/harness';
import { type ComposerPackage, dist } from '../helpers/composer-packages';
import type { Archive } from '../helpers/pypi-archives';
import { describeWith } from '../helpers/require-client';
import { Workshop } from './support/client';
import { Shelf } from './support/shelf';

const LIB = 'demo/lib';
const APP = 'demo-two/app';

const php = (name: string, text: string) =>
  `<?php\nnamespace Demo;\nclass ${name} { static function text() { return ${text}; } }\n`;
const libOf = (version: string, folder?: string): ComposerPackage => ({
  name: LIB,
  version,
  fields: { type: 'library', license: 'MIT', require: { php: '>=7.4' }, autoload: { 'psr-4': { 'Demo\\': 'src/' } } },
  files: { 'src/Lib.php': php('Lib', `"lib ${version}"`) },
  ...(folder !== undefined && { folder }),
});
const APP_PACKAGE: ComposerPackage = {
  name: APP,
  version: '2.0.0',
  fields: { require: { [LIB]: '^1.0' }, autoload: { 'psr-4': { 'Demo\\': 'src/' } } },
  files: { 'src/App.php': php('App', '"app with " . Lib::text()') },
};

const found = spawnSync('composer', ['--version'], { env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: '1' } }).status === 0;
describeWith('composer', found, 'Composer', () => {
  let shelf: Shelf;
  let shop: Workshop;
  let homes = 0;

  /** Composer with an empty cache of its own. */
  const composer = (project: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    shop.run(project, 'composer', ['--no-interaction', '--no-ansi', ...args], {
      COMPOSER_HOME: join(shop.directory, `home${++homes}`),
      ...env,
    });
  const newProject = (name: string, require: Readonly<Record<string, string>>, prefix = '') => {
    const repositories = [{ type: 'composer', url: `${shelf.url}${prefix}/composer` }, { 'packagist.org': false }];
    shop.write(`${name}/composer.json`, JSON.stringify({ repositories, require, config: { 'secure-http': false } }));
  };
  const run = (project: string, call: string) =>
    shop.run(project, 'php', ['-r', `require 'vendor/autoload.php'; echo Demo\\${call}::text();`]);
  const lock = (project: string) => readFileSync(join(shop.directory, project, 'composer.lock'), 'utf8');
  const archive = (version: string): Archive => dist(libOf(version));

  beforeAll(async () => {
    shop = new Workshop({ COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_MEMORY_LIMIT: '-1' });
    shelf = await Shelf.open('composer');
    for (const each of [libOf('1.0.0'), libOf('v1.1.0', 'demo-lib-abcdef0'), APP_PACKAGE]) await shelf.publish(dist(each));
  });
  afterAll(async () => {
    await shelf.close();
    shop.remove();
  });

  test('installs the newest version', async () => {
    newProject('newest', {});
    expect(await composer('newest', ['require', LIB])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Installing demo/lib (v1.1.0): Extracting archive') as string,
    });
    expect(await run('newest', 'Lib')).toEqual({ code: 0, output: 'lib v1.1.0' });
  });

  test('installs the older version by its pin, and again from the lock file in an empty cache', async () => {
    newProject('pinned', { [LIB]: '1.0.0' });
    expect(await composer('pinned', ['install'])).toMatchObject({ code: 0 });
    expect(lock('pinned')).toContain(`"url": "${shelf.url}/composer/files/demo/lib/1.0.0.zip"`);
    shop.clear('pinned/vendor');
    expect(await composer('pinned', ['install'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Installing dependencies from lock file') as string,
    });
    expect(await run('pinned', 'Lib')).toEqual({ code: 0, output: 'lib 1.0.0' });
  });

  test('fails on a file that was tampered with', async () => {
    newProject('tampered', { [LIB]: '1.0.0' });
    expect(await composer('tampered', ['update', '--no-install'])).toMatchObject({ code: 0 });
    shelf.replaceFile(LIB, '1.0.0', archive('1.0.1'));
    const { code, output } = await composer('tampered', ['install']);
    shelf.replaceFile(LIB, '1.0.0', archive('1.0.0'));
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/checksum verification of the\s+file\s+failed \(downloaded from http/) as string,
    ]);
  });

  test('resolves a dependency on a package of another vendor in the registry', async () => {
    newProject('dependent', { [APP]: '*' });
    expect(await composer('dependent', ['install'])).toMatchObject({ code: 0 });
    expect(await run('dependent', 'App')).toEqual({ code: 0, output: 'app with lib v1.1.0' });
  });

  test('asks for no package of vendors that are not here', async () => {
    newProject('foreign', { 'elsewhere/thing': '*' });
    const before = shelf.requests.length;
    expect(await composer('foreign', ['update'])).toMatchObject({ code: 2 });
    expect(shelf.requests.slice(before)).toEqual(['GET /composer/packages.json 200']);
  });

  test('says that a deprecated version is abandoned, and what to use instead', async () => {
    shelf.setStatus(LIB, 'v1.1.0', { deprecated: 'demo/new' });
    newProject('abandoned', { [LIB]: '*' });
    expect(await composer('abandoned', ['install'])).toMatchObject({
      code: 0,
      output: expect.stringContaining(
        'Package demo/lib is abandoned, you should avoid using it. Use demo/new instead.',
      ) as string,
    });
    shelf.setStatus(LIB, 'v1.1.0', {});
  });

  test('does not choose a yanked version, and installs it from a lock file that has it', async () => {
    newProject('locked', { [LIB]: '*' });
    expect(await composer('locked', ['update', '--no-install'])).toMatchObject({ code: 0 });
    shelf.setStatus(LIB, 'v1.1.0', { yanked: 'broken' });
    newProject('yanked', { [LIB]: '*' });
    expect(await composer('yanked', ['install'])).toMatchObject({ code: 0 });
    expect(await run('yanked', 'Lib')).toEqual({ code: 0, output: 'lib 1.0.0' });
    expect(await composer('locked', ['install'])).toMatchObject({ code: 0 });
    expect(await run('locked', 'Lib')).toEqual({ code: 0, output: 'lib v1.1.0' });
    shelf.setStatus(LIB, 'v1.1.0', {});
  });

  describe('below a tier’s prefix', () => {
    const prefix = '/t/gold/acme';
    const settings = (bearer: string) => ({ COMPOSER_AUTH: JSON.stringify({ bearer: { [shelf.url.slice(7)]: bearer } }) });

    test('the token is sent with every request, and all stay below the prefix', async () => {
      newProject('tier', { [APP]: '*' }, prefix);
      const before = shelf.requests.length;
      expect(await composer('tier', ['install'], settings(token()))).toMatchObject({ code: 0 });
      expect(shelf.requests.slice(before).sort()).toEqual(
        ['packages.json', 'p2/demo-two/app.json', 'p2/demo/lib.json', 'files/demo-two/app/2.0.0.zip', 'files/demo/lib/v1.1.0.zip']
          .map((path) => `GET ${prefix}/composer/${path} 200`)
          .sort(),
      );
    });

    test('a false token is refused', async () => {
      newProject('false', { [APP]: '*' }, prefix);
      expect(await composer('false', ['install'], settings('false'))).toMatchObject({
        code: 255,
        output: expect.stringContaining('401') as string,
      });
    });
  });
});
