/** What real `gem` and Bundler ask of the indexes, with a token and without, and platforms: what clients.test.ts leaves out. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { RUBYGEMS } from '../../domain/packages/rubygems';
import { token } from '../functions/edge/harness';
import { gem } from '../helpers/gems';
import { describeWith } from '../helpers/require-client';
import { type Outcome, Workshop } from './support/client';
import { Shelf } from './support/shelf';

const found = ['gem', 'bundle'].every((command) => spawnSync(command, ['--version']).status === 0);
describeWith('gem and bundle', found, 'RubyGems', () => {
  let shelf: Shelf;
  let shop: Workshop;
  const source = (prefix = '') => `${shelf.url}${prefix}/gems/`;
  /** A folder of installed gems of its own. */
  const gemsIn = (folder: string) => {
    const home = join(shop.directory, folder, 'installed');
    return { GEM_HOME: home, GEM_PATH: home };
  };
  const gemIn = (folder: string, args: readonly string[], from = source()): Promise<Outcome> =>
    shop.run(folder, 'gem', [...args, '--clear-sources', '--source', from], gemsIn(folder));
  const install = (folder: string, ...args: string[]) => gemIn(folder, ['install', '--no-document', ...args]);
  const greet = (folder: string, call: string) =>
    shop.run(
      folder,
      'ruby',
      ['-e', `require '${call.startsWith('DemoApp') ? 'demo_app' : 'demo-lib'}'; puts ${call}`],
      gemsIn(folder),
    );
  const bundle = (folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    shop.run(folder, 'bundle', args, { ...gemsIn(folder), BUNDLE_APP_CONFIG: join(shop.directory, folder, '.bundle'), ...env });
  const newBundle = (folder: string, gems: string, from = source()) => {
    shop.write(`${folder}/Gemfile`, `source '${from}'\n${gems}\n`);
  };
  const lib = (version: string) => gem({ name: 'demo-lib', version });
  const app = (version: string) =>
    gem({
      name: 'demo_app',
      version,
      needs: { 'demo-lib': ['>= 1.0', '< 2'] },
      source: `require 'demo-lib'\nmodule DemoApp\n  def self.greet = "app ${version}, #{DemoLib.greet}"\nend\n`,
    });

  beforeAll(async () => {
    shop = new Workshop({ BUNDLE_SILENCE_ROOT_WARNING: '1', LANG: 'C.UTF-8' });
    shelf = await Shelf.open('rubygems');
    for (const archive of [lib('1.0.0'), lib('1.10.0'), lib('1.11.0.rc1'), app('0.1.0'), app('0.2.0')]) {
      await shelf.publish(await archive);
    }
  });
  afterAll(async () => {
    await shelf.close();
    shop.remove();
  });

  describe('gem', () => {
    test('installs the newest version with its dependency, by the compact index', async () => {
      shelf.requests.length = 0;
      expect(await install('newest', 'demo_app')).toMatchObject({ code: 0 });
      expect(await greet('newest', 'DemoApp.greet')).toEqual({ code: 0, output: 'app 0.2.0, Hello from demo-lib 1.10.0\n' });
      expect([...new Set(shelf.requests)].filter((line) => !line.startsWith('HEAD ')).sort()).toEqual([
        'GET /gems/gems/demo-lib-1.10.0.gem 200',
        'GET /gems/gems/demo_app-0.2.0.gem 200',
        'GET /gems/info/demo-lib 200',
        'GET /gems/info/demo_app 200',
        'GET /gems/quick/Marshal.4.8/demo-lib-1.10.0.gemspec.rz 200',
        'GET /gems/quick/Marshal.4.8/demo_app-0.2.0.gemspec.rz 200',
      ]);
    });

    test('installs the older version by its pin, and a pre-release when asked', async () => {
      expect(await install('older', 'demo-lib', '--version', '1.0.0')).toMatchObject({ code: 0 });
      expect(await greet('older', 'DemoLib.greet')).toEqual({ code: 0, output: 'Hello from demo-lib 1.0.0\n' });
      expect(await install('pre', 'demo-lib', '--pre')).toMatchObject({ code: 0 });
      expect(await greet('pre', 'DemoLib.greet')).toEqual({ code: 0, output: 'Hello from demo-lib 1.11.0.rc1\n' });
    });

    test('lists gems, versions and metadata from the Marshal index', async () => {
      const list = async (...args: string[]) =>
        (await gemIn('listing', ['list', '--remote', ...args])).output.split('\n').slice(-3);
      expect(await list()).toEqual(['demo-lib (1.10.0)', 'demo_app (0.2.0)', '']);
      expect((await list('--all', '--prerelease', 'demo-lib')).at(-2)).toBe('demo-lib (1.11.0.rc1, 1.10.0, 1.0.0)');
      const { output } = await gemIn('listing', ['specification', '--remote', 'demo_app', 'dependencies']);
      expect(output).toContain('name: demo-lib');
    });

    test('a missing gem is reported as such', async () => {
      expect(await install('missing', 'no-such-gem')).toMatchObject({
        code: 2,
        output: expect.stringContaining("Could not find a valid gem 'no-such-gem' (>= 0) in any repository") as string,
      });
    });
  });

  describe('bundle', () => {
    test('installs the newest version with its dependency, and runs it', async () => {
      newBundle('bundled', "gem 'demo_app'");
      shelf.requests.length = 0;
      expect(await bundle('bundled', ['install'])).toMatchObject({ code: 0 });
      expect([...shelf.requests].sort()).toEqual([
        'GET /gems/gems/demo-lib-1.10.0.gem 200',
        'GET /gems/gems/demo_app-0.2.0.gem 200',
        'GET /gems/info/demo-lib 200',
        'GET /gems/info/demo_app 200',
        'GET /gems/versions 200',
      ]);
      const run = await bundle('bundled', ['exec', 'ruby', '-e', "require 'demo_app'; puts DemoApp.greet"]);
      expect(run).toEqual({ code: 0, output: 'app 0.2.0, Hello from demo-lib 1.10.0\n' });
    });

    test('asks again with the ETag, gets the end of what has grown, and keeps to the compact index', async () => {
      shelf.requests.length = 0;
      expect(await bundle('bundled', ['update', '--all'])).toMatchObject({ code: 0 });
      expect(shelf.requests).toEqual(['GET /gems/versions 304']);
      await shelf.publish(await app('0.3.0'));
      shelf.requests.length = 0;
      expect(await bundle('bundled', ['update', '--all'])).toMatchObject({ code: 0 });
      // From 2.5 on Bundler wants a Repr-Digest with a part, which S3 does not have, and asks for the whole after it.
      const asked = shelf.requests.filter((line, i, all) => line.replace(/200$/, '206') !== all[i - 1]);
      expect(asked).toEqual(['GET /gems/versions 206', 'GET /gems/info/demo_app 206', 'GET /gems/gems/demo_app-0.3.0.gem 200']);
    });
  });

  test('a gem for the platform is taken before the one for all', async () => {
    const { output } = await shop.run('.', 'ruby', ['-e', 'print Gem::Platform.local.to_s']);
    const general = { name: 'demo-native', version: '1.0' };
    await shelf.publish(
      await gem({ ...general, source: 'puts "general"\n' }),
      await gem({ ...general, platform: output, source: 'puts "native"\n' }),
    );
    expect(await install('native', 'demo-native')).toMatchObject({ code: 0 });
    expect(await shop.run('native', 'ruby', ['-e', "require 'demo-native'"], gemsIn('native'))).toEqual({
      code: 0,
      output: 'native\n',
    });
    newBundle('native-bundle', "gem 'demo-native'");
    expect(await bundle('native-bundle', ['install'])).toMatchObject({ code: 0 });
    expect(await bundle('native-bundle', ['exec', 'ruby', '-e', "require 'demo-native'"])).toEqual({
      code: 0,
      output: 'native\n',
    });
  });

  test('below a tier’s prefix the token of the source is sent with every request', async () => {
    const prefix = '/t/gold/acme';
    const from = source(prefix).replace('://', `://token:${token()}@`);
    shelf.requests.length = 0;
    expect(await gemIn('tier', ['install', '--no-document', 'demo_app', '--version', '0.2.0'], from)).toMatchObject({ code: 0 });
    shop.write('tier-bundle/Gemfile', `source '${source(prefix)}' do\n  gem 'demo_app', '0.2.0'\nend\n`);
    expect(await bundle('tier-bundle', ['config', 'set', '--local', source(prefix), `token:${token()}`])).toMatchObject({
      code: 0,
    });
    expect(await bundle('tier-bundle', ['install'])).toMatchObject({ code: 0 });
    expect(shelf.requests.filter((line) => !line.includes(` ${prefix}/gems/`) || !line.endsWith(' 200'))).toEqual([]);
    expect(await gemIn('no-token', ['install', 'demo_app'], source(prefix))).toMatchObject({ code: 2 });
  });

  test('versions compare and are the same as Ruby says', async () => {
    const part = fc.oneof(fc.constantFrom('0', '1', '10', '00', 'a', 'b', 'RC', 'rc1', 'a1b'), fc.nat(30).map(String));
    const version = fc.tuple(fc.nat(2), fc.array(part, { maxLength: 4 })).map(([first, rest]) => [first, ...rest].join('.'));
    const pairs = fc.sample(fc.tuple(version, version), { numRuns: 500, seed: 7 });
    const script = 'ARGV.each_slice(2) { |a, b| puts Gem::Version.new(a) <=> Gem::Version.new(b) }';
    const { output } = await shop.run('versions', 'ruby', ['-e', script, ...pairs.flat()]);
    const ours = pairs.map(([a, b]) =>
      RUBYGEMS.versionIdentity(a) === RUBYGEMS.versionIdentity(b) ? 0 : Math.sign(RUBYGEMS.compareVersions(a, b)),
    );
    expect(ours).toEqual(output.trim().split('\n').map(Number));
    expect(new Set(ours)).toEqual(new Set([-1, 0, 1]));
  });
});
