/** Finds out which release the files on a publisher's disk are, by asking the modules of the ecosystems. */
import type { Ecosystem } from '../../domain/packages/ecosystem';
import type { EcosystemName } from '../../domain/packages/names';
import { ECOSYSTEMS } from '../../domain/packages/registry';
import { CliError, UsageError } from './failure';
import type { ReleaseName } from './release';

export interface Candidate {
  readonly path: string;
  /** Base name. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Whether it was named itself; what lies in a folder may be something else. */
  readonly named: boolean;
}

/** What the command line says about the release; the rest is found out. */
export interface Wanted {
  readonly ecosystem?: EcosystemName;
  /** Both or none. */
  readonly project?: string;
  readonly version?: string;
}

export interface Identified {
  readonly release: ReleaseName;
  readonly files: readonly Candidate[];
  /** Files of folders that are no packages. */
  readonly ignored: readonly Candidate[];
}

type Named = Candidate & { readonly release: Omit<ReleaseName, 'ecosystem'> | undefined };
type Modules = Readonly<Record<string, Pick<Ecosystem, 'readName' | 'packages'>>>;

/**
 * The one release of one ecosystem that the files are of.
 * @throws CliError when there is none or more than one; UsageError when the options do not fit together
 */
export async function identify(
  candidates: readonly Candidate[],
  { ecosystem, project, version }: Wanted,
  modules: Modules = ECOSYSTEMS,
): Promise<Identified> {
  if (project !== undefined && version !== undefined) {
    if (ecosystem === undefined) throw new UsageError('--project and --version need --ecosystem');
    checkUnique(candidates);
    return { release: { ecosystem, project, version }, files: candidates, ignored: [] };
  }
  if (project !== undefined || version !== undefined) throw new UsageError('--project and --version go together');
  const names = ecosystem === undefined ? (Object.keys(modules) as EcosystemName[]) : [ecosystem];
  const readings: Reading[] = [];
  for (const name of names) readings.push({ name, files: await readAll(modules[name]!, candidates) });
  const { name, files } = theOne(readings, candidates, modules);
  const packages = files.filter((file) => file.release);
  checkUnique(packages);
  return {
    release: { ecosystem: name, ...oneRelease(packages) },
    files: packages,
    ignored: files.filter((file) => !file.release),
  };
}

interface Reading {
  readonly name: EcosystemName;
  readonly files: readonly Named[];
}

function checkUnique(candidates: readonly Candidate[]): void {
  const names = candidates.map(({ name }) => name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) throw new CliError(`A file name was given twice, got: ${twice.join(', ')}; give each file once`);
}

async function readAll(module: Modules[string], candidates: readonly Candidate[]): Promise<Named[]> {
  const beside = new Map(candidates.map(({ name, bytes }) => [name, bytes]));
  const named: Named[] = [];
  for (const file of candidates) named.push({ ...file, release: await module.readName(file.name, file.bytes, beside) });
  return named;
}

/** Fits: every file that was named itself is a package of the ecosystem, and there is one at all. */
const fits = ({ files }: Reading): boolean =>
  files.some(({ release }) => release) && files.every(({ release, named }) => release ?? !named);

function theOne(readings: readonly Reading[], candidates: readonly Candidate[], modules: Modules): Reading {
  const fitting = readings.filter(fits);
  const [first] = fitting;
  if (first && fitting.length === 1) return first;
  if (first) {
    const found = fitting.map(({ name }) => name).join(', ');
    throw new CliError(`The files may be of several ecosystems, got: ${found}; say which with --ecosystem`);
  }
  const got = strangers(readings, candidates).map(({ path }) => path);
  const allowed = readings.map(({ name }) => `${modules[name]!.packages} (${name})`).join('; ');
  throw new CliError(
    `${got.length === 1 ? 'This file is' : 'These files are'} not of one ecosystem's packages, got: ${got.join(', ')}; allowed: ${allowed}. Build the package first, or name its release with --ecosystem, --project and --version`,
  );
}

/** Named files that no ecosystem knows; all files when it is not for them that nothing fits. */
function strangers(readings: readonly Reading[], candidates: readonly Candidate[]): readonly Candidate[] {
  const known = (i: number): boolean => readings.some(({ files }) => files[i]!.release);
  const unknown = candidates.filter(({ named }, i) => named && !known(i));
  return unknown.length > 0 ? unknown : candidates;
}

function oneRelease(files: readonly Named[]): Omit<ReleaseName, 'ecosystem'> {
  const releases = new Map<string, Named[]>();
  for (const file of files) {
    const key = `${file.release!.project} ${file.release!.version}`;
    releases.set(key, [...(releases.get(key) ?? []), file]);
  }
  const groups = [...releases];
  if (groups.length === 1) return groups[0]![1][0]!.release!;
  const listed = groups.map(([key, group]) => `${key} (${group.map(({ name }) => name).join(', ')})`).join('; ');
  throw new CliError(`The files must be of one release, got ${groups.length}: ${listed}; publish each release by itself`);
}
