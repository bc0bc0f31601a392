/** `registry verify-bundle`: the intake's own check of a signature, offline. */
import { createReadStream, readFileSync } from 'node:fs';
import {
  type Artifact,
  artifactFromBuffer,
  artifactFromStream,
  loadTrust,
  parseBundle,
  readPublicKey,
  type TrustMaterial,
  type Verified,
  type VerifyPolicy,
  verifyBundle,
} from '../../domain/signing';
import { Rejected } from '../../domain/signing/rejected';
import publicGood from '../../domain/signing/trusted-root.public-good.json';
import { CliError, messageOf, UsageError } from './failure';
import type { World } from './world';

export interface VerifyOptions {
  readonly bundle: string;
  readonly artifact: string;
  readonly identity?: string;
  readonly issuer?: string;
  /** Path of a public key in PEM. */
  readonly key?: string;
  readonly trustedRoot?: string;
}

/** @returns the exit code 0; whatever is wrong with the files is thrown and becomes 1 */
export async function verifyBundleCommand(options: VerifyOptions, world: World): Promise<number> {
  checkOptions(options);
  const policy = policyOf(options);
  const trust = trustOf(options.trustedRoot);
  const bundle = read(options.bundle);
  const verified = verifyBundle(bundle, await artifactOf(options.artifact, policy), trust, policy);
  world.out(acceptedText(verified, options));
  return 0;
}

function checkOptions({ identity, issuer, key }: VerifyOptions): void {
  const isKeyless = identity !== undefined && issuer !== undefined;
  const hasEither = identity !== undefined || issuer !== undefined;
  if (key === undefined ? isKeyless : !hasEither) return;
  throw new UsageError('give either --identity and --issuer, or --key');
}

/** The caller named the key, so its hint says nothing more: any will do. */
const policyOf = ({ identity, issuer, key }: VerifyOptions): VerifyPolicy =>
  key === undefined
    ? { identities: [{ identity: identity!, issuer: issuer! }] }
    : { keys: [{ hints: ['*'], key: readPublicKey(read(key).toString()) }] };

function trustOf(file: string | undefined): TrustMaterial {
  if (file === undefined) return loadTrust(publicGood);
  const bytes = read(file);
  try {
    return loadTrust(parseBundle(bytes));
  } catch (error) {
    throw new Rejected('TRUST_ROOT', `'${file}': ${messageOf(error)}`);
  }
}

/** In one pass and without holding the file, but for Ed25519, which needs it whole. */
const artifactOf = (file: string, { keys }: VerifyPolicy): Promise<Artifact> =>
  keys?.some(({ key }) => key.asymmetricKeyType === 'ed25519')
    ? Promise.resolve(artifactFromBuffer(read(file)))
    : artifactFromStream(createReadStream(file)).catch((error: unknown) => unreadable(file, error));

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    return unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): never {
  throw new CliError(`rejected: '${file}' cannot be read: ${messageOf(error)}`);
}

function acceptedText({ kind, identity, issuer, statement, logIndexes }: Verified, { artifact, key }: VerifyOptions): string {
  return [
    `accepted: ${artifact}`,
    `  signed by ${identity === undefined ? `the key ${key ?? ''}` : `${identity} (issuer ${issuer ?? ''})`}`,
    kind === 'message' ? '  a signature over the file' : `  an attestation of type ${statement?.predicateType ?? ''}`,
    ...logIndexes.map((index) => `  transparency log entry ${index}`),
  ].join('\n');
}
