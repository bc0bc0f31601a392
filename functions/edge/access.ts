import { ANONYMOUS } from '../../domain/tiers/tier';
import { isRevoked, parseToken, revocationKey, secretKey, type Token } from '../../domain/tiers/token';
import { hmac } from './digest';

/** A tier's prefix, `/t/<tier>/<holder>`, taken off a path. */
export interface Claim {
  /** '' when the path has no such prefix; then there is no tier and no holder either. */
  readonly prefix: string;
  readonly tier: string | undefined;
  readonly holder: string | undefined;
  /** The rest of the path. */
  readonly path: string;
}

/** Who may pass as what, or why not. `unavailable`: the KeyValueStore did not answer. */
export interface Access {
  readonly tier: string;
  readonly holder?: string;
  readonly refused?: string;
  readonly unavailable?: boolean;
}

/** What is used of the KeyValueStore. */
export interface Store {
  exists(key: string): Promise<boolean>;
  get(key: string): Promise<string>;
}

/** Takes every path. */
const PREFIX = /^(\/t\/([a-z0-9]+)\/([a-z0-9-]+)(?=\/|$))?([\s\S]*)$/;

/** Read off the path as sent: the web ACL compares its raw bytes too, so both see the same tier or none. */
export function claimOf(uri: string): Claim {
  const match = PREFIX.exec(uri)!;
  return { prefix: match[1] || '', tier: match[2], holder: match[3], path: match[4] || '/' };
}

/** Decides about the token that came with a request, or about its lack. `now`: seconds since 1970. */
export async function admit(authorization: string, claim: Claim, now: number, kvs: () => Store): Promise<Access> {
  if (!authorization) return claim.prefix ? refuse('This path needs a token.') : { tier: ANONYMOUS };
  const text = presented(authorization);
  const token = parseToken(text);
  if (!token) return refuse('The credentials are not a token of this registry.');
  if (now >= token.expires) return refuse('The token has expired.');
  if (claim.prefix && (token.tier !== claim.tier || token.holder !== claim.holder))
    return refuse('The token is not for this path.');
  return verify(token, text.slice(0, -1 - token.mac.length), kvs());
}

const refuse = (reason: string): Access => ({ tier: ANONYMOUS, refused: reason });

/** The token in any of its forms: Basic (as password, or as user without one), Bearer, or bare as cargo sends it. */
function presented(authorization: string): string {
  const match = /^(?:(basic)|bearer) +(\S+)$/i.exec(authorization);
  if (!match) return authorization;
  if (!match[1]) return match[2]!;
  const pair = /^([^:]*):?([\s\S]*)$/.exec(decoded(match[2]!))!;
  return pair[2] || pair[1]!;
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}

const INVALID = 'The token is not valid.';

/** @param text what the MAC is made of */
async function verify(token: Token, text: string, store: Store): Promise<Access> {
  try {
    const known = await store.exists(secretKey(token.keyId));
    const listed = await store.exists(revocationKey(token.holder));
    // An unknown key and a wrong MAC read alike: which keys exist is nobody's business.
    if (!known) return refuse(INVALID);
    const secret = await store.get(secretKey(token.keyId));
    if (!same(hmac(secret, text), token.mac)) return refuse(INVALID);
    // Read only when something of this holder is revoked, so that nobody else pays for a look-up more.
    if (listed) {
      const entry = await store.get(revocationKey(token.holder));
      if (isRevoked(entry, token.mac)) return refuse('The token has been revoked.');
    }
    return { tier: token.tier, holder: token.holder };
  } catch {
    return { tier: ANONYMOUS, unavailable: true };
  }
}

/** Compares texts of one length in a time that does not depend on where they differ. */
function same(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
