/** A real go command in folders of its own, with a registry as its only proxy and without the public checksum database. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Archive } from '../../helpers/pypi-archives';

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** What `go mod download -json` tells of a module. */
export interface Download {
  readonly Path: string;
  readonly Version: string;
  readonly Zip: string;
  readonly Sum: string;
  readonly GoModSum: string;
}

export class Go {
  readonly directory = mkdtempSync(join(tmpdir(), 'go-'));
  private caches = 0;
  private env: NodeJS.ProcessEnv = {};

  /** @param url of the registry, or undefined for the machine's own proxy */
  constructor(private readonly url: string | undefined) {
    this.forget();
  }

  /** Begins with an empty module cache. */
  forget(): void {
    const own = this.url === undefined ? {} : { GOPROXY: `${this.url}/go`, GONOSUMDB: '*' };
    const cache = { GOMODCACHE: join(this.directory, `cache${++this.caches}`), GOFLAGS: '-mod=mod -modcacherw' };
    this.env = { ...process.env, GOTOOLCHAIN: 'local', ...cache, ...own };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** A module to work in. @returns its folder */
  project(name: string, files: Readonly<Record<string, string>> = {}): string {
    const folder = join(this.directory, name);
    mkdirSync(folder);
    for (const [file, text] of Object.entries({ 'go.mod': `module example.com/${name}\n\ngo 1.18\n`, ...files }))
      writeFileSync(join(folder, file), text);
    return folder;
  }

  run(cwd: string, ...args: readonly string[]): Promise<Ran> {
    return new Promise((resolve) => {
      execFile('go', args, { cwd, env: this.env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
      });
    });
  }

  async download(module: string): Promise<Download> {
    const { code, output } = await this.run(this.directory, 'mod', 'download', '-json', module);
    if (code !== 0) {
      const from = this.url ?? `the machine's GOPROXY (${execFileSync('go', ['env', 'GOPROXY'], { encoding: 'utf8' }).trim()})`;
      throw new Error(`${module} cannot be downloaded from ${from}: ${output}`);
    }
    return JSON.parse(output) as Download;
  }
}

/** A file of the module cache as it lies there. */
export const archiveOf = (zip: string): Archive => ({ name: basename(zip), body: readFileSync(zip) });
