/** `registry publish`: uploads the files of one release with their bundles, and says what became of it. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { UploadId } from '../../domain/contracts/keys';
import { RUN_FILE } from '../../domain/contracts/local-run';
import { loadConfig } from '../config';
import { CliError, UsageError } from './failure';
import { findFiles } from './find-files';
import { type Candidate, identify, type Wanted } from './identify';
import { findPlace, type PlaceOptions, readLocalRun } from './place';
import { BUNDLE_SUFFIX, manifestFile, manifestOf, type ReleaseName, uploadIdOf } from './release';
import { awaitVerdict, INTERVAL, type NamedBytes, upload } from './upload';
import { verdictJson, verdictText } from './verdict-text';
import type { TestIdentity, World } from './world';

export interface PublishOptions extends PlaceOptions, Wanted {
  readonly signWithTestAuthority?: boolean;
  readonly identity?: string;
  readonly issuer?: string;
  readonly json?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** @returns the exit code: 0 accepted, 1 refused or no verdict in time */
export async function publish(args: readonly string[], options: PublishOptions, world: World): Promise<number> {
  checkOptions(options);
  const { release, files: packages, ignored } = await identify(findFiles(args), options);
  if (ignored.length > 0) world.note(`not a package, left out: ${ignored.map(({ path }) => path).join(', ')}`);
  const bundles = options.signWithTestAuthority ? await signAll(packages, release, options, world) : readBundles(packages);
  const { store, url } = await world.connect(findPlace(options));

  const manifest = manifestOf(
    release,
    packages.map(({ name, bytes }) => manifestFile(name, bytes)),
  );
  const { ecosystem, project } = release;
  const id: UploadId = { ecosystem, project, upload: uploadIdOf(manifest, world.randomBytes(4).toString('hex')) };
  world.note(`uploading ${packages.map(({ name }) => name).join(', ')} as ${id.upload}`);
  await upload(store, id, manifest, [...packages, ...bundles], world.progress);
  world.note('uploaded; waiting for the verdict');

  const patience = { timeout: options.timeout * 1000, interval: options.local ? INTERVAL.local : INTERVAL.aws };
  const verdict = await awaitVerdict(store, id, patience, world);
  if (!verdict) throw new CliError(noVerdict(id, options));
  world.out(options.json ? verdictJson(verdict, url) : verdictText(verdict, url));
  return verdict.outcome === 'accepted' ? 0 : 1;
}

function checkOptions({ signWithTestAuthority, identity, issuer, local }: PublishOptions): void {
  if (signWithTestAuthority && !local)
    throw new UsageError('--sign-with-test-authority needs --local: no other registry believes the test authority');
  if (!signWithTestAuthority && (identity ?? issuer) !== undefined)
    throw new UsageError('--identity and --issuer need --sign-with-test-authority');
  if ((identity === undefined) !== (issuer === undefined)) throw new UsageError('--identity and --issuer go together');
}

function readBundles(files: readonly Candidate[]): NamedBytes[] {
  const missing = files.map(({ path }) => path).filter((path) => !existsSync(path + BUNDLE_SUFFIX));
  if (missing.length > 0) {
    throw new CliError(
      `No bundle for ${missing.join(', ')}; sign each file so that '<file>${BUNDLE_SUFFIX}' lies beside it, e.g. with 'python -m sigstore sign <file>'`,
    );
  }
  return files.map(({ path, name }) => ({ name: name + BUNDLE_SUFFIX, bytes: readFileSync(path + BUNDLE_SUFFIX) }));
}

async function signAll(
  packages: readonly NamedBytes[],
  release: ReleaseName,
  options: PublishOptions,
  world: World,
): Promise<NamedBytes[]> {
  const who = signerOf(release, options);
  const sign = await world.openAuthority(readLocalRun(resolve(__dirname, '../..', RUN_FILE)).authorityDir);
  world.note(`signing as ${who.identity} with the test authority`);
  return Promise.all(
    packages.map(async ({ name, bytes }) => ({
      name: name + BUNDLE_SUFFIX,
      bytes: Buffer.from(JSON.stringify(await sign(name, bytes, who))),
    })),
  );
}

/** Who the options name, else the first publisher that the configuration allows. */
function signerOf({ ecosystem, project }: ReleaseName, { identity, issuer, config }: PublishOptions): TestIdentity {
  if (identity !== undefined && issuer !== undefined) return { identity, issuer };
  const publisher = loadConfig(config).publishers.find((one) => one.ecosystem === ecosystem && one.project === project);
  const [first] = publisher?.identities ?? [];
  if (first) return first;
  throw new CliError(
    `${config} names no identity for ${ecosystem} project '${project}'; add one to 'publishers', or give --identity and --issuer`,
  );
}

/** The options by which the same registry is found again. */
function placeArguments({ local, stack, bucket, config }: PublishOptions): string {
  if (local) return '--local';
  if (bucket !== undefined) return `--bucket ${bucket}`;
  return stack === undefined ? `--config ${config}` : `--stack ${stack}`;
}

const noVerdict = ({ ecosystem, project, upload: name }: UploadId, options: PublishOptions): string =>
  `No verdict after ${options.timeout} seconds. The upload is complete and nothing is lost; ask later with: npx registry status ${name} --ecosystem ${ecosystem} --project ${project} ${placeArguments(options)}`;
