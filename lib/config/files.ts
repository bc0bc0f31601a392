/** Reads the files that a configuration names: pinned keys and the trusted root. Never throws: what is wrong becomes a problem. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Path, Problem } from '../../domain/contracts/problem';
import type { PinnedKey } from '../../domain/signing/policy';
import { type ParsedPublisher, part, publishersOf } from './parts';
import { print } from './problems';
import type { ParsedConfig, RegistryConfig } from './schema';

export interface FromFiles extends Pick<RegistryConfig, 'publishers' | 'signing'> {
  readonly problems: readonly Problem[];
}

type ParsedKey = ParsedPublisher['keys'][number];
type TrustedRoot = RegistryConfig['signing']['trustedRoot'];
type Report = (problem: Problem) => void;

/**
 * Reads for every well-formed part, so the result is complete when the whole is well-formed.
 * @param file the configuration file; paths inside it are relative to its folder
 */
export function readFiles(raw: unknown, file: string): FromFiles {
  const folder = dirname(resolve(file));
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const publishers = publishersOf(raw).flatMap((publisher, i) => {
    if (!publisher) return [];
    return [{ ...publisher, keys: publisher.keys.map((key, j) => pinnedKey(key, folder, ['publishers', i, 'keys', j], report)) }];
  });
  const root = part(raw, 'signing')?.trustedRoot ?? 'public-good';
  return { publishers, signing: { trustedRoot: trustedRoot(root, folder, report) }, problems };
}

function pinnedKey({ publicKeyFile, publicKeyPem, ...rest }: ParsedKey, folder: string, path: Path, report: Report): PinnedKey {
  const at = [...path, publicKeyFile === undefined ? 'publicKeyPem' : 'publicKeyFile'];
  const pem = publicKeyFile === undefined ? publicKeyPem : read(publicKeyFile, folder, at, report);
  if (pem !== undefined) checkKey(pem, at, report);
  return { ...rest, publicKeyPem: pem ?? '' };
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

function trustedRoot(root: ParsedConfig['signing']['trustedRoot'], folder: string, report: Report): TrustedRoot {
  if (root === 'public-good') return root;
  const path = ['signing', 'trustedRoot', 'file'];
  const text = read(root.file, folder, path, report);
  const content = text === undefined ? undefined : parseJson(text);
  const mediaType = typeof content === 'object' && content !== null && 'mediaType' in content ? content.mediaType : undefined;
  if (text !== undefined && !/^application\/vnd\.dev\.sigstore\.trustedroot/.test(String(mediaType))) {
    report({
      path,
      got: `${print(root.file)} (its mediaType is ${print(mediaType)})`,
      allowed: "a Sigstore trusted root as JSON, with the mediaType 'application/vnd.dev.sigstore.trustedroot+json;version=0.1'",
      change: 'give the trusted_root.json of the Sigstore instance',
    });
  }
  return { file: resolve(folder, root.file), content };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
