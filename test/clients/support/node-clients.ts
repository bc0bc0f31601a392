/** npm, and what it installs: Yarn 1, Yarn 4 and pnpm. Each works in folders of its own, with an empty cache and no settings of the user's. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_FOLDER, installed, type Outcome, Workshop } from './client';

const NO_TUF = join(__dirname, 'no-tuf.js');

interface NodeClient {
  readonly name: string;
  /** What npm installs it by. */
  readonly from?: string;
  readonly command: string;
  /** Files with settings for a registry. @param more lines for the client's own settings file */
  settings(registry: string, more: string): Readonly<Record<string, string>>;
  readonly add: readonly string[];
  /** Installs exactly what the lock file says. */
  readonly frozen: readonly string[];
  readonly lockFile: string;
  /** What it says about a file with another hash. */
  readonly tampered: RegExp;
  /** How it checks the registry's signatures, if it does. */
  readonly verifies?: {
    readonly args: readonly string[];
    readonly words: RegExp;
    /** What it says about a wrong one of @demo/lib 1.1.0. */
    readonly invalid: RegExp;
  };
}

const npmrc = (registry: string, more: string) => ({
  '.npmrc': `registry=${registry}\nfetch-retries=0\nupdate-notifier=false\n${more}`,
});

interface MainClient extends NodeClient {
  /** What it says about a deprecated version, `Loses data.` being the reason. */
  readonly deprecated: RegExp;
  /** The command that says so. @default - the installation does */
  readonly deprecations?: readonly string[];
}

export const CLIENTS: readonly [MainClient, ...MainClient[]] = [
  {
    name: 'npm',
    command: 'npm',
    settings: npmrc,
    add: ['install'],
    frozen: ['ci'],
    lockFile: 'package-lock.json',
    tampered: /EINTEGRITY/,
    deprecated: /Loses data\./,
    verifies: {
      args: ['audit', 'signatures'],
      words: /2 packages have verified registry signatures/,
      invalid: /1 package has an invalid registry signature.*@demo\/lib@1\.1\.0/s,
    },
  },
  {
    name: 'Yarn 1',
    from: 'yarn@1.22.22',
    command: 'yarn',
    settings: npmrc,
    add: ['add', '--non-interactive'],
    frozen: ['install', '--frozen-lockfile', '--non-interactive'],
    lockFile: 'yarn.lock',
    tampered: /Integrity check failed/,
    deprecated: /Loses data\./,
  },
  {
    name: 'Yarn 4',
    from: '@yarnpkg/cli-dist@4.18.1',
    command: 'yarn',
    settings: (registry, more) => ({
      '.yarnrc.yml': `${[
        `npmRegistryServer: "${registry.replace(/\/$/, '')}"`,
        'unsafeHttpWhitelist: ["127.0.0.1"]',
        'nodeLinker: node-modules',
        'enableTelemetry: false',
        'enableGlobalCache: true',
        'httpRetry: 0',
        'npmMinimalAgeGate: 0', // by default Yarn takes nothing that is younger than a day
      ].join('\n')}\n${more}`,
      'yarn.lock': '',
    }),
    add: ['add'],
    frozen: ['install', '--immutable'],
    lockFile: 'yarn.lock',
    tampered: /YN0018/,
    deprecated: /Loses data\./,
    deprecations: ['npm', 'audit'],
  },
  {
    name: 'pnpm',
    from: 'pnpm@12.21.0',
    command: 'pnpm',
    settings: (registry, more) => ({ ...npmrc(registry, more), 'pnpm-workspace.yaml': 'fetchRetries: 0\n' }),
    add: ['add'],
    frozen: ['install', '--frozen-lockfile'],
    lockFile: 'pnpm-lock.yaml',
    tampered: /Integrity check failed/,
    deprecated: /deprecated/i,
    verifies: {
      args: ['audit', 'signatures'],
      words: /verified registry signatures/,
      invalid: /invalid.*@demo\/lib@1\.1\.0/s,
    },
  },
];

const DENO_AGE = '--minimum-dependency-age=0'; // by default Deno takes nothing that is younger than a day

/** Other versions, and others than npm's own: with other habits. */
export const OTHERS: readonly NodeClient[] = [
  ...['npm@10.9.9', 'npm@12.2.0'].map((from) => ({ ...CLIENTS[0], name: from, from })),
  {
    name: 'Bun',
    from: 'bun@1.4.5',
    command: 'bun',
    settings: npmrc,
    add: ['add'],
    frozen: ['install', '--frozen-lockfile'],
    lockFile: 'bun.lock',
    tampered: /IntegrityCheckFailed/,
  },
  {
    name: 'Deno',
    from: 'deno@2.9.6',
    command: 'deno',
    settings: npmrc,
    add: ['add', DENO_AGE, '--npm'],
    frozen: ['install', DENO_AGE, '--frozen'],
    lockFile: 'deno.lock',
    tampered: /Tarball checksum did not match/,
  },
];

export class NodeProjects {
  readonly shop = new Workshop({});

  constructor(private readonly registry: string) {}

  /** Runs npm with the machine's own settings, to reach the public registry. */
  async outside(folder: string, ...args: readonly string[]): Promise<string> {
    const { code, output } = await this.shop.run(folder, 'npm', args, process.env);
    if (code !== 0) throw new Error(output);
    return output;
  }

  async install({ from }: NodeClient): Promise<void> {
    if (from === undefined) return;
    await installed(from, async (folder) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{"private":true}');
      await this.outside('.', 'install', '--prefix', folder, '--no-audit', '--no-fund', from);
    });
  }

  /** A new project. @param more lines for the client's settings */
  project(client: NodeClient, folder: string, more = ''): void {
    this.shop.write(`${folder}/package.json`, JSON.stringify({ name: 'consumer', version: '1.0.0', private: true }));
    for (const [file, text] of Object.entries(client.settings(this.registry, more))) this.shop.write(`${folder}/${file}`, text);
  }

  /** @param home where it keeps its cache; another home is an empty cache */
  run({ from, command }: NodeClient, folder: string, args: readonly string[], home = folder): Promise<Outcome> {
    const bin = from === undefined ? command : join(CLIENT_FOLDER, from, 'node_modules/.bin', command);
    const own = join(this.shop.directory, 'homes', home);
    const env = { HOME: own, XDG_CACHE_HOME: own, XDG_DATA_HOME: own, NO_COLOR: '1' };
    return this.shop.run(folder, bin, args, { ...env, NODE_OPTIONS: `--require ${NO_TUF}` });
  }

  /** What a module exports to the project. */
  async require(folder: string, name: string): Promise<string> {
    return (await this.shop.run(folder, 'node', ['-p', `require(${JSON.stringify(name)})`])).output.trim();
  }

  bytes(path: string): Buffer {
    return readFileSync(join(this.shop.directory, path));
  }

  read(path: string): string {
    return this.bytes(path).toString();
  }
}
