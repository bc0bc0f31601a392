/**
 * Real clients where delivery is split between three hosts (docs/adr/0009-split-delivery.md): without a token documents come from the index
 * host and files from the files host of their project, with one nothing ever reaches a files host; and whoever sends one a token all the same
 * finds it nowhere again.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUrlOf } from '../../domain/packages/files-hosts';
import { wheel } from '../helpers/pypi-archives';
import { describeWith } from '../helpers/require-client';
import { Workshop } from './support/client';
import { settingsWithout, settingsWithToken, writeSettings } from './support/settings';
import { splitModel } from './support/split-model';
import { HOSTS, type HostName, type Seen, SplitRegistry } from './support/split-registry';
import { CLIENT_ENV, homesOf, isHere, TIER_CLIENTS, type TierClient, tieredReleases } from './support/tier-clients';

const PROJECTS = [
  { ecosystem: 'pypi', project: 'tiered' },
  { ecosystem: 'npm', project: 'tiered' },
  { ecosystem: 'cargo', project: 'tiered' },
  { ecosystem: 'composer', project: 'demo/tiered' },
  { ecosystem: 'generic', project: 'tiered' },
  { ecosystem: 'pypi', project: 'beside' },
];
/** Of the project `tiered`. */
const filesUrl = (ecosystem: string): string => registry.url(filesHostOf(ecosystem, 'tiered') as HostName);
const TOOL = { name: 'tool+static.bin', body: Buffer.from('\u0000tool 1.0.0') };
const TIER = 'supporter';
const HOLDER = 'acme';

const shop = new Workshop(CLIENT_ENV);
const registry = new SplitRegistry(splitModel(HOSTS.length - 1), PROJECTS);

/** One `dl` of cargo's is for all crates. */
const filesHostOf = (ecosystem: string, project: string): string =>
  filesUrlOf(HOSTS.slice(1), { ecosystem, ...(ecosystem !== 'cargo' && { project }) })!;

/** As a person would: reads where the file is, and fetches it from there. */
const CURL: TierClient = {
  name: 'curl',
  ecosystem: 'generic',
  command: 'curl',
  async install(_, folder, { BASE = '', ...env }) {
    const asks = ['--fail', '--silent', '--show-error', '--netrc-optional'];
    const found = await shop.run(folder, 'curl', [...asks, `${BASE}/generic/tiered/index.json`], env);
    if (found.code !== 0) return found;
    const { versions } = JSON.parse(found.output) as { versions: { files: { url: string }[] }[] };
    const url = new URL(versions[0]!.files[0]!.url, `${BASE}/generic/tiered/`).href;
    return shop.run(folder, 'curl', [...asks, '--remote-name', url], env);
  },
};
const CLIENTS = [...TIER_CLIENTS.filter(({ name }) => ['pip', 'uv', 'npm', 'composer', 'cargo'].includes(name)), CURL];

beforeAll(async () => {
  await registry.open();
  const releases = (await tieredReleases()).flatMap(({ files, names }) => (names ? [{ files, ...names }] : []));
  for (const { ecosystem, project, version, files } of [
    ...releases,
    { ecosystem: 'generic', project: 'tiered', version: '1.0.0', files: [TOOL] },
    {
      ecosystem: 'pypi',
      project: 'beside',
      version: '1.0.0',
      files: [wheel({ name: 'beside', version: '1.0.0', requires: ['tiered'] })],
    },
  ])
    if (PROJECTS.some((of) => of.ecosystem === ecosystem)) await registry.publish({ ecosystem, project }, version, files);
});
afterAll(async () => {
  await registry.close();
  shop.remove();
});

async function installAs(client: TierClient, run: string, token?: string) {
  const folder = `${client.name}-${run}`;
  for (const [file, text] of Object.entries(client.project ?? {})) shop.write(`${folder}/${file}`, text);
  const url = registry.url('index');
  const use = { url, tier: TIER, holder: HOLDER };
  if (client === CURL) {
    if (token !== undefined)
      shop.write(`${folder}/home/.netrc`, `machine ${new URL(url).hostname} login token password ${token}\n`);
  } else {
    const settings = token === undefined ? settingsWithout(client.name, url) : settingsWithToken(client.name, use);
    writeSettings(join(shop.directory, folder), settings, token);
  }
  const BASE = token === undefined ? url : `${url}/t/${TIER}/${HOLDER}`;
  return client.install(shop, folder, { ...homesOf(shop, folder), BASE });
}

const isFile = ({ path }: Seen): boolean => /\.(whl(\.metadata)?|tgz|crate|zip|bin)$/.test(path);
const hostsOf = (seen: readonly Seen[], of: (each: Seen) => boolean): string[] => [
  ...new Set(
    seen
      .filter(({ status }) => status === 200)
      .filter(of)
      .map(({ host }) => host),
  ),
];

describe.each(CLIENTS.map((client) => ({ client, name: client.name })))('$name', ({ client }) => {
  describeWith(client.needs ?? client.command, isHere(client), 'with split delivery', () => {
    beforeAll(() => client.prepare?.());

    test('without a token: documents from the index host, files from the files host of their project', async () => {
      registry.take();
      expect(await installAs(client, 'anonymous')).toMatchObject({ code: 0 });
      const seen = registry.take();
      const project = PROJECTS.find(({ ecosystem }) => ecosystem === client.ecosystem)!.project;
      expect(hostsOf(seen, isFile)).toEqual([filesHostOf(client.ecosystem, project)]);
      expect(hostsOf(seen, (each) => !isFile(each))).toEqual(['index']);
    });

    test('with a token: all from the index host, and no request to a files host', async () => {
      registry.take();
      expect(await installAs(client, 'token', registry.token(TIER, HOLDER))).toMatchObject({ code: 0 });
      const seen = registry.take();
      expect(hostsOf(seen, isFile)).toEqual(['index']);
      expect(seen.filter(({ host }) => host !== 'index')).toEqual([]);
      // The token was sent, or this would prove nothing.
      expect(seen.some(({ authorization }) => authorization !== undefined)).toBe(true);
    });
  });
});

const PIP = CLIENTS.find(({ name }) => name === 'pip')!;
describeWith('pip', isHere(PIP), 'two packages of two files hosts', () => {
  const installBoth = async (run: string, token?: string) => {
    registry.take();
    const install: TierClient['install'] = (_, folder, env) =>
      shop.run(folder, 'pip', ['install', '--no-cache-dir', '--disable-pip-version-check', '--target', 'lib', 'beside'], env);
    expect(await installAs({ ...PIP, install }, run, token)).toMatchObject({ code: 0 });
    return registry.take().filter(isFile);
  };
  const hostOf = (seen: readonly Seen[], file: string): string[] => [
    ...new Set(seen.filter(({ path }) => path.includes(file)).map(({ host }) => host)),
  ];

  test('without a token one install draws from both', async () => {
    expect([filesHostOf('pypi', 'beside'), filesHostOf('pypi', 'tiered')]).toEqual(['files', 'files2']);
    const seen = await installBoth('both');
    expect([hostOf(seen, 'beside-1.0.0'), hostOf(seen, 'tiered-1.0.0')]).toEqual([['files'], ['files2']]);
  });

  test('with a token from neither', async () => {
    const seen = await installBoth('both-token', registry.token(TIER, HOLDER));
    expect([hostOf(seen, 'beside-1.0.0'), hostOf(seen, 'tiered-1.0.0')]).toEqual([['index'], ['index']]);
  });
});

describeWith('npm', isHere(CLIENTS.find(({ name }) => name === 'npm')!), 'lock files of npm', () => {
  test('name the files host, and can be had from the index host all the same', async () => {
    const client = CLIENTS.find(({ name }) => name === 'npm')!;
    const folder = 'npm-lock';
    expect(await installAs(client, 'lock')).toMatchObject({ code: 0 });
    const lock = readFileSync(join(shop.directory, folder, 'package-lock.json'), 'utf8');
    expect(lock).toContain(filesUrl('npm') + TARBALL);
    registry.take();
    const env = homesOf(shop, folder);
    shop.clear(join(folder, 'home/.npm'));
    const again = await shop.run(folder, 'npm', ['ci', '--no-audit', '--replace-registry-host=always'], env);
    expect(again).toMatchObject({ code: 0 });
    expect(hostsOf(registry.take(), isFile)).toEqual(['index']);
  });
});

const WHEEL = '/pypi/files/tiered/tiered-1.0.0-py3-none-any.whl';
const TARBALL = '/npm/tiered/-/tiered-1.0.0.tgz';
const ask = (host: HostName, path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(registry.url(host) + path, { headers, redirect: 'manual' });

/** Ways in which clients send what they were configured with. */
const waysToSend = (token: string): Readonly<Record<string, string>>[] => [
  { authorization: `Bearer ${token}` },
  { authorization: `Basic ${Buffer.from(`token:${token}`).toString('base64')}` },
  { authorization: token },
  { cookie: `session=${token}` },
];

const FILES_HOSTS = ['files', 'files2'] as const;

test.each(FILES_HOSTS)(
  'a token that is offered to %s is in no log, no cache key and no request to the bucket, and buys nothing',
  async (host) => {
    const token = registry.token(TIER, 'careless');
    const secrets = [token, token.split('.').at(-1)!, Buffer.from(`token:${token}`).toString('base64')];
    await (await ask(host, WHEEL)).arrayBuffer();
    registry.take();
    registry.asked.length = 0;
    for (const headers of waysToSend(token)) expect((await ask(host, WHEEL, headers)).status).toBe(200);
    const [sent, ...others] = waysToSend(token);
    expect((await ask(host, TARBALL.replace('tiered/-', 'none/-'), sent)).status).toBe(404);
    expect(others).toHaveLength(3);
    // One copy for all: what was fetched without a token is what those who bring one get.
    expect(registry.take().map(({ xCache }) => xCache?.split(' ')[0])).toEqual(['Hit', 'Hit', 'Hit', 'Hit', 'Error']);
    const written = [...(await registry.logLines()), ...registry.asked.map((each) => JSON.stringify(each))];
    const ofFiles = written.filter((line) => line.includes('tiered-1.0.0'));
    expect(ofFiles.filter((line) => line.includes('anonymous')).length).toBeGreaterThanOrEqual(5);
    expect(written.filter((line) => secrets.some((secret) => line.includes(secret) || line.includes('careless')))).toEqual([]);
  },
);

test.each([
  ['a document', '/pypi/simple/tiered/'],
  ['a document by its key', '/open/npm/tiered/full.json'],
  ["a tier's prefix", `/t/${TIER}/${HOLDER}${WHEEL}`],
  ["the registry's own documents", '/-/keys'],
  ['a listing', '/'],
])('files hosts have files alone, and not %s', async (_, path) => {
  for (const host of FILES_HOSTS)
    expect((await ask(host, path, { authorization: `Bearer ${registry.token(TIER, HOLDER)}` })).status).toBe(404);
});

test('whoever has an older lock file finds files on every host still', async () => {
  for (const host of HOSTS) for (const path of [WHEEL, TARBALL]) expect((await ask(host, path)).status).toBe(200);
});

test('neither variant is ever answered for the other one', async () => {
  const token = registry.token(TIER, HOLDER);
  const urlsIn = async (headers: Readonly<Record<string, string>>) => {
    const { versions } = (await (await ask('index', '/npm/tiered', headers)).json()) as {
      versions: Record<string, { dist: { tarball: string } }>;
    };
    return versions['1.0.0']!.dist.tarball;
  };
  for (const _ of [1, 2]) {
    expect(await urlsIn({})).toBe(filesUrl('npm') + TARBALL);
    expect(await urlsIn({ authorization: `Bearer ${token}` })).toBe(registry.url('index') + TARBALL);
  }
});

test('a block refuses on all hosts, and its end serves on all', async () => {
  const statuses = () => Promise.all(HOSTS.map(async (host) => (await ask(host, TARBALL)).status));
  expect(await statuses()).toEqual([200, 200, 200]);
  const of = { ecosystem: 'npm', project: 'tiered', version: '1.0.0' };
  await registry.command({ ...of, action: 'block', status: 410, reason: 'it stole tokens' });
  expect(await statuses()).toEqual([410, 410, 410]);
  for (const host of FILES_HOSTS) expect(await (await ask(host, TARBALL)).text()).toContain('it stole tokens');
  expect(await (await ask('index', '/npm/tiered')).text()).not.toContain('tiered-1.0.0');
  await registry.command({ ...of, action: 'unblock', reason: 'it did not' });
  expect(await statuses()).toEqual([200, 200, 200]);
  expect(await (await ask('index', '/npm/tiered')).text()).toContain(filesUrl('npm') + TARBALL);
});
