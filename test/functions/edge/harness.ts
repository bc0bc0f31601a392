/** Runs the bundled text as CloudFront would: in a bare context, with a KeyValueStore and nothing else. */
import crypto from 'node:crypto';
import { createContext, Script } from 'node:vm';
import { bundleEdgeFunction } from '../../../constructs/cdn/edge-function-bundle';
import type { EcosystemName } from '../../../domain/packages/names';
import { makeToken, type TokenClaims } from '../../../domain/tiers/token';

export const codeFor = (ecosystem: EcosystemName): string =>
  bundleEdgeFunction({ ecosystems: [ecosystem], registry: 'Example Registry', contact: 'registry@example.org' });
/** Seconds since 1970 at which every call happens. */
export const NOW = 1_800_000_000;
export const SECRET = 'a secret of thirty-two characters';
export const STORE: Readonly<Record<string, string>> = { 'key:k1': SECRET, 'revoked:mallory': '*' };

export interface Answer {
  /** Of a request that goes on. */
  readonly uri?: string;
  readonly statusCode?: number;
  readonly statusDescription?: string;
  readonly headers: Readonly<Record<string, { readonly value: string }>>;
  readonly body?: string;
}

export interface Result {
  readonly answer: Answer;
  /** What went to `cf.logCustomData`. */
  readonly logged: string | undefined;
}

type Store = Readonly<Record<string, string>> | 'broken';
type Handler = (event: object) => Promise<Answer>;

let store: Store = STORE;
let logged: string | undefined;

const lookUp = (key: string): Promise<string | undefined> =>
  store === 'broken' ? Promise.reject(new Error('no answer')) : Promise.resolve(store[key]);
const runtime = {
  kvs: () => ({
    exists: async (key: string) => (await lookUp(key)) !== undefined,
    get: async (key: string) => (await lookUp(key)) ?? Promise.reject(new Error('KeyNotFound')),
  }),
  logCustomData: (text: string) => {
    logged = text;
  },
};
/** A clock that stands still, and otherwise the real `Date`. */
class FixedDate extends Date {}
const context = createContext(
  {
    runtime,
    atob,
    Date: Object.assign(FixedDate, { now: () => NOW * 1000 }),
    require: (name: string) => (name === 'crypto' ? crypto : undefined),
  },
  { codeGeneration: { strings: false, wasm: false } },
);
/** Each in a function of its own: the texts declare the same names. */
const handlers = new Map<EcosystemName, Handler>();

function handlerFor(ecosystem: EcosystemName): Handler {
  const known = handlers.get(ecosystem);
  if (known) return known;
  const code = codeFor(ecosystem).replace(/\bimport ([\w$]+) from\s*"cloudfront";/, 'const $1 = runtime;');
  const made = new Script(`'use strict';(() => {${code};return handler})()`).runInContext(context) as Handler;
  handlers.set(ecosystem, made);
  return made;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly store?: Store;
  /** The one that is enabled. @default 'pypi' */
  readonly ecosystem?: EcosystemName;
}

export const eventOf = (uri: string, { method = 'GET', headers = {} }: Asked = {}) => ({
  version: '1.0',
  context: { eventType: 'viewer-request' },
  viewer: { ip: '192.0.2.1' },
  request: {
    method,
    uri,
    querystring: {},
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }])),
    cookies: {},
  },
});

export async function ask(uri: string, asked: Asked = {}): Promise<Result> {
  store = asked.store ?? STORE;
  logged = undefined;
  const answer = JSON.parse(JSON.stringify(await handlerFor(asked.ecosystem ?? 'pypi')(eventOf(uri, asked)))) as Answer;
  return { answer, logged };
}

export const hmac =
  (secret: string) =>
  (text: string): string =>
    crypto.createHmac('sha256', secret).update(text).digest('base64url');

export const CLAIMS: TokenClaims = { tier: 'gold', holder: 'acme', expires: NOW + 60, keyId: 'k1' };
export const token = (claims: Partial<TokenClaims> = {}, secret = SECRET): string =>
  makeToken({ ...CLAIMS, ...claims }, hmac(secret));
