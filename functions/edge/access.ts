// biome-ignore lint/style/useNodejsImportProtocol: the module of CloudFront's runtime, not Node's
import crypto from 'crypto';
import { ANONYMOUS } from '../../domain/tiers/tier';
import { parseToken, revocationKey, secretKey, type Token, tokenText } from '../../domain/tiers/token';

/** A tier's prefix, `/t/<tier>/<holder>`, taken off a path. */
export interface Claim {
  /** '' when the path has no such prefix. */
  readonly prefix: string;
  readonly tier: string;
  readonly holder: string;
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

const PREFIX = /^(\/t\/([a-z0-9]+)\/([a-z0-9-]+))(\/.*)?$/;

/** Read off the path as sent: the web ACL compares its raw bytes too, so both see the same tier or none. */
export function claimOf(uri: string): Claim {
  const match = PREFIX.exec(uri);
  if (!match) return { prefix: '', tier: ANONYMOUS, holder: '', path: uri };
  return { prefix: match[1]!, tier: match[2]!, holder: match[3]!, path: match[4] || '/' };
}

/** Decides about the token that came with a request, or about its lack. `now`: seconds since 1970. */
export async function admit(authorization: string, claim: Claim, now: number, kvs: () => Store): Promise<Access> {
  if (!authorization) return claim.prefix ? refuse('This path needs a token.') : { tier: ANONYMOUS };
  const token = parseToken(presented(authorization));
  if (!token) return refuse('The credentials are not a token of this registry.');
  if (now >= token.expires) return refuse('The token has expired.');
  if (claim.prefix && (token.tier !== claim.tier || token.holder !== claim.holder))
    return refuse('The token is not for this path.');
  return verify(token, kvs());
}

const refuse = (reason: string): Access => ({ tier: ANONYMOUS, refused: reason });

/** The token in any of its forms: Basic (as password, or as user without one), Bearer, or bare as cargo sends it. */
function presented(authorization: string): string {
  const match = /^(basic|bearer) +(\S+)$/i.exec(authorization);
  if (!match) return authorization;
  if (match[1]!.toLowerCase() === 'bearer') return match[2]!;
  const pair = /^([^:]*):?(.*)$/.exec(decoded(match[2]!));
  return pair ? pair[2] || pair[1]! : '';
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}

const INVALID = 'The token is not valid.';

async function verify(token: Token, store: Store): Promise<Access> {
  let known: boolean;
  let revoked: boolean;
  try {
    known = await store.exists(secretKey(token.keyId));
    revoked = await store.exists(revocationKey(token.holder));
  } catch {
    return { tier: ANONYMOUS, unavailable: true };
  }
  // An unknown key and a wrong MAC read alike: which keys exist is nobody's business.
  if (!known) return refuse(INVALID);
  const secret = await store.get(secretKey(token.keyId));
  const mac = crypto.createHmac('sha256', secret).update(tokenText(token)).digest('base64url');
  if (!same(mac, token.mac)) return refuse(INVALID);
  return revoked ? refuse('The tokens of this holder have been revoked.') : { tier: token.tier, holder: token.holder };
}

/** Compares texts of one length in a time that does not depend on where they differ. */
function same(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
