/** Why a bundle does not count, and the one error by which the verifier says so. */
import { PolicyError, VerificationError } from '@sigstore/verify';
import type { Signer } from '../contracts/release';

export type RejectionCode =
  | VerificationError['code']
  | PolicyError['code']
  | 'MALFORMED' // not a Sigstore bundle of a known version
  | 'TOO_LARGE' // more bytes, log entries or timestamps than an honest bundle has
  | 'TRUST_ROOT' // the trusted root cannot be used
  | 'KEY_TYPE' // the key needs the whole file at once, which was streamed
  | 'DIGEST' // the bundle is for another file
  | 'PAYLOAD_TYPE' // the attestation is not an in-toto statement
  | 'STATEMENT' // the in-toto statement is not of a known version
  | 'PREDICATE'; // the attestation says something else than asked for

/** A bundle that was refused. Nothing else is thrown by the verifier, whatever the bundle holds. */
export class Rejected extends Error {
  constructor(
    readonly code: RejectionCode,
    message: string,
    /** Who signed, when that is proven and only the policy objects. */
    readonly signer?: Signer,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'Rejected';
  }
}

export function reject(code: RejectionCode, message: string): never {
  throw new Rejected(code, message);
}

/** Wraps whatever the library threw: besides its own errors it lets TypeError, SyntaxError and OpenSSL's through. */
export function asRejected(error: unknown): Rejected {
  if (error instanceof Rejected) return error;
  const code = error instanceof VerificationError || error instanceof PolicyError ? error.code : 'MALFORMED';
  return new Rejected(code, error instanceof Error ? error.message : String(error), undefined, error);
}

/** Text from a bundle, safe to show: quoted, control characters escaped, at most 200 characters. */
export const quote = (text: string | undefined): string =>
  JSON.stringify(text === undefined || text.length <= 200 ? (text ?? null) : `${text.slice(0, 200)}…`);
