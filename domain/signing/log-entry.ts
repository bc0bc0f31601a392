/** Checks of a bundle's transparency-log entries that @sigstore/verify leaves to the caller. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Bundle } from './bundle';
import { at, sameBytes, textAt } from './bytes';
import { reject } from './rejected';

type LogEntry = Bundle['verificationMaterial']['tlogEntries'][number];

const KINDS = new Set(['hashedrekord/0.0.1', 'hashedrekord/0.0.2', 'dsse/0.0.1', 'dsse/0.0.2', 'intoto/0.0.2']);

/** Before verification: the entry is of a kind whose body is compared, and its proof ends in the checkpoint's root hash. */
export function checkLogEntry({ kindVersion, inclusionProof: proof }: LogEntry): void {
  const kind = `${kindVersion.kind}/${kindVersion.version}`;
  if (!KINDS.has(kind)) reject('TLOG_BODY_ERROR', `unsupported log entry, got: ${JSON.stringify(kind)}`);
  const [, size, root] = proof?.checkpoint?.envelope.split('\n') ?? [];
  if (proof && size !== proof.treeSize) {
    reject('TLOG_INCLUSION_PROOF_ERROR', 'the tree size of the inclusion proof differs from the checkpoint');
  }
  if (proof && root !== Buffer.from(proof.rootHash).toString('base64')) {
    reject('TLOG_INCLUSION_PROOF_ERROR', 'the root hash of the inclusion proof differs from the checkpoint');
  }
}

/** After verification: the log recorded this signer and no other. */
export function checkLoggedSigner(entry: LogEntry, leaf: X509Certificate | undefined, key: KeyObject): void {
  const logged = verifiersOf(JSON.parse(Buffer.from(entry.canonicalizedBody).toString()));
  const mine = [...(leaf ? [leaf.raw] : []), key.export({ type: 'spki', format: 'der' })];
  if (logged.length === 0 || !logged.every((der) => mine.some((own) => sameBytes(own, der)))) {
    reject('TLOG_BODY_ERROR', 'the log entry names another signer');
  }
}

/** The certificates or keys (DER) that a log entry's body names, for each of {@link KINDS}. */
function verifiersOf(body: unknown): Buffer[] {
  const spec = at(body, 'spec');
  const pems = [
    textAt(spec, 'signature', 'publicKey', 'content'),
    textAt(spec, 'signatures', 0, 'verifier'),
    textAt(spec, 'content', 'envelope', 'signatures', 0, 'publicKey'),
  ];
  const second = at(spec, 'hashedRekordV002', 'signature', 'verifier') ?? at(spec, 'dsseV002', 'signatures', 0, 'verifier');
  const ders = [textAt(second, 'x509Certificate', 'rawBytes'), textAt(second, 'publicKey', 'rawBytes')];
  return [...pems.filter(isText).map(derOfEncodedPem), ...ders.filter(isText).map((der) => Buffer.from(der, 'base64'))];
}

const isText = (text: string | undefined): text is string => text !== undefined && text !== '';

/** Rekor holds PEM in base64; for `intoto` entries in base64 twice. */
function derOfEncodedPem(encoded: string): Buffer {
  const once = Buffer.from(encoded, 'base64').toString();
  const pem = once.startsWith('-----') ? once : Buffer.from(once, 'base64').toString();
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}
