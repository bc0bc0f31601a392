/** Bundles of the files of a release: read from beside them, or made now. */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { RUN_FILE } from '../../domain/contracts/local-run';
import { loadConfig } from '../config';
import { contentOfBytes, contentOfFile, type NamedContent } from './content';
import { CliError } from './failure';
import type { Candidate, FoundRelease } from './identify';
import { type PlaceOptions, readLocalRun } from './place';
import { BUNDLE_SUFFIX, type ReleaseName } from './release';
import { ambientToken } from './signing/ambient-token';
import { isForOther, type Signing, signFile } from './signing/bundle';
import { PUBLIC_GOOD, readServices } from './signing/services';
import { isEncrypted, keylessSigner, keySigner, type Signer } from './signing/signer';
import type { TestIdentity, World } from './world';

export interface SignOptions extends PlaceOptions {
  /** Keyless: as the CI job that this runs in. */
  readonly sign?: boolean;
  /** A private key in PEM. */
  readonly signKey?: string;
  /** False: the signature is not logged. */
  readonly transparencyLog?: boolean;
  /** Services of a private Sigstore instance. */
  readonly signingConfig?: string;
  readonly signWithTestAuthority?: boolean;
  readonly identity?: string;
  readonly issuer?: string;
}

/** A release with all that is uploaded of it. */
export interface Signed {
  readonly release: ReleaseName;
  readonly files: readonly SignedFile[];
}

export interface SignedFile extends NamedContent {
  readonly bundles: readonly NamedContent[];
}

/** Where a passphrase is looked for: on a command line everybody could read it. */
export const PASSPHRASE_VARIABLE = 'REGISTRY_SIGN_KEY_PASSPHRASE';

/** @throws CliError before anything is uploaded, when a bundle is missing or cannot be made */
export async function withBundles(releases: readonly FoundRelease[], options: SignOptions, world: World): Promise<Signed[]> {
  const { sign, signKey, signWithTestAuthority } = options;
  if (signWithTestAuthority) return Promise.all(releases.map((found) => byTestAuthority(found, options, world)));
  if (!sign && signKey === undefined) checkBundles(releases.flatMap(({ files }) => files));
  const unsigned = await Promise.all(releases.map(async ({ release, files }) => ({ release, files: await contentsOf(files) })));
  if (sign || signKey !== undefined) await signMissing(unsigned, options, world);
  return unsigned.map(({ release, files }) => ({
    release,
    files: files.map((file) => ({ ...file, bundles: bundlesOf(file, files) })),
  }));
}

/** The bundle of a file, and those of `<file>.<word>.sigstore.json`: by another signer, or with a bill of materials. */
function bundlesOf({ name, path }: FileOnDisk, files: readonly FileOnDisk[]): NamedContent[] {
  const others = new Set(files.map((file) => file.name));
  const further = readdirSync(dirname(path)).filter((entry) => {
    const word = entry.startsWith(`${name}.`) && entry.endsWith(BUNDLE_SUFFIX) && entry.slice(name.length, -BUNDLE_SUFFIX.length);
    return word && /^\.[\w-]+$/.test(word) && !others.has(name + word);
  });
  return [name + BUNDLE_SUFFIX, ...further.sort()].map((bundle) => ({
    name: bundle,
    content: contentOfBytes(readFileSync(join(dirname(path), bundle))),
  }));
}

type FileOnDisk = NamedContent & Pick<Candidate, 'path'>;

const contentsOf = (files: readonly Candidate[]): Promise<FileOnDisk[]> =>
  Promise.all(files.map(async ({ name, path }) => ({ name, path, content: await contentOfFile(path) })));

function checkBundles(files: readonly Candidate[]): void {
  const missing = files.map(({ path }) => path).filter((path) => !existsSync(path + BUNDLE_SUFFIX));
  if (missing.length === 0) return;
  throw new CliError(
    `No bundle for ${missing.join(', ')}; sign each file so that '<file>${BUNDLE_SUFFIX}' lies beside it, with --sign or --sign-key, or e.g. with 'python -m sigstore sign <file>'`,
  );
}

/**
 * Makes the bundles that are missing, and those that are for another file; what is signed stays signed. Each is kept beside its file at
 * once, so that the same command, run again, goes on with the same upload.
 */
async function signMissing(
  releases: readonly { readonly release: ReleaseName; readonly files: readonly FileOnDisk[] }[],
  options: SignOptions,
  world: World,
): Promise<void> {
  const toSign = releases.flatMap(({ release, files }) => files.filter(lacksBundle).map((file) => ({ release, file })));
  if (toSign.length === 0) return;
  const signing = await openSigning(options, world);
  for (const { release, file } of toSign) {
    world.progress(`signing ${file.name}`);
    const bundle = await signFile(file, release, signing);
    writeWhole(file.path + BUNDLE_SUFFIX, `${JSON.stringify(bundle)}\n`);
  }
  world.progress('');
  world.note(`signed ${toSign.map(({ file }) => file.name).join(', ')}`);
}

const lacksBundle = ({ path, content }: FileOnDisk): boolean =>
  !existsSync(path + BUNDLE_SUFFIX) || isForOther(readFileSync(path + BUNDLE_SUFFIX), content);

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

async function openSigning(options: SignOptions, world: World): Promise<Signing> {
  const { signKey, signingConfig, transparencyLog } = options;
  const services = signingConfig === undefined ? PUBLIC_GOOD : readServices(signingConfig, world.clock());
  if (signKey === undefined)
    return { signer: await keylessSigner(await ambientToken(world), services, world), services, http: world };
  const signer = await openKey(signKey, world);
  if (transparencyLog === false) return { signer, services: undefined, http: world };
  if (!signer.isEd25519) return { signer, services, http: world };
  throw new CliError(
    `The transparency log takes no signatures of Ed25519 keys, got: ${signKey}; use an ECDSA P-256 key, or --no-transparency-log where the configuration pins the key with 'requireLog: false'`,
  );
}

async function openKey(file: string, { env, askSecret }: World): Promise<Signer> {
  if (!existsSync(file)) throw new CliError(`There is no key file '${file}'; check the path`);
  const pem = readFileSync(file, 'utf8');
  if (!isEncrypted(pem)) return keySigner(pem, undefined, file);
  const passphrase = env[PASSPHRASE_VARIABLE] ?? (await askSecret(`Passphrase of ${file}: `));
  if (passphrase !== undefined) return keySigner(pem, passphrase, file);
  throw new CliError(`${file} is encrypted; put its passphrase into ${PASSPHRASE_VARIABLE}, or run this in a terminal`);
}

/** Bundles that only the local registry believes; nothing is written. */
async function byTestAuthority({ release, files }: FoundRelease, options: SignOptions, world: World): Promise<Signed> {
  const who = signerOf(release, options);
  const sign = await world.openAuthority(readLocalRun(resolve(__dirname, '../..', RUN_FILE)).authorityDir);
  world.note(`signing as ${who.identity} with the test authority`);
  const signed = (await contentsOf(files)).map(async ({ name, content }, i) => {
    const bundle = contentOfBytes(Buffer.from(JSON.stringify(await sign(name, files[i]!.read(), who))));
    return { name, content, bundles: [{ name: name + BUNDLE_SUFFIX, content: bundle }] };
  });
  return { release, files: await Promise.all(signed) };
}

/** Who the options name, else the first publisher that the configuration allows. */
function signerOf({ ecosystem, project }: ReleaseName, { identity, issuer, config }: SignOptions): TestIdentity {
  if (identity !== undefined && issuer !== undefined) return { identity, issuer };
  const publisher = loadConfig(config).publishers.find((one) => one.ecosystem === ecosystem && one.project === project);
  const [first] = publisher?.identities ?? [];
  if (first) return first;
  throw new CliError(
    `${config} names no identity for ${ecosystem} project '${project}'; add one to 'publishers', or give --identity and --issuer`,
  );
}
