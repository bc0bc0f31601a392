/**
 * Tier tokens: `cr1.<tier>.<holder>.<expires>.<keyId>.<mac>`.
 *
 * This module is bundled into the edge function too, so it is written in that runtime's subset of the language and
 * computes no MAC itself: both sides pass theirs in.
 */

export interface TokenClaims {
  /** Name of the tier, see `Tier.name`. */
  readonly tier: string;
  /** Whom the token was given to: lower case letters, digits and hyphens, at most 63. */
  readonly holder: string;
  /** Seconds since 1970; the token is good until, not including, this second. */
  readonly expires: number;
  /** Which of the registry's keys made the MAC: lower case letters and digits, at most 16. */
  readonly keyId: string;
}

export interface Token extends TokenClaims {
  /** HMAC-SHA-256 of {@link tokenText}, base64url without padding. */
  readonly mac: string;
}

const TOKEN = /^cr1\.([a-z0-9]{1,32})\.([a-z0-9][a-z0-9-]{0,62})\.([1-9][0-9]{0,11})\.([a-z0-9]{1,16})\.([A-Za-z0-9_-]{43})$/;

/** The text that the MAC is made of: the token without its MAC. */
export function tokenText(claims: TokenClaims): string {
  return `cr1.${claims.tier}.${claims.holder}.${claims.expires}.${claims.keyId}`;
}

/** Reads a token without verifying it; undefined when it is not of the documented form. */
export function parseToken(text: string): Token | undefined {
  const parts = TOKEN.exec(text);
  if (!parts) return undefined;
  return { tier: parts[1]!, holder: parts[2]!, expires: +parts[3]!, keyId: parts[4]!, mac: parts[5]! };
}

/**
 * Makes a token.
 * @param hmac HMAC-SHA-256 with the key named by `claims.keyId`, in base64url without padding.
 * @throws Error when a claim is not of the documented form.
 */
export function makeToken(claims: TokenClaims, hmac: (text: string) => string): string {
  const text = tokenText(claims);
  if (!parseToken(`${text}.${'A'.repeat(43)}`))
    throw new Error(
      `A token cannot hold these claims, got: ${JSON.stringify(claims)}; tier: a-z 0-9, at most 32; ` +
        'holder: a-z 0-9 and hyphens, at most 63; expires: whole seconds since 1970; keyId: a-z 0-9, at most 16.',
    );
  return `${text}.${hmac(text)}`;
}

/** Key of the KeyValueStore that holds the secret with which key `keyId` makes MACs; its characters are the key's bytes. */
export function secretKey(keyId: string): string {
  return `key:${keyId}`;
}

/**
 * Names a token without giving it away: the first 12 characters of its MAC. The 31 others (186 bits) are as hard to guess as a key.
 */
export function tokenId(mac: string): string {
  return mac.slice(0, 12);
}

/** Key of the KeyValueStore that says which tokens of a holder are revoked; absent when none is. See {@link isRevoked}. */
export function revocationKey(holder: string): string {
  return `revoked:${holder}`;
}

/** First in an entry: every token of the holder is revoked, those too that are yet to be made. */
export const ALL_REVOKED = '*';

/**
 * @param entry value of {@link revocationKey}: ids of tokens with a space between two, and {@link ALL_REVOKED} before them or alone
 * @param mac of a token of that holder
 */
export function isRevoked(entry: string, mac: string): boolean {
  // Ids begin with `-` or what sorts after it; `*` and nothing sort before. Ids have one length and no space: none is part of others.
  return entry < '-' || entry.includes(tokenId(mac));
}
