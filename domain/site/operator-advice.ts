import type { HttpErrorCode } from '../contracts/http-errors';

/** What the operator of a registry can do about an error that its users report. docs/runbook.md goes further. */
export const OPERATOR_ADVICE: Readonly<Record<HttpErrorCode, string>> = {
  PATH_MALFORMED:
    'Nothing, as a rule: the request cannot name anything. When many come from one client, look at what its users were told to configure.',
  TOKEN_MISSING:
    'Look at the instructions that came with the token: `npx registry token issue --for pip`, or another client, prints them.',
  TOKEN_MALFORMED: 'Compare the beginning of what the holder sends with `cr1.`, never by asking for the whole token.',
  TOKEN_EXPIRED: 'Issue the next one: `npx registry token issue`. `npx registry token list` shows which end soon.',
  TOKEN_REVOKED: '`npx registry token list` shows it. `npx registry token revoke --token ID --undo` takes the revocation back.',
  TOKEN_INVALID: 'When several holders report it at once, look whether a key was retired too early: `npx registry token list`.',
  TOKEN_FOR_OTHER_PATH: 'Tell the holder the tier and the name that the token was issued for: `npx registry token list`.',
  TOKEN_REPEATED: 'Nothing: a proxy or a second setting adds the other one on the way.',
  REQUEST_BLOCKED: 'Look whether the address, its network or its country is on your lists of what is blocked, and take it off.',
  NOT_FOUND:
    'A release that was accepted and is not found: look at its verdict, then render its documents anew with `npx registry reindex`.',
  METHOD_NOT_ALLOWED: 'Tell the publisher how releases come in; nothing but the staging bucket takes any.',
  BLOCKED: 'You blocked it: `npx registry unblock` takes that back.',
  RATE_LIMITED:
    'Look at the counts of the tier’s rule before you raise its limit. A token of a higher tier, or a limit of its own for one customer, is the better answer to one heavy user.',
  ADDRESS_CEILING:
    'One address stands for many people, or for one machine that runs wild: ask before you raise the ceiling, as everybody’s bill depends on it.',
  BLOCKED_BY_LAW: 'You blocked it with a legal reason: `npx registry unblock` takes that back when the reason is gone.',
  UNAVAILABLE: 'The key-value store of the distribution does not answer: look at the AWS Health Dashboard for CloudFront.',
};
