/** A real pip in an environment of its own, without the user's settings and cache. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../../local/cloud/python';
import { type Outcome, outcomeOf, type World } from '../../deploy/support/world';

const ALONE = { PIP_CONFIG_FILE: devNull, PIP_NO_CACHE_DIR: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' };

interface Surroundings {
  /** With the machine's own settings, to reach the public index. */
  readonly fromOutside?: boolean;
}

export class Pip {
  private constructor(
    private readonly world: World,
    readonly directory: string,
    private readonly bin: string,
  ) {}

  static async make(world: World): Promise<Pip> {
    const directory = mkdtempSync(join(world.layout.local, 'pip-'));
    const pip = new Pip(world, directory, join(directory, 'venv', 'bin'));
    const made = await pip.run((await findPython(process.env.PYTHON)).file, ['-m', 'venv', 'venv']);
    if (made.code !== 0) throw new Error(made.output);
    return pip;
  }

  pip(args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
    return this.run(join(this.bin, 'pip'), args, surroundings);
  }

  python(...args: readonly string[]): Promise<Outcome> {
    return this.run(join(this.bin, 'python'), args);
  }

  /** Downloads one file of a public project with pip. @returns its path */
  async download(requirement: string, kind: '--only-binary' | '--no-binary'): Promise<string> {
    const to = mkdtempSync(join(this.directory, 'download-'));
    const { code, output } = await this.pip(['download', '--no-deps', kind, ':all:', '--dest', to, requirement], {
      fromOutside: true,
    });
    if (code !== 0) throw new Error(output);
    return join(to, readdirSync(to)[0]!);
  }

  private run(file: string, args: readonly string[], { fromOutside = false }: Surroundings = {}): Promise<Outcome> {
    const log = join(mkdtempSync(join(this.directory, 'log-')), 'out');
    const env = fromOutside ? process.env : { ...ALONE, PATH: process.env.PATH, HOME: this.directory };
    return outcomeOf(this.world.processes, { name: file, file, args, cwd: this.directory, env, log });
  }
}
