/** Real `gem` and Bundler take gems from the registry's compact and Marshal indexes: its own, and some that nobody here wrote. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { RUBYGEMS } from '../../domain/packages/rubygems';
import { token } from '../functions/edge/harness';
import { gem } from '../helpers/gems';
import { describeWith } from '../helpers/require-client';
import { type Outcome, Workshop } from './support/client';
import { Shelf } from './support/shelf';

const found = ['gem', 'bundle'].every((command) => spawnSync(command, ['--version']).status === 0);
/** Gems that come with Debian's Ruby as files; rss needs rexml. */
const FOREIGN = { rexml: '>= 0', rss: '>= 0', rake: '>= 0' } as const;
/** Builds a gem again from its installed files, into the current folder. */
const REBUILD = `require 'rubygems/package'
spec = Gem::Specification.find_by_name(ARGV[0])
target = File.join(Dir.pwd, spec.file_name)
Dir.chdir(spec.full_gem_path) do
  spec.files = Dir['**/*'].select { |path| File.file?(path) }
  spec.extra_rdoc_files = spec.rdoc_options = []
  Gem::Package.build(spec, true, false, target)
end
puts spec.file_name`;

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

    test('installs the older version by its pin, and from the lock file afterwards', async () => {
      newBundle('locked', "gem 'demo-lib', '1.0.0'");
      expect(await bundle('locked', ['lock'])).toMatchObject({ code: 0 });
      expect(readFileSync(join(shop.directory, 'locked/Gemfile.lock'), 'utf8')).toContain('demo-lib (= 1.0.0)');
      expect(await bundle('locked', ['install'], { BUNDLE_FROZEN: 'true' })).toMatchObject({ code: 0 });
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

  test('a yanked version is gone for both', async () => {
    newBundle('yanked-lock', "gem 'demo-lib'");
    expect(await bundle('yanked-lock', ['lock'])).toMatchObject({ code: 0 });
    shelf.setStatus('demo-lib', '1.10.0', { yanked: 'broken' });
    expect(await install('yanked', 'demo-lib')).toMatchObject({ code: 0 });
    expect(await greet('yanked', 'DemoLib.greet')).toEqual({ code: 0, output: 'Hello from demo-lib 1.0.0\n' });
    expect(await install('yanked', 'demo-lib', '--version', '1.10.0')).toMatchObject({ code: 2 });
    newBundle('yanked-bundle', "gem 'demo-lib'");
    expect(await bundle('yanked-bundle', ['install'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('demo-lib 1.0.0') as string,
    });
    const locked = await bundle('yanked-lock', ['install'], { BUNDLE_FROZEN: 'true' });
    expect([locked.code, locked.output]).toEqual([7, expect.stringContaining('Your bundle is locked to demo-lib (1.10.0)')]);
    shelf.setStatus('demo-lib', '1.10.0', {});
    expect(await bundle('yanked-bundle', ['update', '--all'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('demo-lib 1.10.0') as string,
    });
  });

  test('a gem that is not the one in the index fails', async () => {
    const honest = await app('0.4.0');
    await shelf.publish(honest);
    const other = await gem({ name: 'demo_app', version: '0.4.0', source: 'puts "evil"\n' });
    shelf.replaceFile('demo_app', '0.4.0', { ...honest, body: other.body });
    newBundle('tampered', "gem 'demo_app', '0.4.0'");
    const { code, output } = await bundle('tampered', ['install']);
    // gem itself looks only at the checksums inside, Bundler at those of the index: 19 and 37 are its words for it, by version.
    expect([[19, 37], output]).toEqual([
      expect.arrayContaining([code]),
      expect.stringMatching(/not match the checksum|mismatched checksums/),
    ]);
  });

  test('a gem that was changed on its way fails', async () => {
    const honest = await app('0.5.0');
    await shelf.publish(honest);
    const body = Buffer.from(honest.body);
    const data = body.indexOf('data.tar.gz') + 512;
    body.writeUInt8(body.readUInt8(data + 20) ^ 0xff, data + 20);
    shelf.replaceFile('demo_app', '0.5.0', { ...honest, body });
    const { code, output } = await install('changed', 'demo_app', '--version', '0.5.0');
    expect([code, output]).toEqual([1, expect.stringContaining('Exception while verifying ')]);
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

  test('gems of others publish and install unchanged', async () => {
    for (const name of Object.keys(FOREIGN)) {
      const built = await shop.run('foreign', 'ruby', ['-e', REBUILD, name]);
      const file = built.output.trim().split('\n').at(-1)!;
      await shelf.publish({ name: file, body: readFileSync(join(shop.directory, 'foreign', file)) });
    }
    expect(await install('others', 'rss', 'rake')).toMatchObject({
      code: 0,
      output: expect.stringContaining('3 gems installed') as string,
    });
    const script = "gem 'rss'; require 'rss'; puts RSS::VERSION, $LOADED_FEATURES.grep(%r{installed/gems/rexml}).any?";
    expect(await shop.run('others', 'ruby', ['-e', script], gemsIn('others'))).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^\d[\d.]+\ntrue\n$/) as string,
    });
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
