/** Turns whatever went wrong into sentences for the person at the terminal. */
import { CommanderError } from 'commander';
import { Refusal } from '../../domain/contracts/refusals';
import { Rejected } from '../../domain/signing';
import { TokenError } from '../../domain/tiers/token-book';
import { ReportError } from '../../domain/usage/report/correction';
import { ConfigError } from '../config';

/** Something that the person can mend; the message says how. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

/** A command line that makes no sense: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Failure {
  readonly exitCode: number;
  /** Empty when it has been printed already. */
  readonly message: string;
}

const EXPIRED = 'The AWS credentials are not valid (any more); log in again, or assume the publisher role again';
const DENIED = 'AWS denies this to the credentials in use; take the role of a publisher of this project';

/** What names of AWS's errors, and codes of Node's, mean here. */
const KNOWN: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'No AWS credentials were found; log in, or assume the publisher role (for a local registry add --local)',
  ExpiredToken: EXPIRED,
  ExpiredTokenException: EXPIRED,
  InvalidAccessKeyId: EXPIRED,
  InvalidClientTokenId: EXPIRED,
  UnrecognizedClientException: EXPIRED,
  SignatureDoesNotMatch: EXPIRED,
  AccessDenied: DENIED,
  AccessDeniedException: DENIED,
  NoSuchBucket: 'The staging bucket does not exist; check --stack or --bucket, and that the registry is deployed',
  ECONNREFUSED: "Nothing answers at the registry's address; a local one is started with 'npm start' and runs until it is stopped",
  ENOTFOUND: 'The address of AWS was not found; check the network',
  TimeoutError: 'AWS did not answer in time; check the network and try again',
};

export function describeFailure(error: unknown): Failure {
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2, message: '' };
  if (error instanceof UsageError) return { exitCode: 2, message: error.message };
  return { exitCode: 1, message: sentenceOf(error) };
}

/** Their messages are for people already. */
const OURS = [CliError, ConfigError, Refusal, ReportError, TokenError];

function sentenceOf(error: unknown): string {
  if (OURS.some((known) => error instanceof known)) return (error as Error).message;
  if (error instanceof Rejected) return `rejected (${error.code}): ${printable(error.message)}`;
  const name = error instanceof Error ? error.name : 'Error';
  const message = printable(messageOf(error));
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = KNOWN[name] ?? KNOWN[code];
  if (known) return `${known} (${name}: ${message})`;
  return `Something unexpected happened: ${name}: ${message}. This may be a mistake of the registry's: please report the command, this line, and the output of 'node --version'.`;
}

/** What an error says; `instanceof Error` would miss Node's own where code runs in a context of its own. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** Text from elsewhere, safe to print: control characters would let it rewrite the terminal. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
