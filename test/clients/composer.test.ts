/** What a real Composer asks of the repository, with a token and without: what clients.test.ts leaves out. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { token } from '../functions/edge/harness';
import { dist } from '../helpers/composer-packages';
import { describeWith } from '../helpers/require-client';
import { Workshop } from './support/client';
import { Shelf } from './support/shelf';

const LIB = 'demo/lib';
const APP = 'demo-two/app';

const lib = dist({ name: LIB, version: 'v1.1.0', folder: 'demo-lib-abcdef0' });
const app = dist({ name: APP, version: '2.0.0', fields: { require: { [LIB]: '^1.0' } } });
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

  beforeAll(async () => {
    shop = new Workshop({ COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_MEMORY_LIMIT: '-1' });
    shelf = await Shelf.open('composer');
    for (const each of [lib, app]) await shelf.publish(each);
  });
  afterAll(async () => {
    await shelf.close();
    shop.remove();
  });

  test('asks for no package of vendors that are not here', async () => {
    newProject('foreign', { 'elsewhere/thing': '*' });
    const before = shelf.requests.length;
    expect(await composer('foreign', ['update'])).toMatchObject({ code: 2 });
    expect(shelf.requests.slice(before)).toEqual(['GET /composer/packages.json 200']);
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
