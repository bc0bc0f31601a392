import type { HttpErrorCode } from '../../domain/contracts/http-errors';
import { ANONYMOUS } from '../../domain/tiers/tier';
import { isRevoked, parseToken, revocationKey, secretKey, type Token } from '../../domain/tiers/token';
import { hmac } from './digest';
import type { Header } from './site';

/** A tier's prefix, `/t/<tier>/<holder>`, taken off a path. */
export interface Claim {
  /** '' when the path has no such prefix; then there is no tier and no holder either. */
  readonly prefix: string;
  readonly tier: string | undefined;
  readonly holder: string | undefined;
  /** The rest of the path. */
  readonly path: string;
}

/** Who may pass as what, or why not. */
export interface Access {
  readonly tier: string;
  readonly holder?: string;
  readonly refused?: HttpErrorCode;
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
export function admit(header: Header, claim: Claim, now: number, store: Store): Access | Promise<Access> {
  // The web ACL judges by any one of them.
  if (header.multiValue) return refuse('REPEATED');
  if (!header.value) return claim.prefix ? refuse('MISSING') : { tier: ANONYMOUS };
  const text = presented(header.value);
  const token = parseToken(text);
  if (!token) return refuse('MALFORMED');
  if (now >= token.expires) return refuse('EXPIRED');
  if (claim.prefix && (token.tier !== claim.tier || token.holder !== claim.holder)) return refuse('FOR_OTHER_PATH');
  return verify(token, text.slice(0, -1 - token.mac.length), store);
}

type Cause<Code> = Code extends `TOKEN_${infer Rest}` ? Rest : never;

const refuse = (cause: Cause<HttpErrorCode>): Access => ({ tier: ANONYMOUS, refused: `TOKEN_${cause}` });

/** The token in any of its forms: Basic (as password, or as user without one), Bearer, or bare as cargo sends it. */
function presented(authorization: string): string {
  const match = /^(?:(basic)|bearer) +(\S+)$/i.exec(authorization);
  if (!match) return authorization;
  if (!match[1]) return match[2]!;
  const pair = decoded(match[2]!);
  const at = pair.indexOf(':');
  return pair.slice(at + 1) || pair.slice(0, at);
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}

/**
 * @param text what the MAC is made of
 * @throws whatever the KeyValueStore throws when it does not answer
 */
async function verify(token: Token, text: string, store: Store): Promise<Access> {
  const isListed = await store.exists(revocationKey(token.holder));
  const key = secretKey(token.keyId);
  let secret: string;
  try {
    secret = await store.get(key);
  } catch (error) {
    const isKnown = await store.exists(key);
    if (isKnown) throw error;
    // An unknown key and a wrong MAC read alike: which keys exist is nobody's business.
    return refuse('INVALID');
  }
  if (!same(hmac(secret, text), token.mac)) return refuse('INVALID');
  // Read only when something of this holder is revoked, so that nobody else pays for a look-up more.
  if (isListed) {
    const entry = await store.get(revocationKey(token.holder));
    if (isRevoked(entry, token.mac)) return refuse('REVOKED');
  }
  return { tier: token.tier, holder: token.holder };
}

/** Compares texts of one length in a time that does not depend on where they differ. */
function same(a: string, b: string): boolean {
  // Characters of a text are slow to get at in this runtime.
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  let difference = x.length ^ y.length;
  for (let i = 0; i < x.length; i++) difference |= x[i]! ^ y[i]!;
  return difference === 0;
}
