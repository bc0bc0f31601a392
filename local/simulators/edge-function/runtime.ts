import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'node:querystring';
import { type Context, createContext, Script } from 'node:vm';
import type { KeyValueStore } from '../../ports';
import { ABSENT } from './absent';

/** One call of a function. `result` is JSON. */
export interface Call {
  readonly event: object;
  readonly rawQuery: string | undefined;
  /** Milliseconds since 1970; time stands still during a call. */
  readonly now: number;
  readonly store: KeyValueStore | undefined;
  readonly edgeLocation: EdgeLocation;
  readonly timeLimitMs: number;
}

export interface EdgeLocation {
  readonly name: string;
  readonly serverIp: string;
  readonly region: string;
}

export interface CallResult {
  readonly result?: string;
  /** What was thrown, when something was. */
  readonly error?: string;
  readonly logData?: string;
  /** Lines of `console.log`. */
  readonly lines: readonly string[];
}

const REALM = new Script(readFileSync(join(__dirname, 'realm.js'), 'utf8'), { filename: 'realm.js' });
const CALL = new Script('__call()');
type Prepare = (handler: unknown, eventJson: string, rawQuery: string | undefined) => void;

/** Calls the `handler` of a compiled script in a context of its own. */
export function call(script: Script, parameters: Call): Promise<CallResult> {
  const context = createContext(Object.create(null) as Context, { codeGeneration: { strings: false, wasm: false } });
  return new Promise((settle) => {
    const lines: string[] = [];
    let logData: string | undefined;
    let asked = 0;
    const end = (outcome: { result: string } | { error: string }): void => {
      settle({ ...outcome, lines, ...(logData !== undefined && { logData }) });
    };
    const wait = (): void => {
      // By the next turn of the event loop everything has run that does not wait for the store.
      setImmediate(() => {
        if (asked === 0) end({ error: 'the function waits for something that never comes' });
      });
    };
    const host = {
      ...conversions,
      kvs(kind: string, key: string, resolve: (value: string) => void, reject: (why: string) => void) {
        asked++;
        read(parameters.store!, kind, key)
          .then(resolve, (error: unknown) => {
            reject(String(error instanceof Error ? error.message : error));
          })
          .finally(() => {
            asked--;
            wait();
          });
      },
      logCustomData: (text: string) => {
        logData = text;
      },
      log: (line: string) => lines.push(line),
      done: (result: string | undefined) => {
        end({ result: result ?? 'null' });
      },
      fail: (error: string) => {
        end({ error });
      },
    };
    try {
      const { now, store, edgeLocation, event, rawQuery, timeLimitMs: timeout } = parameters;
      const realm = REALM.runInContext(context) as (host: object, options: string) => Prepare;
      const prepare = realm(host, JSON.stringify({ now, hasStore: store !== undefined, edgeLocation, absent: ABSENT }));
      prepare(script.runInContext(context, { timeout }), JSON.stringify(event), rawQuery);
      CALL.runInContext(context, { timeout });
      wait();
    } catch (error) {
      end({ error: isTimeout(error) ? `the function ran longer than ${parameters.timeLimitMs} ms` : String(error) });
    }
  });
}

const isTimeout = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

async function read(store: KeyValueStore, kind: string, key: string): Promise<string> {
  if (kind === 'meta') return JSON.stringify(await store.meta());
  const value = await store.get(key);
  if (kind === 'exists') return String(value !== undefined);
  if (value === undefined) throw new Error(`KeyNotFound: ${key}`);
  return value;
}

/** `bytes` are texts of one character a byte. */
const conversions = {
  encode: (bytes: string, encoding: BufferEncoding) => Buffer.from(bytes, 'latin1').toString(encoding),
  decode: (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding).toString('latin1'),
  digest: (algorithm: string, key: string | undefined, data: string, encoding: 'binary' | 'hex' | 'base64' | 'base64url') =>
    (key === undefined ? createHash(algorithm) : createHmac(algorithm, Buffer.from(key, 'latin1')))
      .update(Buffer.from(data, 'latin1'))
      .digest(encoding),
  parseQuery: (text: string) => JSON.stringify(parse(text)),
  stringifyQuery: (json: string) => stringify(JSON.parse(json) as Record<string, string>),
};
