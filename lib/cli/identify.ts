/** Finds out which releases the files on a publisher's disk are, by asking the modules of the ecosystems. */
import type { Ecosystem, ReleaseName as ModuleRelease } from '../../domain/packages/ecosystem';
import type { EcosystemName } from '../../domain/packages/names';
import { ECOSYSTEMS } from '../../domain/packages/registry';
import { CliError, UsageError } from './failure';
import type { ReleaseName } from './release';

export interface Candidate {
  readonly path: string;
  /** Base name. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Whether it was named itself; what lies in a folder may be something else. */
  readonly named: boolean;
  /** All of it. */
  readonly read: () => Buffer;
}

/** What the command line says about the release; the rest is found out. */
export interface Wanted {
  readonly ecosystem?: EcosystemName;
  /** Both or none. */
  readonly project?: string;
  readonly version?: string;
}

export interface Identified {
  /** By ecosystem and project, oldest version first. */
  readonly releases: readonly FoundRelease[];
  /** Files of folders that are no packages. */
  readonly ignored: readonly Candidate[];
}

export interface FoundRelease {
  readonly release: ReleaseName;
  readonly files: readonly Candidate[];
}

type Modules = Readonly<Record<string, Pick<Ecosystem, 'readName' | 'packages' | 'compareVersions'>>>;

/** What each ecosystem takes a file for. */
interface Reading {
  readonly file: Candidate;
  readonly claims: ReadonlyMap<EcosystemName, ModuleRelease>;
}

/** Larger files are not read to find out what they are; nobody's packages that tell it inside are as large. Bytes. */
const MOST_READ = 256 * 2 ** 20;
/** Larger files tell nothing about the files beside them; a POM is far smaller. Bytes. */
const MOST_BESIDE = 2 ** 20;

/**
 * The releases that the files are of.
 * @throws CliError when a file may be of several ecosystems, or is of none; UsageError when the options do not fit together
 */
export async function identify(
  candidates: readonly Candidate[],
  { ecosystem, project, version }: Wanted,
  modules: Modules = ECOSYSTEMS,
): Promise<Identified> {
  if (project !== undefined && version !== undefined) {
    if (ecosystem === undefined) throw new UsageError('--project and --version need --ecosystem');
    checkUnique(candidates);
    return { releases: [{ release: { ecosystem, project, version }, files: candidates }], ignored: [] };
  }
  if (project !== undefined || version !== undefined) throw new UsageError('--project and --version go together');
  const names = ecosystem === undefined ? (Object.keys(modules) as EcosystemName[]) : [ecosystem];
  const readings = await readAll(candidates, names, modules);
  checkKnown(readings, names, modules);
  const releases = names.flatMap((name) => releasesOf(readings, name, modules[name]!, only(readings, names)));
  for (const { files } of releases) checkUnique(files);
  return { releases, ignored: readings.filter(({ claims }) => claims.size === 0).map(({ file }) => file) };
}

function checkUnique(candidates: readonly Candidate[]): void {
  const names = candidates.map(({ name }) => name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) throw new CliError(`A file name was given twice, got: ${twice.join(', ')}; give each file once`);
}

async function readAll(candidates: readonly Candidate[], names: readonly EcosystemName[], modules: Modules): Promise<Reading[]> {
  const small = candidates.filter(({ size }) => size <= MOST_BESIDE);
  const beside = new Map(small.map(({ name, read }) => [name, read()]));
  const readings: Reading[] = [];
  for (const file of candidates) {
    const bytes = file.size <= MOST_READ ? file.read() : Buffer.alloc(0);
    const claims = new Map<EcosystemName, ModuleRelease>();
    for (const name of names) {
      const release = await modules[name]!.readName(file.name, bytes, beside);
      if (release) claims.set(name, release);
    }
    readings.push({ file, claims });
  }
  return readings;
}

/** Every file that was named itself must be a package, and there must be one at all. */
function checkKnown(readings: readonly Reading[], names: readonly EcosystemName[], modules: Modules): void {
  const unknown = readings.filter(({ claims }) => claims.size === 0);
  const named = unknown.filter(({ file }) => file.named);
  if (named.length === 0 && unknown.length < readings.length) return;
  const got = (named.length > 0 ? named : readings).map(({ file }) => file.path);
  const allowed = names.map((name) => `${modules[name]!.packages} (${name})`).join('; ');
  throw new CliError(
    `${got.length === 1 ? 'This file is no package' : 'These files are no packages'}, got: ${got.join(', ')}; allowed: ${allowed}. Build the package first, or name its release with --ecosystem, --project and --version`,
  );
}

/** The ecosystem of which all packages are, when there is exactly one: `demo.tar.gz` beside a wheel is of PyPI. */
function only(readings: readonly Reading[], names: readonly EcosystemName[]): EcosystemName | undefined {
  const packages = readings.filter(({ claims }) => claims.size > 0);
  const fitting = names.filter((name) => packages.every(({ claims }) => claims.has(name)));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function releasesOf(
  readings: readonly Reading[],
  ecosystem: EcosystemName,
  { compareVersions }: Modules[string],
  only: EcosystemName | undefined,
): FoundRelease[] {
  const releases = new Map<string, { release: ReleaseName; files: Candidate[] }>();
  for (const { file, claims } of readings) {
    const found = claims.get(ecosystem);
    if (!found || (only !== undefined && only !== ecosystem)) continue;
    if (only === undefined) checkOne(file, claims);
    const key = `${found.project} ${found.version}`;
    const known = releases.get(key) ?? { release: { ecosystem, ...found }, files: [] };
    releases.set(key, { ...known, files: [...known.files, file] });
  }
  return [...releases.values()].sort(({ release: a }, { release: b }) =>
    a.project === b.project ? compareVersions(a.version, b.version) : a.project < b.project ? -1 : 1,
  );
}

function checkOne({ path }: Candidate, claims: Reading['claims']): void {
  if (claims.size === 1) return;
  const found = [...claims.keys()].join(', ');
  throw new CliError(`'${path}' may be of several ecosystems, got: ${found}; say which with --ecosystem`);
}
