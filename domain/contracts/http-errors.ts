/**
 * Every error that the registry itself answers over HTTP, with what to do about it. Each has a page, {@link errorPath}, and the
 * `type` of every problem document (RFC 9457) leads there. docs/http-errors.md repeats this table, which test/docs checks.
 * Refusals of uploads are another table, refusals.ts: they are written into a verdict, not answered.
 * The edge function has no room for the table: of an error it knows the code and the status, and says {@link errorName}. This module is
 * bundled into it, so it is written in that runtime's subset of the language.
 */
export interface HttpError {
  readonly status: number;
  /** A sentence without its full stop: ASCII, at most 60 characters. */
  readonly title: string;
  /** What happened. */
  readonly meaning: string;
  /** What who reads it can do. */
  readonly remedy: string;
}

export const HTTP_ERRORS = {
  PATH_MALFORMED: {
    status: 400,
    title: 'The path is malformed',
    meaning:
      'The path has an empty segment, `.` or `..`, a character that is no visible ASCII, an escape that nothing here needs, or more than 1,024 characters.',
    remedy: 'Look at the URL that is configured in the client; a doubled slash in it is the usual cause.',
  },
  TOKEN_MISSING: {
    status: 401,
    title: 'This path needs a token',
    meaning: 'The path begins with `/t/`, the prefix of a tier and a holder, and the request came without a token.',
    remedy: 'Configure the token that belongs to this prefix, or leave the prefix out: the same files are served to everybody.',
  },
  TOKEN_MALFORMED: {
    status: 401,
    title: 'The credentials are not a token of this registry',
    meaning: 'The Authorization header holds something else than a token of this registry, or only a part of one.',
    remedy:
      'Copy the token again, whole: it begins with `cr1.` and ends with 43 characters after its last dot. Look for credentials that are meant for another registry.',
  },
  TOKEN_EXPIRED: {
    status: 401,
    title: 'The token has expired',
    meaning: 'The token was good until a date that is past; the date stands in the token, in seconds since 1970.',
    remedy: 'Ask for a new one, or leave the token out: anonymous use stays possible.',
  },
  TOKEN_REVOKED: {
    status: 401,
    title: 'The token has been revoked',
    meaning: 'The operator has taken this token back, or all tokens of its holder.',
    remedy: 'Ask for a new one. If you do not know why it was revoked, it may have been found where others could read it.',
  },
  TOKEN_INVALID: {
    status: 401,
    title: 'The token is not valid',
    meaning: 'The token was not made by this registry, was changed, or was made with a key that has been retired.',
    remedy: 'Copy the token again, whole and unchanged, or ask for a new one.',
  },
  TOKEN_FOR_OTHER_PATH: {
    status: 401,
    title: 'The token is not for this path',
    meaning: 'The path names another tier or another holder than the token does.',
    remedy: 'Use the URL that came with the token: `/t/<tier>/<holder>/`, both as the token says.',
  },
  TOKEN_REPEATED: {
    status: 401,
    title: 'The request has more than one Authorization header',
    meaning: 'Which of the tokens is meant cannot be told, so none was looked at.',
    remedy: 'Configure the token in one place only.',
  },
  REQUEST_BLOCKED: {
    status: 403,
    title: 'This request is blocked',
    meaning:
      'The operator has blocked the address, network or country that the request came from, or it had a header whose name begins with `x-amzn-waf-`, which nobody but the web application firewall may set.',
    remedy: 'Tell the registry your address if you think that it is blocked wrongly.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'There is nothing at this path',
    meaning: 'No package, version or file of this registry has this path.',
    remedy: 'Look at the spelling, and whether the URL in the client ends where the documentation says.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'This registry answers GET and HEAD only',
    meaning: 'The request would write, and nothing is published over HTTP.',
    remedy: 'Publish with `npx registry publish`.',
  },
  BLOCKED: {
    status: 410,
    title: 'This has been blocked',
    meaning: 'The operator has taken the project, version or file out. The answer names the reason.',
    remedy: 'Choose another version. The ledger of the registry says when it was blocked.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    meaning:
      'More requests came in the tier’s window than its limit allows; or, where the answer says so, the registry has to save money. Nothing is wrong with the request itself.',
    remedy:
      'Wait as many seconds as `Retry-After` says. Keep the client’s cache between runs, put a caching proxy before many machines, or ask for a token of a higher tier: `/-/limits`.',
  },
  ADDRESS_CEILING: {
    status: 429,
    title: 'Too many requests from one address',
    meaning: 'One address has sent more requests than any address may, whatever its tier.',
    remedy: 'Wait as many seconds as `Retry-After` says, and spread the requests over more time: `/-/limits`.',
  },
  BLOCKED_BY_LAW: {
    status: 451,
    title: 'This is unavailable for legal reasons',
    meaning: 'The operator had to take the project, version or file out. The answer names the reason.',
    remedy: 'Choose another version. The ledger of the registry says when it was blocked.',
  },
  UNAVAILABLE: {
    status: 503,
    title: 'Tokens and blocks cannot be looked up now',
    meaning: 'The store that holds them did not answer. To serve without looking would bring back what is blocked.',
    remedy: 'Try again in 30 seconds.',
  },
} as const satisfies Record<string, HttpError>;

export type HttpErrorCode = keyof typeof HTTP_ERRORS;

/** Path of the page about all errors; an error's own is below it. */
export const ERRORS_PATH = '/-/errors/';

/** Path of an error's page, which is also the `type` of its problem document. */
export const errorPath = (code: HttpErrorCode): string => `${ERRORS_PATH}${code}`;

/** A code in words, `Token expired`: what the edge function's answers begin with. */
export const errorName = (code: HttpErrorCode): string => code[0]! + code.slice(1).toLowerCase().replace(/_/g, ' ');
