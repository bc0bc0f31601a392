/** Installs a demo package with a real pip from the local edge, in an environment that is thrown away. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../cloud/environment';
import { command } from './commands';
import type { Context } from './context';
import { DEMOS } from './publish';

/** What the user is shown, and what {@link installOnce} runs. */
export const pipArguments = (edgeUrl: string): string[] => ['install', '--index-url', `${edgeUrl}/pypi/simple/`, 'commons-demo'];

/** Nothing of the user's own settings, and nothing of an earlier run, may help. */
const ALONE = { PIP_CONFIG_FILE: devNull, PIP_NO_CACHE_DIR: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' };

const CHECK = 'import commons_demo, commons_demo_dep; print(commons_demo_dep.__version__, commons_demo.__version__)';

/** @returns what the installed packages say of themselves @throws Error unless both import and have the published versions */
export async function installOnce(
  { processes, layout }: Context,
  python: string,
  edgeUrl: string,
  env: Environment,
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'commons-demo-'));
  const inside = (name: string, file: string, args: readonly string[], extra?: Environment) => ({
    ...command(layout, name, file, args, { ...env, ...extra }),
    cwd: directory,
  });
  try {
    const bin = join(directory, 'venv', 'bin');
    await processes.run(inside('throw-away venv', python, ['-m', 'venv', 'venv']));
    await processes.run(inside('pip install demo', join(bin, 'pip'), pipArguments(edgeUrl), ALONE));
    const check = inside('import demo', join(bin, 'python'), ['-c', CHECK]);
    await processes.run(check);
    const got = readFileSync(check.log, 'utf8').trim();
    const wanted = DEMOS.map(({ version }) => version).join(' ');
    if (got !== wanted) throw new Error(`pip installed other versions than were published, got: ${got}; published: ${wanted}`);
    return got;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
