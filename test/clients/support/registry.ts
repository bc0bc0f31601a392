/** The registry that all suites of clients share: every ecosystem, deployed by the CDK in the local cloud, behind the local edge. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../../domain/contracts/local-run';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { BUNDLE_SUFFIX } from '../../../lib/cli/release';
import { freePort } from '../../../local/cloud/ports';
import { nodeCommand } from '../../../local/start/commands';
import { startEdge } from '../../../local/start/edge';
import { ROOT } from '../../../local/start/layout';
import { SIGNER } from '../../deploy/support/demo';
import { Deployed, STACK } from '../../deploy/support/deployed';
import { eventually } from '../../deploy/support/uploads';
import { outcomeOf } from '../../deploy/support/world';
import type { Archive } from '../../helpers/pypi-archives';
import type { Outcome } from './client';
import { getFrom } from './http';
import { Pool } from './pool';

export type Projects = Partial<Readonly<Record<EcosystemName, readonly string[]>>>;

/** Files of one release; `names` for those that do not tell it themselves. */
export interface Release {
  readonly files: readonly Archive[];
  readonly names?: { readonly ecosystem: EcosystemName; readonly project: string; readonly version: string };
}

/** Requests a minute and address that the limit of anonymous clients allows: fewer than most clients need. */
export const LIMIT = 20;
export const LIMIT_WINDOW_SECONDS = 60;
const BLOCK_REASON = 'it stole tokens';
/** What the edge answers for a blocked file. */
export const BLOCKED = `Blocked by the registry: ${BLOCK_REASON}`;
/** Commands that publish at a time. */
const COMMANDS = [1, 2, 3];
/** Suites that prepare at a time. */
const PREPARATIONS = 3;
/** Who looks whether something is there yet: none of the clients. */
const WATCHER = '127.0.0.200';

export class ClientRegistry {
  readonly deployed = new Deployed({ strict: false });
  url = '';
  adminUrl = '';
  /** Of another edge before the same registry, which enforces the limit. */
  strictUrl = '';
  strictAdminUrl = '';
  private commands = 0;
  private readonly pool = new Pool(PREPARATIONS);
  private readonly preparations: (() => Promise<void>)[] = [];

  /** Deploys, with the limit counted and not enforced. The edge that enforces it reads the same stack with another web ACL. */
  async open(projects: Projects): Promise<void> {
    await this.deployed.open();
    const { world } = this.deployed;
    const port = (await freePort(0))!;
    this.url = `http://127.0.0.1:${port}`;
    const app = await this.synth('evaluation', projects);
    const enforced = this.synth('enforcement', projects);
    expect(await world.cdk('bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`, '--app', app)).toMatchObject({ code: 0 });
    expect(await this.deployed.deploy('evaluation')).toMatchObject({ code: 0 });
    await Promise.all([this.deployed.readOutputs(), enforced]);
    this.adminUrl = (await this.openEdge('evaluation', port)).adminUrl;
    const strict = await this.openEdge('enforcement', (await freePort(0))!);
    [this.strictUrl, this.strictAdminUrl] = [strict.url, strict.adminUrl];
    for (const prepare of this.preparations) void prepare();
  }

  /**
   * What a suite needs before its tests. All suites' begin when the registry is open, some at a time: they wait for downloads and
   * verdicts, while the tests of others run.
   */
  prepare(work: () => Promise<void>): void {
    let done: Promise<void> | undefined;
    const once = (): Promise<void> => (done ??= this.pool.run(work));
    this.preparations.push(() => once().catch(() => undefined)); // the suite's own hook fails
    beforeAll(once);
  }

  close(): Promise<void> {
    return this.deployed.close();
  }

  async sign(files: readonly string[], identity = SIGNER.identity): Promise<void> {
    const { world } = this.deployed;
    const who = ['--test-authority', world.layout.authority, '--identity', identity, '--issuer', SIGNER.issuer];
    expect(await world.registry(['sign', ...files, ...who])).toMatchObject({ code: 0 });
  }

  command(...args: readonly string[]): Promise<{ readonly code: number | string; readonly output: string }> {
    const { layout, env, processes } = this.deployed.world;
    // A log of its own, as two may run at once.
    const name = `registry-${++this.commands}`;
    return outcomeOf(processes, nodeCommand(layout, name, ['bin/registry.mjs', ...args, '--stack', STACK], env));
  }

  /** Signs the files of all releases and publishes them by the `registry` command: those that name themselves several at a time. */
  async publish(...releases: readonly Release[]): Promise<void> {
    const written = releases.map(({ files, names }) => ({ names, paths: this.write(files) }));
    await this.sign(written.flatMap(({ paths }) => paths));
    const groups = COMMANDS.map((_, i) => written.filter(({ names }, n) => !names && n % COMMANDS.length === i));
    const named = written.flatMap(({ names, paths }) => (names ? [{ names, paths }] : []));
    await Promise.all([
      ...groups.filter(({ length }) => length > 0).map((group) => this.accepted(group)),
      ...named.map(({ names: { ecosystem, project, version }, paths }) =>
        this.accepted([{ paths }], '--ecosystem', ecosystem, '--project', project, '--version', version),
      ),
    ]);
  }

  private async accepted(
    releases: readonly { readonly paths: readonly string[] }[],
    ...options: readonly string[]
  ): Promise<void> {
    const { code, output } = await this.command('publish', ...releases.flatMap(({ paths }) => paths), ...options);
    const verdicts = new RegExp(`(?:^accepted: [^]*){${releases.length}}`, 'm');
    expect([code, output]).toEqual([0, expect.stringMatching(verdicts)]);
  }

  /** Writes files into a new folder. @returns their paths */
  write(files: readonly Archive[]): string[] {
    const folder = mkdtempSync(join(this.deployed.world.layout.local, 'release-'));
    return files.map(({ name, body }) => {
      writeFileSync(join(folder, name), body);
      return join(folder, name);
    });
  }

  /** Does a command to a release, such as `yank` or `deprecate`, until a document shows it. */
  async change(
    action: string,
    { ecosystem, project, version }: { ecosystem: EcosystemName; project: string; version?: string },
    options: readonly string[],
    shows: { readonly path: string; readonly when: (body: string) => boolean },
  ): Promise<void> {
    const asked = [action, project, ...(version === undefined ? [] : [version])];
    expect(await this.command(...asked, '--ecosystem', ecosystem, ...options)).toMatchObject({ code: 0 });
    await this.until(this.url + shows.path, shows.when);
  }

  /**
   * Blocks a version while clients try to get it, and brings it back.
   * @param index path of a document that lists the project's versions
   * @param file path of the version's file
   */
  async whileBlocked(
    release: { readonly ecosystem: EcosystemName; readonly project: string; readonly version: string },
    { index, file }: { readonly index: string; readonly file: string },
    attempt: () => Promise<void>,
  ): Promise<void> {
    const isListed = (body: string): boolean => body.includes(release.version);
    await this.change('block', release, ['--reason', BLOCK_REASON], { path: index, when: (body) => !isListed(body) });
    await this.until(this.url + file, (body) => body.includes(BLOCKED));
    try {
      await attempt();
    } finally {
      await this.change('unblock', release, [], { path: index, when: isListed });
      await this.until(this.url + file, (body) => !body.includes(BLOCKED));
    }
  }

  /** Waits for what a document should say; the edge may hold an older copy for some seconds. */
  async until(url: string, when: (body: string) => boolean): Promise<void> {
    await eventually(`such document at ${url}`, 60_000, async () => when((await getFrom(WATCHER, url)).body) || undefined);
  }

  /** Puts the bundle of a file beside another one. */
  copyBundle(from: string, to: string): void {
    copyFileSync(from + BUNDLE_SUFFIX, to + BUNDLE_SUFFIX);
  }

  /** Exchanges a released file in the store, as only somebody with the account's own rights can, and lets the edge forget it. */
  async replaceFile(ecosystem: EcosystemName, project: string, version: string, { name, body }: Archive): Promise<void> {
    const { key, contentType, cacheControl } = ECOSYSTEMS[ecosystem].fileObject(project, { name }, body, version);
    const Bucket = this.deployed.output('PACKAGES_BUCKET');
    const headers = { ContentType: contentType, CacheControl: cacheControl };
    await this.deployed.world.s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body, ...headers }));
    const asked = await fetch(`${this.adminUrl}/evict`, { method: 'POST', headers: { origin: this.adminUrl } });
    expect(asked.status).toBe(200);
  }

  private async synth(mode: 'enforcement' | 'evaluation', projects: Projects): Promise<string> {
    const publishers = Object.entries(projects).flatMap(([ecosystem, names]) =>
      names.map((project) => ({ ecosystem, project, identities: [SIGNER] })),
    );
    const file = this.deployed.assembly(`${mode}.config.ts`);
    const lines = [
      `import { DEFAULT_TIERS } from '${join(ROOT, 'domain/tiers/defaults')}';`,
      `import example from '${join(ROOT, 'registry.config')}';`,
      'const [anonymous, ...others] = DEFAULT_TIERS;',
      `const tiers = [{ ...anonymous, requests: ${LIMIT}, windowSeconds: ${LIMIT_WINDOW_SECONDS}, mode: '${mode}' }, ...others];`,
      `const changes = ${JSON.stringify({ ecosystems: ECOSYSTEM_NAMES, publishers })};`,
      'export default { ...example, ...changes, tiers } as typeof example;',
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const app = this.deployed.assembly(mode);
    expect(await this.deployed.world.synth(app, file, this.url)).toMatchObject({ code: 0 });
    return app;
  }

  private async openEdge(mode: string, port: number): Promise<{ url: string; adminUrl: string }> {
    const { world } = this.deployed;
    const adminPort = (await freePort(0))!; // the next one may be taken
    const { endpoint } = world.cloud;
    await startEdge(world, { assembly: this.deployed.assembly(mode), stack: STACK, endpoint, port, adminPort }, world.env);
    return { url: `http://127.0.0.1:${port}`, adminUrl: `http://127.0.0.1:${adminPort}` };
  }
}

const containing = (words: string | RegExp): unknown =>
  typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);

/** That a client did well, and said so. */
export const ok = (words: string | RegExp = ''): Outcome => ({ code: 0, output: containing(words) as string });

/** That a client stopped, with these words. */
export function fails({ code, output }: Outcome, words: string | RegExp): void {
  expect([code === 0, output]).toEqual([false, containing(words)]);
}

export const digest = (body: Buffer, algorithm = 'sha256'): string => createHash(algorithm).update(body).digest('hex');
