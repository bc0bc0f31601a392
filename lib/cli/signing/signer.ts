/** Who signs: a key used once, with a certificate for the identity of a token, or a key of the project's own. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from 'node:crypto';
import { hintOf } from '../../../domain/signing';
import type { Content } from '../content';
import { CliError, messageOf } from '../failure';
import { askJson, type Http } from './http';
import type { Services } from './services';

export interface Signer {
  /** Of the certificate, or of the public key. */
  readonly pem: string;
  readonly certificate?: Buffer;
  /** By which a verifier finds the pinned key. */
  readonly keyHint?: string;
  readonly isEd25519: boolean;
  /** ECDSA with SHA-256 in DER, or Ed25519. */
  readonly sign: (content: Content) => Promise<Buffer>;
}

/** @throws CliError when the certificate authority does not take the token */
export async function keylessSigner(token: string, { ca }: Services, http: Http): Promise<Signer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const body = {
    credentials: { oidcIdentityToken: token },
    publicKeyRequest: {
      publicKey: { algorithm: 'ECDSA', content: publicKey.export({ type: 'spki', format: 'pem' }) },
      proofOfPossession: sign('sha256', Buffer.from(subjectOf(token)), privateKey).toString('base64'),
    },
  };
  const url = `${ca}/api/v2/signingCert`;
  const pem = leafOf(await askJson({ who: "Sigstore's certificate authority", url, body }, http));
  const certificate = new X509Certificate(pem).raw;
  return { pem, certificate, isEd25519: false, sign: (content) => signStream(content, privateKey) };
}

/** What the proof of possession signs: https://github.com/sigstore/fulcio/blob/main/docs/how-certificate-issuing-works.md */
function subjectOf(token: string): string {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { email?: string; sub?: string };
    const subject = claims.email ?? claims.sub;
    if (subject !== undefined) return subject;
  } catch {
    // As useless as a token without a subject: the same advice.
  }
  throw new CliError('The identity token is no OIDC token with a subject; ask for it anew, with the audience sigstore');
}

interface Issued {
  readonly signedCertificateEmbeddedSct?: Chain;
  readonly signedCertificateDetachedSct?: Chain;
}

interface Chain {
  readonly chain?: { readonly certificates?: readonly string[] };
}

function leafOf(answer: unknown): string {
  const { signedCertificateEmbeddedSct, signedCertificateDetachedSct } = answer as Issued;
  const [leaf] = (signedCertificateEmbeddedSct ?? signedCertificateDetachedSct)?.chain?.certificates ?? [];
  if (leaf !== undefined) return leaf;
  throw new CliError("Sigstore's certificate authority answered without a certificate; try again later");
}

/**
 * @param pem private key, ECDSA P-256 or Ed25519, in PKCS#8 or SEC 1
 * @param file its path, for messages
 * @throws CliError
 */
export function keySigner(pem: string, passphrase: string | undefined, file: string): Signer {
  const privateKey = readKey(pem, passphrase, file);
  const curve = privateKey.asymmetricKeyDetails?.namedCurve;
  const isEd25519 = privateKey.asymmetricKeyType === 'ed25519';
  if (!isEd25519 && curve !== 'prime256v1')
    throw new CliError(
      `${file} must be a key of ECDSA P-256 or Ed25519, got: ${curve ?? privateKey.asymmetricKeyType}; make one of these`,
    );
  const publicKey = createPublicKey(privateKey);
  return {
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    keyHint: hintOf(publicKey),
    isEd25519,
    sign: (content) => (isEd25519 ? signWhole(content, privateKey) : signStream(content, privateKey)),
  };
}

export const isEncrypted = (pem: string): boolean => /ENCRYPTED/.test(pem);

function readKey(pem: string, passphrase: string | undefined, file: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    const why = passphrase === undefined ? messageOf(error) : `${messageOf(error)} (is the passphrase right?)`;
    throw new CliError(`${file} cannot be read as a private key: ${why}; give one in PEM, as 'openssl genpkey' makes it`);
  }
}

async function signStream({ open, sha256 }: Content, key: KeyObject): Promise<Buffer> {
  const signer = createSign('sha256');
  const hash = createHash('sha256');
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    signer.update(chunk);
    hash.update(chunk);
  }
  checkUnchanged(hash.digest('hex'), sha256);
  return signer.sign(key);
}

/** Ed25519 reads its message twice. */
async function signWhole({ open, sha256 }: Content, key: KeyObject): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of open() as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  checkUnchanged(createHash('sha256').update(bytes).digest('hex'), sha256);
  return sign(null, bytes, key);
}

function checkUnchanged(now: string, before: string): void {
  if (now !== before) throw new CliError('A file changed while it was signed; publish when the build has ended');
}
