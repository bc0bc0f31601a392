/** Where a local run keeps what. */
import { join, relative, resolve } from 'node:path';
import { AUTHORITY_DIR, LOCAL_DIR, RUN_FILE } from '../../domain/contracts/local-run';

export const ROOT = resolve(__dirname, '..', '..');

export interface Layout {
  readonly root: string;
  readonly local: string;
  readonly venv: string;
  readonly authority: string;
  readonly assembly: string;
  /** What the local cloud keeps for the next start. */
  readonly state: string;
  /** Temporary files of the local cloud. */
  readonly work: string;
  readonly logs: string;
  readonly demo: string;
  readonly cdkHome: string;
  readonly runFile: string;
  readonly lockFile: string;
  readonly nodeModules: string;
}

/** @param local everything that a run writes, except the virtual environment, which all runs of a checkout share */
export function layoutOf(root: string, local: string = join(root, LOCAL_DIR)): Layout {
  return {
    root,
    local,
    venv: join(root, LOCAL_DIR, 'venv'),
    authority: join(local, relative(LOCAL_DIR, AUTHORITY_DIR)),
    assembly: join(local, 'cdk.out'),
    state: join(local, 'state'),
    work: join(local, 'cloud'),
    logs: join(local, 'logs'),
    demo: join(local, 'demo'),
    cdkHome: join(local, 'cdk-home'),
    runFile: join(local, relative(LOCAL_DIR, RUN_FILE)),
    lockFile: join(local, 'start.pid'),
    nodeModules: join(root, 'node_modules'),
  };
}
