/** pip and uv, each in an environment of its own, without the user's settings and caches. */
import { readdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../../local/cloud/python';
import { CLIENT_FOLDER, installed, type Outcome, Workshop } from './client';

const ALONE = {
  PIP_CONFIG_FILE: devNull,
  PIP_NO_CACHE_DIR: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  UV_NO_CONFIG: '1',
  UV_PYTHON_DOWNLOADS: 'never',
  UV_HTTP_RETRIES: '0',
  NO_COLOR: '1',
};

export class Python {
  readonly shop = new Workshop(ALONE);
  private readonly venv = join(this.shop.directory, 'venv');

  private constructor(private readonly python: string) {}

  static async make(): Promise<Python> {
    const python = new Python((await findPython(process.env.PYTHON)).file);
    await python.outside(python.python, '-m', 'venv', python.venv);
    return python;
  }

  /** A program of PyPI at an exact version, e.g. `uv==0.13.9`. @returns the folder of its executables */
  async program(...requirements: readonly string[]): Promise<string> {
    await installed(requirements[0]!, async (folder) => {
      await this.outside(this.python, '-m', 'venv', '--clear', folder);
      await this.outside(join(folder, 'bin/pip'), 'install', '--quiet', ...requirements);
    });
    return join(CLIENT_FOLDER, requirements[0]!, 'bin');
  }

  /** Installs into a folder of the workshop. */
  pip(where: string, ...args: readonly string[]): Promise<Outcome> {
    return this.shop.run(where, join(this.venv, 'bin/pip'), args);
  }

  run(where: string, script: string): Promise<Outcome> {
    return this.shop.run(where, join(this.venv, 'bin/python'), ['-c', script], { PYTHONPATH: 'lib' });
  }

  /** With the machine's own settings, to reach the public index. */
  async outside(file: string, ...args: readonly string[]): Promise<void> {
    const { code, output } = await this.shop.run('.', file, args, process.env);
    if (code !== 0) throw new Error(output);
  }

  /** Downloads one file of a public project with pip. @returns its path */
  async download(requirement: string, kind: '--only-binary' | '--no-binary'): Promise<string> {
    const to = join(this.shop.directory, `download${kind}`);
    await this.outside(join(this.venv, 'bin/pip'), 'download', '--no-deps', kind, ':all:', '--dest', to, requirement);
    return join(to, readdirSync(to)[0]!);
  }

  /** What builds an sdist comes from the public index. */
  installBuildTools(): Promise<void> {
    return this.outside(join(this.venv, 'bin/pip'), 'install', '--quiet', 'setuptools', 'wheel');
  }
}
