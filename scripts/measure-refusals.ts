/**
 * Reads real packages as the intake would, with the default limits, and prints what is refused and why: a package that its own registry
 * serves and its client installs is refused wrongly, unless two clients could see different files in it.
 * `npx tsx scripts/measure-refusals.ts <ecosystem> <folder>`, the folder holding package files, at any depth, under the names that the
 * ecosystem's own tools give them. docs/adding-a-refusal.md has the numbers.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inMemory } from '../domain/contracts/byte-source';
import { Refusal } from '../domain/contracts/refusals';
import type { Ecosystem, ReleaseName } from '../domain/packages/ecosystem';
import { findEcosystem } from '../domain/packages/registry';
import { DEFAULT_LIMITS } from '../lib/config/defaults';

/** What files are packages; others, e.g. those that a client's cache keeps for itself, are passed over. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  pypi: /\.(whl|tar\.gz)$/,
  cargo: /\.crate$/,
  composer: /\.zip$/,
  go: /\/@v\/[^/]+\.zip$/,
  maven: /\.(jar|war|aar|pom|module|asc|tar\.gz|zip|klib)$/,
  npm: /\.tgz$/,
  rubygems: /\.gem$/,
};

const LIMITS = {
  maxEntries: DEFAULT_LIMITS.maxArchiveEntries,
  maxUnpackedBytes: DEFAULT_LIMITS.maxUnpackedBytes,
  maxRatio: DEFAULT_LIMITS.maxRatio,
};

type Outcome = Readonly<{ path: string; code: string; sentence: string }>;

/** @returns undefined when it is taken */
async function refusalOf(module: Ecosystem, path: string): Promise<Outcome | undefined> {
  const body = readFileSync(path);
  const refused = (code: string, sentence: string): Outcome => ({ path, code, sentence });
  if (body.length > DEFAULT_LIMITS.maxFileBytes) return refused('FILE_TOO_LARGE', `${body.length} bytes`);
  const release = await module.readName(basename(path), body, beside(module.name, path));
  if (!release) return refused('no release', 'the name, or the package, does not say which one');
  try {
    await read(module, release, basename(path), body);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return refused(error.code, error.message);
    return refused('ERROR', String(error));
  }
}

/** POMs tell which release the files beside them are of. */
const beside = (ecosystem: string, path: string): Map<string, Buffer> =>
  new Map(
    readdirSync(dirname(path))
      .filter((name) => ecosystem === 'maven' && name.endsWith('.pom'))
      .map((name) => [name, readFileSync(join(dirname(path), name))]),
  );

async function read(module: Ecosystem, release: ReleaseName, name: string, body: Buffer): Promise<void> {
  module.checkProject(release.project);
  module.checkVersion(release.version);
  module.checkFileName(release, name);
  const file = { name, size: body.length, sha256: '0'.repeat(64), bundles: [] };
  await module.readFile(release, file, inMemory(body), LIMITS);
}

async function main([ecosystem = '', folder = '']: readonly string[]): Promise<void> {
  const module = findEcosystem(ecosystem);
  const isPackage = PACKAGES[ecosystem];
  if (!module || !isPackage) throw new Error(`The ecosystem is one of ${Object.keys(PACKAGES).join(', ')}, got: ${ecosystem}`);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => isPackage.test(path) && statSync(path).isFile());
  const refusals: Outcome[] = [];
  for (const path of paths) refusals.push(...[await refusalOf(module, path)].filter((outcome) => outcome !== undefined));
  for (const { path, code, sentence } of refusals) console.log(`${code}\t${basename(path)}\t${sentence}`);
  console.log(`${ecosystem}: ${paths.length} files, ${refusals.length} refused`);
}

void main(process.argv.slice(2));
