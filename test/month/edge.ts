/** The local edge as the month sees it: the template's own web ACL, function, cache and access log, in front of a bucket of real sizes. */
import { createEdge, type Edge } from '../../local/app';
import type { EdgeModel } from '../../local/assembly/model';
import { TOKEN_STORE } from '../traffic/tokens';
import { monthBucket } from './objects';
import type { Inhabitants } from './population';
import { createQuickFunction } from './quick-function';

export interface MonthEdge {
  readonly model: EdgeModel;
  readonly clock: () => number;
  readonly seed: number;
  readonly inhabitants: Pick<Inhabitants, 'locate' | 'blocked'>;
  readonly putLog: (key: string, body: Buffer) => void;
}

/** Above all sizes together: what the edge keeps is bounded by time, and the objects share their memory. */
const CACHE_BYTES = 2 ** 50;

export const monthEdge = ({ model, clock, seed, inhabitants, putLog }: MonthEdge): Edge =>
  createEdge(model, {
    clock,
    random: numbered(seed),
    bucket: () => monthBucket,
    keyValueStore: () => ({
      get: (key) => Promise.resolve(TOKEN_STORE.get(key)),
      meta: () => Promise.reject(new Error('not asked')),
    }),
    ipSets: (arn) => (/blocked/i.test(arn) && !/v6/i.test(arn) ? inhabitants.blocked : []),
    locate: inhabitants.locate,
    putLog: (_, key, body) => {
      putLog(key, body);
      return Promise.resolve();
    },
    log: (line) => {
      throw new Error(line);
    },
    maxCacheBytes: CACHE_BYTES,
    edgeFunction: createQuickFunction,
  });

/** Bytes for ids, another text each time and with each seed. */
function numbered(seed: number): (bytes: number) => Buffer {
  let count = 0;
  return (bytes) => {
    const made = Buffer.alloc(bytes);
    made.writeUInt8(seed % 256, 0);
    made.writeUIntBE(count++, 1, 3);
    return made;
  };
}
