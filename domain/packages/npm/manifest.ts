/** `package.json`: https://docs.npmjs.com/cli/configuring-npm/package-json */
import { validRange } from 'semver';
import validate from 'validate-npm-package-name';
import { z } from 'zod';
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { baseName } from './names';
import { canonicalVersion } from './versions';

/** Most that is kept of one `package.json`: a project's document holds that of every version. Bytes. */
const MAX_KEPT = 256 * 1024;

const DEPENDENCIES = z.record(
  z.string().refine((name) => validate(name).validForOldPackages, { error: 'not a package name' }),
  z.string(),
);
const TEXTS = z.union([z.string(), z.array(z.string())]);
const ANY = z.json();

/** What clients resolve and install by: a wrong shape is refused. In both documents. */
const RESOLVED = {
  dependencies: DEPENDENCIES,
  devDependencies: DEPENDENCIES,
  optionalDependencies: DEPENDENCIES,
  peerDependencies: DEPENDENCIES,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })),
  os: TEXTS,
  cpu: TEXTS,
  libc: TEXTS,
  bin: z.union([z.string(), z.record(z.string(), z.string())]),
  bundleDependencies: z.union([z.boolean(), z.array(z.string())]),
  // Both have had other shapes, which clients pass over.
  engines: ANY,
  directories: ANY,
  funding: ANY,
};
/** What people and tools read about a package, in any shape. In the full document only. */
const DESCRIBED = {
  description: ANY,
  keywords: ANY,
  homepage: ANY,
  bugs: ANY,
  license: ANY,
  licenses: ANY,
  author: ANY,
  contributors: ANY,
  repository: ANY,
  main: ANY,
  module: ANY,
  type: ANY,
  types: ANY,
  exports: ANY,
};
export const DESCRIBED_FIELDS: readonly string[] = Object.keys(DESCRIBED);
const KEPT = { ...RESOLVED, ...DESCRIBED };

/** npm takes no tag that could be read as a version or range. */
const TAG = z
  .string()
  .regex(/^[a-z][a-z0-9._-]*$/i)
  .refine((tag) => validRange(tag) === null);

const SCHEMA = z.object({
  name: z.string(),
  version: z.string(),
  ...z.object(KEPT).partial().shape,
  bundledDependencies: RESOLVED.bundleDependencies.optional(),
  scripts: z.record(z.string(), ANY).optional(),
  gypfile: ANY.optional(),
  private: ANY.optional(),
  publishConfig: z.object({ tag: TAG.optional() }).optional(),
});

type Manifest = z.infer<typeof SCHEMA>;

export interface PackageJson {
  /** Fields for the registry's documents, without name and version. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The tag that the release asks for. */
  readonly tag?: string;
  /** Script that npm runs when it installs the package, or the file that it builds. */
  readonly installHook?: string;
}

/** Name and version as written, the version canonical; undefined when the bytes are no package.json with both. */
export function nameIn(bytes: Buffer): ReleaseName | undefined {
  const parsed = SCHEMA.pick({ name: true, version: true }).safeParse(parse(bytes));
  const version = parsed.success ? canonicalVersion(parsed.data.version) : undefined;
  return version === undefined ? undefined : { project: parsed.data!.name, version };
}

/**
 * Reads what a registry's documents need, in the form into which `npm publish` brings it, and holds it against the release.
 * @param paths all paths of the package
 * @throws Refusal METADATA_INVALID or METADATA_MISMATCH
 */
export function readManifest(release: ReleaseName, bytes: Buffer, paths: ReadonlySet<string>): PackageJson {
  const parsed = SCHEMA.safeParse(parse(bytes));
  if (!parsed.success) {
    const [{ path, message } = { path: [], message: '' }] = parsed.error.issues;
    return invalid(`field '${path.join('.')}': ${message}`);
  }
  const manifest = parsed.data;
  if (manifest.name !== release.project || canonicalVersion(manifest.version) !== release.version) {
    throw new Refusal(
      'METADATA_MISMATCH',
      `The package.json is of another release, got: ${JSON.stringify(manifest.name)} ${JSON.stringify(manifest.version)}, not ${release.project} ${release.version}; pack this release again.`,
    );
  }
  if (manifest.private === true) invalid(`it says "private": true, which npm never publishes`);
  const fields = fieldsOf(release.project, manifest, paths);
  const size = Buffer.byteLength(JSON.stringify(fields));
  if (size > MAX_KEPT) invalid(`what it says to clients has ${size} bytes, at most ${MAX_KEPT} are kept`);
  const hook = installHookOf(manifest, paths);
  return {
    fields,
    ...(manifest.publishConfig?.tag !== undefined && { tag: manifest.publishConfig.tag }),
    ...(hook !== undefined && { installHook: hook }),
  };
}

function fieldsOf(project: string, manifest: Manifest, paths: ReadonlySet<string>): PackageJson['fields'] {
  const { bin, bundleDependencies, bundledDependencies, dependencies } = manifest;
  const bundled = bundledNames(bundleDependencies ?? bundledDependencies, dependencies);
  const kept = Object.entries(manifest).filter(([field]) => field in KEPT && field !== 'bundleDependencies');
  return {
    ...Object.fromEntries(kept),
    ...(typeof bin === 'string' && { bin: { [baseName(project)]: bin } }),
    ...(bundled.length > 0 && { bundleDependencies: bundled }),
    ...(installHookOf(manifest, paths) !== undefined && { hasInstallScript: true }),
    ...(paths.has('npm-shrinkwrap.json') && { _hasShrinkwrap: true }),
  };
}

const bundledNames = (bundled: boolean | string[] | undefined, dependencies: Record<string, string> = {}): string[] =>
  bundled === true ? Object.keys(dependencies) : bundled || [];

/** npm builds a package with a `binding.gyp` when it installs it, unless its scripts do or it says no. */
const installHookOf = ({ scripts = {}, gypfile }: Manifest, paths: ReadonlySet<string>): string | undefined =>
  ['preinstall', 'install', 'postinstall'].find((name) => scripts[name]) ??
  (paths.has('binding.gyp') && gypfile !== false ? 'binding.gyp' : undefined);

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function invalid(what: string): never {
  throw new Refusal('METADATA_INVALID', `The package.json cannot be used: ${what}; correct it and run 'npm pack' again.`);
}
