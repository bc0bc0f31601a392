/** pip and uv take projects from the simple index; a third-party project goes in and out as its authors made it. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Archive } from '../../helpers/pypi-archives';
import { sdist, wheel } from '../../helpers/pypi-archives';
import type { Outcome } from '../support/client';
import { getFrom } from '../support/http';
import { Python } from '../support/python';
import { type ClientRegistry, digest, fails, ok } from '../support/registry';

export const PYPI_PROJECTS = ['demo-lib', 'demo-app', 'six'];
const UV = 'uv==0.13.9';
const POETRY = 'poetry==2.5.1';
const SIX = 'six==1.17.0';
/** A wheel that the index names by another digest. */
const EVIL = { source: '__version__ = "evil"\n' };

const lib = (version: string, more: object = {}): Archive => wheel({ name: 'demo-lib', version, ...more });
const app = (version: string): Archive => wheel({ name: 'demo-app', version, requires: ['demo-lib >=1.0'] });

interface Installer {
  readonly name: string;
  /** Installs into `lib` of a folder, with nothing kept of earlier runs. */
  readonly install: (folder: string, ...args: readonly string[]) => Promise<Outcome>;
  readonly tampered: RegExp;
  readonly yanked: RegExp;
  /** What it says about a version that is not there. */
  readonly missing: RegExp;
}

export function pypi(registry: ClientRegistry): void {
  describe('PyPI', () => {
    let python: Python;
    let uv: string;
    /** A wheel and a source distribution as their authors made them. */
    let originals: Archive[];
    const index = () => `${registry.url}/pypi/simple/`;
    const installers: readonly Installer[] = [
      {
        name: 'pip',
        install: (folder, ...args) => python.pip(folder, 'install', '--target', 'lib', '--index-url', index(), ...args),
        tampered: /DO NOT MATCH THE HASHES/,
        yanked: /yanked version.*broken/s,
        missing: /No matching distribution found for demo-lib==1\.1\.0/,
      },
      {
        name: 'uv',
        install: (folder, ...args) => {
          const settings = ['--target', 'lib', '--default-index', index(), '--no-cache'];
          return python.shop.run(folder, join(uv, 'uv'), ['pip', 'install', ...settings, ...args]);
        },
        tampered: /Hash mismatch/,
        yanked: /`demo-lib==1\.1\.0` is yanked.*broken/s,
        missing: /no version of demo-lib==1\.1\.0/,
      },
    ];
    const pyproject = (tail: string) =>
      `[project]\nname = "consumer"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ["demo-app", "demo-lib<1.1"]\n${tail}`;
    const versions = (folder: string, ...modules: string[]) =>
      python.run(folder, modules.map((name) => `import ${name}; print(${name}.__version__)`).join('; '));
    const lock = (folder: string, requirement: string, ...files: readonly Archive[]): string[] => {
      const hashes = files.map(({ body }) => `--hash=sha256:${digest(body)}`).join(' ');
      return ['--require-hashes', '-r', python.shop.write(`${folder}/requirements.txt`, `${requirement} ${hashes}\n`)];
    };

    registry.prepare(async () => {
      python = await Python.make();
      uv = await python.program(UV);
      const files = [await python.download(SIX, '--only-binary'), await python.download(SIX, '--no-binary')];
      originals = files.map((file) => ({ name: basename(file), body: readFileSync(file) }));
      await registry.publish(
        { files: [lib('1.0.0'), await sdist({ name: 'demo-lib', version: '1.0.0' })] },
        { files: [lib('1.1.0')] },
        { files: [app('2.0.0')] },
      );
    });
    afterAll(() => {
      python.shop.remove();
    });

    describe.each(installers)('$name', ({ name, install }) => {
      test('installs the newest version, and a package with its dependency on another', async () => {
        expect(await install(`${name}-newest`, 'demo-app')).toMatchObject({ code: 0 });
        expect(await versions(`${name}-newest`, 'demo_app', 'demo_lib')).toEqual({ code: 0, output: '2.0.0\n1.1.0\n' });
      });

      test('installs the older version by its pin, held to its hash', async () => {
        const folder = `${name}-older`;
        expect(await install(folder, ...lock(folder, 'demo-lib==1.0.0', lib('1.0.0')))).toMatchObject({ code: 0 });
        expect(await versions(folder, 'demo_lib')).toEqual({ code: 0, output: '1.0.0\n' });
        fails(await install(`${name}-wrong`, ...lock(`${name}-wrong`, 'demo-lib==1.0.0', app('9'))), /hash/i);
      });
    });

    describe('a third-party project', () => {
      const everywhere = () => [`${index()}six/`, ...originals.map(({ name }) => `${registry.url}/pypi/files/six/${name}`)];
      const notFound = async () => {
        const statuses = await Promise.all(everywhere().map(async (url) => (await getFrom('127.0.0.9', url)).status));
        expect(statuses).toEqual([404, 404, 404]);
      };

      test('is not even sent when it is unsigned', async () => {
        const files = registry.write(originals);
        const output = expect.stringContaining(`No bundle for ${files.join(', ')}; `) as string;
        expect(await registry.command('publish', ...files)).toEqual({ code: 1, output });
        await notFound();
      });

      test('signed by somebody else is refused, and the publisher reads who signed and who may', async () => {
        const files = registry.write(originals);
        const stranger = 'https://github.com/somebody/else/.github/workflows/release.yml@refs/heads/main';
        await registry.sign(files, stranger);
        const outcome = await registry.command('publish', ...files);
        expect(outcome).toEqual({
          code: 1,
          output: expect.stringMatching(/SIGNER_NOT_ALLOWED in six-1\.17\.0.*Nothing/s) as string,
        });
        expect(outcome.output).toContain(stranger);
        await notFound();
      });

      test('changed after it was signed is refused', async () => {
        const [first, ...others] = registry.write(originals);
        await registry.sign([first!, ...others]);
        const [changed] = registry.write([
          { name: basename(first!), body: Buffer.concat([originals[0]!.body, Buffer.from('!')]) },
        ]);
        registry.copyBundle(first!, changed!);
        expect(await registry.command('publish', changed!, ...others)).toEqual({
          code: 1,
          output: expect.stringMatching(/refused: six.*SIGNATURE_OTHER_FILE in six-1\.17\.0-py2\.py3-none-any\.whl/s) as string,
        });
        await notFound();
      });

      test('is published as its authors made it, once', async () => {
        await registry.publish({ files: originals });
        const files = registry.write(originals);
        await registry.sign(files);
        // The same files, signed anew, are that release; other files under its version are not.
        expect(await registry.command('publish', ...files)).toEqual({
          code: 0,
          output: expect.stringMatching(/^decided already, as upload .*accepted: six 1\.17\.0/s) as string,
        });
        expect(await registry.command('publish', files[0]!)).toEqual({
          code: 1,
          output: expect.stringContaining('VERSION_EXISTS') as string,
        });
        await registry.until(`${index()}six/`, (body) => body.includes('six-1.17.0.tar.gz'));
      });

      test.each(installers)(
        '$name installs its wheel and its source distribution, held to their hashes',
        async ({ name, install }) => {
          const [fromWheel, fromSource] = [`${name}-wheel`, `${name}-source`];
          expect(await install(fromWheel, '--only-binary', ':all:', ...lock(fromWheel, SIX, ...originals))).toMatchObject({
            code: 0,
          });
          await python.installBuildTools();
          const build = name === 'uv' ? ['--python', join(python.shop.directory, 'venv')] : [];
          const args = ['--no-binary', name === 'uv' ? 'six' : ':all:', '--no-build-isolation', ...build];
          expect(await install(fromSource, ...args, ...lock(fromSource, SIX, ...originals))).toMatchObject({ code: 0 });
          expect(await versions(fromSource, 'six')).toEqual({ code: 0, output: '1.17.0\n' });
        },
      );
    });

    test('uv makes a lock file, and installs what it says', async () => {
      python.shop.write('project/pyproject.toml', pyproject(`[[tool.uv.index]]\nurl = "${index()}"\ndefault = true\n`));
      const run = (...args: string[]) =>
        python.shop.run('project', join(uv, 'uv'), [...args, '--no-cache'], { UV_NO_CONFIG: undefined });
      expect(await run('lock')).toEqual(ok('Resolved 3 packages'));
      expect(await run('sync', '--locked')).toEqual(ok(/\+ demo-app==2\.0\.0[\s\S]*\+ demo-lib==1\.0\.0/));
    });

    test('Poetry makes a lock file with the hashes, and installs what it says', async () => {
      const poetry = join(await python.program(POETRY), 'poetry');
      const source = `[[tool.poetry.source]]\nname = "commons"\nurl = "${index()}"\npriority = "primary"\n`;
      python.shop.write('poetry/pyproject.toml', pyproject(`[tool.poetry]\npackage-mode = false\n${source}`));
      const run = (...args: string[]) =>
        python.shop.run('poetry', poetry, ['--no-interaction', ...args], { POETRY_VIRTUALENVS_IN_PROJECT: 'true' });
      expect(await run('lock')).toEqual(ok('Writing lock file'));
      expect(readFileSync(join(python.shop.directory, 'poetry/poetry.lock'), 'utf8')).toContain(digest(lib('1.0.0').body));
      expect(await run('install')).toEqual(ok(/Installing demo-lib \(1\.0\.0\)/));
    });

    test('a blocked version is in no index: its pin fails, others are installed', async () => {
      const file = `/pypi/files/demo-lib/${lib('1.1.0').name}`;
      const release = { ecosystem: 'pypi', project: 'demo-lib', version: '1.1.0' } as const;
      const pin = (folder: string) => lock(folder, 'demo-lib==1.1.0', lib('1.1.0'));
      await registry.whileBlocked(release, { index: '/pypi/simple/demo-lib/', file }, async () => {
        for (const { name, install, missing } of installers) {
          fails(await install(`${name}-blocked`, ...pin(`${name}-blocked`)), missing);
          expect(await install(`${name}-unpinned`, 'demo-lib')).toMatchObject({ code: 0 });
          expect(await versions(`${name}-unpinned`, 'demo_lib')).toEqual({ code: 0, output: '1.0.0\n' });
        }
      });
      for (const { name, install } of installers)
        expect(await install(`${name}-unblocked`, ...pin(`${name}-unblocked`))).toMatchObject({ code: 0 });
    });

    describe('when a version is yanked', () => {
      beforeAll(() =>
        registry.change('yank', { ecosystem: 'pypi', project: 'demo-lib', version: '1.1.0' }, ['--reason', 'broken'], {
          path: '/pypi/simple/demo-lib/',
          when: (body) => body.includes('data-yanked="broken"'),
        }),
      );

      test.each(installers)('$name chooses another, and warns with the reason who pins it', async ({ name, install, yanked }) => {
        expect(await install(`${name}-yanked`, 'demo-lib')).toMatchObject({ code: 0 });
        expect(await versions(`${name}-yanked`, 'demo_lib')).toEqual({ code: 0, output: '1.0.0\n' });
        expect(await install(`${name}-named`, 'demo-lib==1.1.0')).toEqual(ok(yanked));
      });
    });

    test('fail on a file that is not the one in the index', async () => {
      await registry.replaceFile('pypi', 'demo-lib', '1.0.0', lib('1.0.0', EVIL));
      for (const { name, install, tampered } of installers)
        fails(await install(`${name}-tampered`, '--only-binary', ':all:', 'demo-lib==1.0.0'), tampered);
    });
  });
}
