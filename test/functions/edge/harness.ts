/** Runs the bundled text as CloudFront would: in a bare context, with a KeyValueStore and nothing else. */
import crypto from 'node:crypto';
import { createContext, Script } from 'node:vm';
import { bundleEdgeFunction, bundleFilesFunction } from '../../../constructs/cdn/edge-function-bundle';
import { errorName, HTTP_ERRORS, type HttpErrorCode } from '../../../domain/contracts/http-errors';
import type { EcosystemName } from '../../../domain/packages/names';
import { makeToken, type TokenClaims } from '../../../domain/tiers/token';

export const HOST = 'packages.example.org';
/** Which function: that of the only host, or of one of two. */
export type Role = 'whole' | 'index' | 'files';

export const codeFor = (ecosystem: EcosystemName, role: Role = 'whole'): string =>
  role === 'files'
    ? bundleFilesFunction({ ecosystems: [ecosystem], home: HOST })
    : bundleEdgeFunction({
        ecosystems: [ecosystem],
        registry: 'Example Registry',
        contact: 'registry@example.org',
        split: role === 'index',
      });
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
  /** Look-ups in the store. */
  readonly reads: number;
}

type Store = Readonly<Record<string, string>> | 'broken';
type Handler = (event: object) => Promise<Answer>;

let store: Store = STORE;
let logged: string | undefined;
let reads = 0;

function lookUp(key: string): Promise<string | undefined> {
  reads += 1;
  return store === 'broken' ? Promise.reject(new Error('no answer')) : Promise.resolve(store[key]);
}
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
    Buffer,
    Date: Object.assign(FixedDate, { now: () => NOW * 1000 }),
    require: (name: string) => (name === 'crypto' ? crypto : undefined),
  },
  { codeGeneration: { strings: false, wasm: false } },
);
/** Each in a function of its own: the texts declare the same names. */
const handlers = new Map<string, Handler>();

function handlerFor(ecosystem: EcosystemName, role: Role): Handler {
  const known = handlers.get(role + ecosystem);
  if (known) return known;
  const code = codeFor(ecosystem, role).replace(/\bimport ([\w$]+) from\s*"cloudfront";/, 'const $1 = runtime;');
  const made = new Script(`'use strict';(() => {${code};return handler})()`).runInContext(context) as Handler;
  handlers.set(role + ecosystem, made);
  return made;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly store?: Store;
  /** The one that is enabled. @default 'pypi' */
  readonly ecosystem?: EcosystemName;
  /** @default 'whole' */
  readonly role?: Role;
}

export const eventOf = (uri: string, { method = 'GET', headers = {} }: Asked = {}) => ({
  version: '1.0',
  context: { eventType: 'viewer-request' },
  viewer: { ip: '192.0.2.1' },
  request: {
    method,
    uri,
    querystring: {},
    headers: Object.fromEntries(Object.entries({ host: HOST, ...headers }).map(([name, value]) => [name, { value }])),
    cookies: {},
  },
});

export async function ask(uri: string, asked: Asked = {}): Promise<Result> {
  return call(asked.ecosystem ?? 'pypi', eventOf(uri, asked), asked.store, asked.role);
}

export async function call(
  ecosystem: EcosystemName,
  event: object,
  entries: Store = STORE,
  role: Role = 'whole',
): Promise<Result> {
  store = entries;
  logged = undefined;
  reads = 0;
  const answer = JSON.parse(JSON.stringify(await handlerFor(ecosystem, role)(event))) as Answer;
  return { answer, logged, reads };
}

/** The answer to an error, in the form of `ecosystem`. @param more between the error's name and the link to its page */
export function failed(code: HttpErrorCode, more = '', headers: Record<string, string> = {}, form: Form = 'text'): Answer {
  const { status } = HTTP_ERRORS[code];
  const [type, title] = [`/-/errors/${code}`, errorName(code)];
  const detail = `${more}https://${HOST}${type}`;
  const text = `${title}. ${detail}`;
  const own: Record<string, string> =
    form === 'text' ? { 'content-type': 'text/plain; charset=utf-8' } : { 'content-type': form, 'npm-notice': text };
  const all = { 'cache-control': 'no-store', ...own, ...headers };
  return {
    statusCode: status,
    statusDescription: text,
    headers: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, { value }])),
    body: `${form === 'text' ? text : JSON.stringify({ type, title, status, detail, error: text, warning: text })}\n`,
  };
}

/** Media type of errors. */
export type Form = 'text' | 'application/problem+json' | 'application/json';

/** As {@link ask}, with headers as CloudFront writes them when they came several times. */
export async function askRaw(
  uri: string,
  headers: Readonly<Record<string, object>>,
  ecosystem: EcosystemName = 'pypi',
): Promise<Result> {
  const event = eventOf(uri);
  return call(ecosystem, { ...event, request: { ...event.request, headers: { ...event.request.headers, ...headers } } });
}

export const hmac =
  (secret: string) =>
  (text: string): string =>
    crypto.createHmac('sha256', secret).update(text).digest('base64url');

export const CLAIMS: TokenClaims = { tier: 'gold', holder: 'acme', expires: NOW + 60, keyId: 'k1' };
export const token = (claims: Partial<TokenClaims> = {}, secret = SECRET): string =>
  makeToken({ ...CLAIMS, ...claims }, hmac(secret));
