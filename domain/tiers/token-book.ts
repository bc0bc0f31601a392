/**
 * What the KeyValueStore knows of tokens: the keys that make them, which were issued (never a token itself), and what is revoked.
 * Every change is a set of entries to write, which the store takes as a whole or not at all.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  ALL_REVOKED,
  isRevoked,
  makeToken,
  parseToken,
  revocationKey,
  secretKey,
  type TokenClaims,
  tokenId,
  tokenText,
} from './token';

/** Entries to write; undefined takes one out. */
export type Changes = ReadonlyMap<string, string | undefined>;

/** A token that was given to somebody, without its MAC. */
export interface IssuedToken extends TokenClaims {
  /** See `tokenId`. */
  readonly id: string;
}

export interface TokenBook {
  /** Secrets by key id. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly issued: readonly IssuedToken[];
  /** Entries of holders, as `isRevoked` reads them. */
  readonly revoked: ReadonlyMap<string, string>;
}

export type TokenState = 'valid' | 'expired' | 'revoked' | 'key retired';

/** A change that would break something, or changes nothing; the message says what to do instead. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}

/** Key of the KeyValueStore that remembers an issued token. The edge never reads it. */
export const issuedKey = (id: string): string => `token:${id}`;

/**
 * How long a new key waits before tokens are made with it, in seconds. AWS gives no bound for the time that a write takes to reach all
 * edges, and speaks of seconds: an edge that does not know the key yet would refuse a valid token.
 */
export const SPREAD_SECONDS = 600;
/** How long the book remembers tokens that have expired, in seconds. */
const REMEMBER_SECONDS = 30 * 86_400;
/** The store takes 50 changes at once, and values of at most 1 KB. */
const MOST_FORGOTTEN = 20;
const MOST_IDS = 78;

/** Reads the entries that are about tokens, and passes all others by. */
export function readBook(entries: ReadonlyMap<string, string>): TokenBook {
  const below = (prefix: string) =>
    [...entries].flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : []));
  return {
    secrets: new Map(below(secretKey(''))),
    revoked: new Map(below(revocationKey(''))),
    issued: below(issuedKey('')).flatMap(([id, text]) => {
      const claims = parseToken(`${text}.${'A'.repeat(43)}`);
      if (!claims) return [];
      const { tier, holder, expires, keyId } = claims;
      return [{ id, tier, holder, expires, keyId }];
    }),
  };
}

/** The name of a key is when it was made, so that the book needs no other clock: `20260301t120000`. */
export const newKeyId = (now: Date): string => now.toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase();

/** Seconds since 1970; 0 for keys that somebody named otherwise. */
function keyMade(keyId: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)$/.exec(keyId);
  if (!match) return 0;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** The newest key that every edge knows; without one, the oldest of those still on their way. Undefined: there is no key. */
export function mintingKey({ secrets }: TokenBook, now: Date): string | undefined {
  const keys = [...secrets.keys()].sort((a, b) => keyMade(a) - keyMade(b) || (a < b ? -1 : 1));
  return keys.findLast((key) => hasSpread(key, now)) ?? keys[0];
}

export const hasSpread = (keyId: string, now: Date): boolean => keyMade(keyId) + SPREAD_SECONDS <= seconds(now);

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** HMAC-SHA-256 as `makeToken` wants it. */
export const hmacWith =
  (secret: string) =>
  (text: string): string =>
    createHmac('sha256', secret).update(text).digest('base64url');

export function stateOf(token: IssuedToken, { secrets, revoked }: TokenBook, now: Date): TokenState {
  if (isRevokedIn(revoked, token.holder, token.id)) return 'revoked';
  if (seconds(now) >= token.expires) return 'expired';
  return secrets.has(token.keyId) ? 'valid' : 'key retired';
}

function isRevokedIn(revoked: TokenBook['revoked'], holder: string, mac: string): boolean {
  const entry = revoked.get(holder);
  return entry !== undefined && isRevoked(entry, mac);
}

export interface Issue extends Pick<TokenClaims, 'tier' | 'holder' | 'expires'> {
  readonly now: Date;
  /** 256 bits of randomness as text, for the first key. */
  readonly newSecret: () => string;
}

export interface Issued {
  readonly token: string;
  readonly issued: IssuedToken;
  readonly changes: Changes;
}

/** Makes a token, and the first key when there is none. @throws TokenError for a holder all of whose tokens are revoked */
export function issueToken(book: TokenBook, { tier, holder, expires, now, newSecret }: Issue): Issued {
  if (isRevokedIn(book.revoked, holder, '-'))
    throw new TokenError(
      `All tokens of '${holder}' are revoked, new ones too; revoke the old ones by id (--token), then allow new ones with 'token revoke --holder ${holder} --undo'`,
    );
  const known = mintingKey(book, now);
  const keyId = known ?? newKeyId(now);
  const secret = known === undefined ? newSecret() : book.secrets.get(known)!;
  const claims = { tier, holder, expires, keyId };
  const token = makeToken(claims, hmacWith(secret));
  const issued = { id: tokenId(parseToken(token)!.mac), ...claims };
  const changes = new Map<string, string | undefined>([...forget(book, now), [issuedKey(issued.id), tokenText(claims)]]);
  if (known === undefined) changes.set(secretKey(keyId), secret);
  return { token, issued, changes };
}

/** What may be forgotten: tokens that expired long ago, also from the lists of what is revoked. */
function forget(book: TokenBook, now: Date): Map<string, string | undefined> {
  const old = book.issued.filter(({ expires }) => expires + REMEMBER_SECONDS < seconds(now)).slice(0, MOST_FORGOTTEN);
  const gone = new Set(old.map(({ id }) => id));
  const changes = new Map<string, string | undefined>(old.map(({ id }) => [issuedKey(id), undefined]));
  for (const holder of new Set(old.map((token) => token.holder))) {
    const { all, ids } = revocations(book, holder);
    if (ids.some((id) => gone.has(id))) revoke(changes, holder, { all, ids: ids.filter((id) => !gone.has(id)) });
  }
  return changes;
}

/** What is revoked of a holder. */
interface Revocations {
  readonly all: boolean;
  readonly ids: readonly string[];
}

function revocations({ revoked }: TokenBook, holder: string): Revocations {
  const words = revoked.get(holder)?.split(' ') ?? [];
  return { all: words.includes(ALL_REVOKED), ids: words.filter((word) => word !== ALL_REVOKED) };
}

function revoke(changes: Map<string, string | undefined>, holder: string, { all, ids }: Revocations): Changes {
  return changes.set(revocationKey(holder), [...(all ? [ALL_REVOKED] : []), ...ids].join(' ') || undefined);
}

/** Revokes every token of a holder, those too that are yet to be made; or takes that back, and tokens revoked by id stay so. */
export function revokeHolder(book: TokenBook, holder: string, undo: boolean): Changes {
  const { all, ids } = revocations(book, holder);
  if (all !== undo)
    throw new TokenError(undo ? `'${holder}' is not revoked; tokens are by id` : `All tokens of '${holder}' are revoked already`);
  return revoke(new Map(), holder, { all: !undo, ids });
}

/**
 * Revokes one token, or takes that back.
 * @param holder of a token that is not in the book, such as one made by hand
 */
export function revokeToken(book: TokenBook, id: string, undo: boolean, holder = holderOf(book, id)): Changes {
  const { all, ids } = revocations(book, holder);
  if (ids.includes(id) !== undo)
    throw new TokenError(`Token '${id}' of '${holder}' is ${undo ? 'not revoked by its id' : 'revoked already'}`);
  if (!undo && ids.length === MOST_IDS)
    throw new TokenError(
      `${MOST_IDS} tokens of '${holder}' are revoked, and no more fit; revoke all with 'token revoke --holder ${holder}'`,
    );
  return revoke(new Map(), holder, { all, ids: undo ? ids.filter((each) => each !== id) : [...ids, id] });
}

function holderOf({ issued }: TokenBook, id: string): string {
  const found = issued.find((token) => token.id === id);
  if (found) return found.holder;
  throw new TokenError(
    `No token '${id}' was issued here; see 'token list', or name its holder too (--holder) when it was made elsewhere`,
  );
}

/** Adds a key; tokens are made with it once every edge knows it. */
export function addKey({ secrets }: TokenBook, now: Date, secret: string): { readonly keyId: string; readonly changes: Changes } {
  const keyId = newKeyId(now);
  if (secrets.has(keyId)) throw new TokenError(`Key '${keyId}' was made this very second; that is the rotation`);
  return { keyId, changes: new Map([[secretKey(keyId), secret]]) };
}

/** Valid tokens that a key made. */
export const tokensOf = (book: TokenBook, keyId: string, now: Date): IssuedToken[] =>
  book.issued.filter((token) => token.keyId === keyId && stateOf(token, book, now) === 'valid');

/**
 * Takes a key away: whatever it made is refused from then on.
 * @param force also when valid tokens are lost, as after a leak
 * @throws TokenError when it would hurt somebody
 */
export function retireKey(book: TokenBook, keyId: string, now: Date, force: boolean): Changes {
  const known = [...book.secrets.keys()].sort();
  if (!book.secrets.has(keyId))
    throw new TokenError(`There is no key '${keyId}'; allowed: ${known.join(', ') || "none, as 'token issue' makes the first"}`);
  const lost = tokensOf(book, keyId, now);
  if (lost.length > 0 && !force)
    throw new TokenError(
      `Key '${keyId}' made ${lost.length} valid ${lost.length === 1 ? 'token' : 'tokens'} (${holders(lost)}); give them new ones and revoke the old, wait until ${new Date(Math.max(...lost.map(({ expires }) => expires)) * 1000).toISOString()}, or break them with --force`,
    );
  if (mintingKey(book, now) === keyId && !force)
    throw new TokenError(
      `New tokens are made with key '${keyId}'; 'token rotate' first, and wait ${SPREAD_SECONDS / 60} minutes`,
    );
  return new Map([[secretKey(keyId), undefined]]);
}

const holders = (tokens: readonly IssuedToken[]): string => [...new Set(tokens.map(({ holder }) => holder))].sort().join(', ');

/** Where a token is to be used, `/t/<tier>/<holder>/`; what is left out is not looked at. */
export type TokenPath = Partial<Pick<TokenClaims, 'tier' | 'holder'>>;

export type TokenVerdict =
  | 'valid'
  | 'malformed' // not of the documented form
  | 'unknown key' // made with a key that was retired, or that never was
  | 'forged' // not made with that key
  | 'revoked'
  | 'expired'
  | 'other path'; // of another tier or holder than asked for

/** What the edge would say of a token, and why, which it does not tell everybody. */
export function judgeToken(text: string, book: TokenBook, now: Date, path: TokenPath = {}): TokenVerdict {
  const token = parseToken(text);
  if (!token) return 'malformed';
  const secret = book.secrets.get(token.keyId);
  if (secret === undefined) return 'unknown key';
  // 43 bytes both: the form says so.
  if (!timingSafeEqual(Buffer.from(hmacWith(secret)(tokenText(token))), Buffer.from(token.mac))) return 'forged';
  if (isRevokedIn(book.revoked, token.holder, token.mac)) return 'revoked';
  if (seconds(now) >= token.expires) return 'expired';
  const elsewhere = (path.tier ?? token.tier) !== token.tier || (path.holder ?? token.holder) !== token.holder;
  return elsewhere ? 'other path' : 'valid';
}
