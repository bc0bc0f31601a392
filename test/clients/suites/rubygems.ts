/** gem and Bundler take gems from the compact and Marshal indexes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gem } from '../../helpers/gems';
import type { Archive } from '../../helpers/pypi-archives';
import { describeWith } from '../../helpers/require-client';
import { Workshop } from '../support/client';
import { type ClientRegistry, digest, fails, ok } from '../support/registry';

/** Gems that come with Debian's Ruby as files; rss needs rexml. */
const FOREIGN = ['rexml', 'rss', 'rake'];
export const RUBYGEMS_PROJECTS = ['demo-lib', 'demo_app', ...FOREIGN];
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
const found = ['gem', 'bundle'].every((command) => spawnSync(command, ['--version']).status === 0);

const lib = (version: string, source?: string) => gem({ name: 'demo-lib', version, ...(source !== undefined && { source }) });
const app = () =>
  gem({
    name: 'demo_app',
    version: '2.0.0',
    needs: { 'demo-lib': ['>= 1.0', '< 2'] },
    source: 'require \'demo-lib\'\nmodule DemoApp\n  def self.greet = "app, #{DemoLib.greet}"\nend\n',
  });

export function rubygems(registry: ClientRegistry): void {
  describeWith('gem and bundle', found, 'RubyGems', () => {
    let foreign: Archive[];
    const shop = new Workshop({ BUNDLE_SILENCE_ROOT_WARNING: '1', BUNDLE_RETRY: '0', LANG: 'C.UTF-8' });
    const source = () => `${registry.url}/gems/`;
    /** A folder of installed gems of its own. */
    const gemsIn = (folder: string) => {
      const home = join(shop.directory, folder, 'installed');
      return { GEM_HOME: home, GEM_PATH: home };
    };
    const install = (folder: string, ...args: readonly string[]) =>
      shop.run(folder, 'gem', ['install', '--no-document', ...args, '--clear-sources', '--source', source()], gemsIn(folder));
    const ruby = (folder: string, script: string) => shop.run(folder, 'ruby', ['-e', script], gemsIn(folder));
    const bundle = (folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      shop.run(folder, 'bundle', args, { ...gemsIn(folder), BUNDLE_APP_CONFIG: join(shop.directory, folder, '.bundle'), ...env });
    const newBundle = (folder: string, gems: string) => {
      shop.write(`${folder}/Gemfile`, `source '${source()}'\n${gems}\n`);
    };
    const rebuilt = async (name: string): Promise<Archive> => {
      const built = await shop.run('foreign', 'ruby', ['-e', REBUILD, name]);
      const file = built.output.trim().split('\n').at(-1)!;
      return { name: file, body: readFileSync(join(shop.directory, 'foreign', file)) };
    };

    registry.prepare(async () => {
      foreign = [];
      for (const name of FOREIGN) foreign.push(await rebuilt(name));
      const own = [await lib('1.0.0'), await lib('1.10.0'), await app()];
      await registry.publish(...[...own, ...foreign].map((file) => ({ files: [file] })));
    });
    afterAll(() => {
      shop.remove();
    });

    test('gem installs the newest version, and a gem with its dependency on another', async () => {
      expect(await install('newest', 'demo_app')).toMatchObject({ code: 0 });
      expect(await ruby('newest', "require 'demo_app'; puts DemoApp.greet")).toEqual(ok('app, Hello from demo-lib 1.10.0'));
    });

    test('gem installs the older version by its pin', async () => {
      expect(await install('older', 'demo-lib', '--version', '1.0.0')).toMatchObject({ code: 0 });
      expect(await ruby('older', "require 'demo-lib'; puts DemoLib.greet")).toEqual(ok('Hello from demo-lib 1.0.0'));
    });

    test('Bundler installs the newest versions, and runs them', async () => {
      newBundle('bundled', "gem 'demo_app'");
      expect(await bundle('bundled', ['install'])).toMatchObject({ code: 0 });
      const run = await bundle('bundled', ['exec', 'ruby', '-e', "require 'demo_app'; puts DemoApp.greet"]);
      expect(run).toEqual(ok('app, Hello from demo-lib 1.10.0'));
    });

    test('Bundler installs the older version by its pin, and from the lock file afterwards', async () => {
      newBundle('locked', "gem 'demo-lib', '1.0.0'");
      expect(await bundle('locked', ['lock'])).toMatchObject({ code: 0 });
      expect(readFileSync(join(shop.directory, 'locked/Gemfile.lock'), 'utf8')).toContain('demo-lib (= 1.0.0)');
      expect(await bundle('locked', ['install'], { BUNDLE_FROZEN: 'true' })).toMatchObject({ code: 0 });
    });

    test('both install gems that nobody here wrote, unchanged', async () => {
      expect(await install('others', 'rss', 'rake')).toEqual(ok('3 gems installed'));
      const script = "gem 'rss'; require 'rss'; puts $LOADED_FEATURES.grep(%r{installed/gems/rexml}).any?";
      expect(await ruby('others', script)).toEqual(ok('true'));
      newBundle('others-bundle', "gem 'rss'\ngem 'rake'");
      expect(await bundle('others-bundle', ['install'])).toMatchObject({ code: 0 });
      const cached = foreign.map(({ name }) => readFileSync(join(shop.directory, 'others-bundle/installed/cache', name)));
      expect(cached.map((body) => digest(body))).toEqual(foreign.map(({ body }) => digest(body)));
    });

    test('a blocked version is in no index: both fail on its pin, and install others', async () => {
      newBundle('blocked-lock', "gem 'demo-lib'");
      expect(await bundle('blocked-lock', ['lock'])).toMatchObject({ code: 0 });
      const places = { index: '/gems/info/demo-lib', file: '/gems/gems/demo-lib-1.10.0.gem' };
      const release = { ecosystem: 'rubygems', project: 'demo-lib', version: '1.10.0' } as const;
      await registry.whileBlocked(release, places, async () => {
        fails(await install('blocked', 'demo-lib', '--version', '1.10.0'), "Could not find a valid gem 'demo-lib'");
        expect(await install('blocked', 'demo-lib')).toEqual(ok('demo-lib-1.0.0'));
        fails(await bundle('blocked-lock', ['install'], { BUNDLE_FROZEN: 'true' }), 'demo-lib');
      });
      expect(await install('unblocked', 'demo-lib', '--version', '1.10.0')).toMatchObject({ code: 0 });
      expect(await bundle('blocked-lock', ['install'], { BUNDLE_FROZEN: 'true' })).toMatchObject({ code: 0 });
    });

    test('a yanked version is gone for both', async () => {
      newBundle('yanked-lock', "gem 'demo-lib'");
      expect(await bundle('yanked-lock', ['lock'])).toMatchObject({ code: 0 });
      const shows = { path: '/gems/info/demo-lib', when: (body: string) => body.includes('1.0.0') && !body.includes('1.10.0') };
      const release = { ecosystem: 'rubygems', project: 'demo-lib', version: '1.10.0' } as const;
      await registry.change('yank', release, ['--reason', 'broken'], shows);
      expect(await install('yanked', 'demo-lib')).toMatchObject({ code: 0 });
      expect(await ruby('yanked', "require 'demo-lib'; puts DemoLib.greet")).toEqual(ok('demo-lib 1.0.0'));
      fails(await install('yanked', 'demo-lib', '--version', '1.10.0'), "Could not find a valid gem 'demo-lib'");
      newBundle('yanked-bundle', "gem 'demo-lib'");
      expect(await bundle('yanked-bundle', ['install'])).toEqual(ok('demo-lib 1.0.0'));
      fails(await bundle('yanked-lock', ['install'], { BUNDLE_FROZEN: 'true' }), /locked to demo-lib \(1\.10\.0\)/);
    });

    // gem itself looks only at the checksums inside, Bundler at those of the index.
    test('Bundler fails on a gem that is not the one in the index, gem on one that was changed on its way', async () => {
      await registry.replaceFile('rubygems', 'demo-lib', '1.0.0', await lib('1.0.0', 'puts "evil"\n'));
      newBundle('tampered', "gem 'demo-lib', '1.0.0'");
      fails(await bundle('tampered', ['install']), /not match the checksum|mismatched checksums/);
      const { name, body } = await lib('1.0.0');
      const changed = Buffer.from(body);
      const data = changed.indexOf('data.tar.gz') + 512 + 20;
      changed.writeUInt8(changed.readUInt8(data) ^ 0xff, data);
      await registry.replaceFile('rubygems', 'demo-lib', '1.0.0', { name, body: changed });
      fails(await install('changed', 'demo-lib', '--version', '1.0.0'), 'Exception while verifying ');
    });
  });
}
