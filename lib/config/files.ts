/** Reads the files that a configuration names: pinned keys and the trusted root. Never throws: what is wrong becomes a problem. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Path, Problem } from '../../domain/contracts/problem';
import { Malformed, readCertificate } from '../../domain/openpgp';
import type { PgpKey } from '../../domain/signing';
import { keysOf, type ParsedPublisher, part, publishersOf } from './parts';
import { print } from './problems';
import type { RegistryConfig, RootFile } from './schema';
import { parseTrustedRoot, TRUSTED_ROOT } from './trusted-root';

export interface FromFiles extends Pick<RegistryConfig, 'publishers' | 'signing'> {
  readonly problems: readonly Problem[];
}

type PgpKeySource = NonNullable<ParsedPublisher['pgp']>['keys'][number];
type Report = (problem: Problem) => void;

/**
 * Reads what every well-formed field names, so the result is complete when the whole is well-formed.
 * @param file the configuration file; paths inside it are relative to its folder
 */
export function readFiles(raw: unknown, file: string): FromFiles {
  const folder = dirname(resolve(file));
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const publishers = publishersOf(raw).flatMap((publisher, i) => {
    const pems = keysOf(raw, i).map((key, j) => publicKey(key, folder, ['publishers', i, 'keys', j], report));
    if (!publisher) return [];
    const keys = publisher.keys.map((key, j) => {
      const pinned = { ...key, publicKeyPem: pems[j] ?? '' };
      delete pinned.publicKeyFile;
      return pinned;
    });
    const pgp = publisher.pgp && {
      ...publisher.pgp,
      keys: publisher.pgp.keys.map((key, j) => pgpKey(key, folder, ['publishers', i, 'pgp', 'keys', j, 'publicKeyFile'], report)),
    };
    return [{ ...publisher, keys, pgp }];
  });
  const { trustedRoot = 'public-good', instances = {} } = part(raw, 'signing') ?? {};
  const signing = {
    trustedRoot: trustedRoot === 'public-good' ? trustedRoot : rootFile(trustedRoot, folder, ['signing', 'trustedRoot'], report),
    instances: Object.fromEntries(
      Object.entries(instances).map(([name, root]) => [name, rootFile(root, folder, ['signing', 'instances', name], report)]),
    ),
  };
  return { publishers, signing, problems };
}

function pgpKey({ name, publicKeyFile }: PgpKeySource, folder: string, path: Path, report: Report): PgpKey {
  const armored = read(publicKeyFile, folder, path, report) ?? '';
  try {
    if (armored) readCertificate(Buffer.from(armored));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    report({
      path,
      got: `${print(publicKeyFile)} (${error.message})`,
      allowed: 'one OpenPGP public key that may sign, in ASCII armour',
      change: "write it with 'gpg --armor --export <fingerprint>'",
    });
  }
  return { name, armored };
}

type KeySource = ReturnType<typeof keysOf>[number];

/** The PEM text of a key; undefined when there is none to read. */
function publicKey({ publicKeyFile, publicKeyPem }: KeySource, folder: string, path: Path, report: Report): string | undefined {
  const at = [...path, publicKeyFile === undefined ? 'publicKeyPem' : 'publicKeyFile'];
  const pem = publicKeyFile === undefined ? publicKeyPem : read(publicKeyFile, folder, at, report);
  if (pem !== undefined) checkKey(pem, at, report);
  return pem;
}

function read(name: string, folder: string, path: Path, report: Report): string | undefined {
  try {
    return readFileSync(resolve(folder, name), 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'there is no such file'
        : `it cannot be read: ${(error as Error).message}`;
    report({
      path,
      got: `${print(name)} (${reason})`,
      allowed: 'the path of a file, relative to the configuration file',
      change: 'correct the path',
    });
    return undefined;
  }
}

function checkKey(pem: string, path: Path, report: Report): void {
  const kind = keyKind(pem);
  if (kind === 'P-256' || kind === 'Ed25519') return;
  report({
    path,
    got: kind,
    allowed: 'a public key in PEM: ECDSA P-256 or Ed25519',
    change: "e.g. the output of 'openssl pkey -pubout' for such a key",
  });
}

/** What a PEM text holds. Private keys are named, never taken: their public half could be computed, but the file should not be here. */
function keyKind(pem: string): string {
  if (pem.includes('PRIVATE KEY')) return 'a private key';
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey(pem);
    if (type === 'ed25519') return 'Ed25519';
    if (type === 'ec')
      return details?.namedCurve === 'prime256v1' ? 'P-256' : `a key on the curve ${details?.namedCurve ?? 'unknown'}`;
    return `a key of type ${type ?? 'unknown'}`;
  } catch {
    return 'a text that is no public key';
  }
}

function rootFile({ file }: { readonly file: string }, folder: string, at: Path, report: Report): RootFile {
  const path = [...at, 'file'];
  const text = read(file, folder, path, report);
  const content = text === undefined ? undefined : checkedRoot(text, file, path, report);
  return { file: resolve(folder, file), content };
}

function checkedRoot(text: string, name: string, path: Path, report: Report): unknown {
  try {
    return parseTrustedRoot(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report({
      path,
      got: `${print(name)} (${reason})`,
      allowed: TRUSTED_ROOT,
      change: 'give the trusted_root.json of the Sigstore instance',
    });
    return undefined;
  }
}
