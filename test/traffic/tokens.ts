import { createHmac } from 'node:crypto';
import { makeToken, secretKey } from '../../domain/tiers/token';

const KEY_ID = 'k1';
const SECRET = 'a secret of thirty-two characters';
/** Seconds since 1970: long after every simulated day. */
const EXPIRES = 4_000_000_000;

/** What the KeyValueStore holds when the tokens of the traffic are valid. */
export const TOKEN_STORE: ReadonlyMap<string, string> = new Map([[secretKey(KEY_ID), SECRET]]);

export const tokenOf = (claims: { readonly tier: string; readonly holder: string }): string =>
  makeToken({ ...claims, expires: EXPIRES, keyId: KEY_ID }, (text) =>
    createHmac('sha256', SECRET).update(text).digest('base64url'),
  );
