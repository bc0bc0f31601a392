/** Copies in memory, the least recently used ones evicted first (CF-C20). */
import type { OriginResponse } from '../../ports';
import type { Invalidatable } from './invalidation';
import type { Lifetime } from './lifetime';

export interface Entry extends Lifetime, Invalidatable {
  readonly key: string;
  readonly response: OriginResponse;
  readonly storedAt: number;
  /** After the origin failed: served stale without asking again until then. */
  readonly retryAt: number;
}

export interface Store {
  /** Finds an entry and marks it as used. */
  get(key: string): Entry | undefined;
  /** Keeps an entry unless it alone is larger than the whole store. */
  set(entry: Entry): void;
  delete(key: string): void;
  /** Removes what matches; returns how many entries went. */
  deleteWhere(matches: (entry: Entry) => boolean): number;
  size(): { readonly entries: number; readonly bytes: number };
}

export function createStore(maxBytes: number): Store {
  const entries = new Map<string, Entry>(); // in order of use
  let bytes = 0;
  const remove = (key: string): void => {
    bytes -= entries.get(key)?.response.body.length ?? 0;
    entries.delete(key);
  };
  const add = (entry: Entry): void => {
    entries.set(entry.key, entry);
    bytes += entry.response.body.length;
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry) {
        remove(key);
        add(entry);
      }
      return entry;
    },
    set(entry) {
      remove(entry.key);
      if (entry.response.body.length > maxBytes) return;
      add(entry);
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
    delete: remove,
    deleteWhere(matches) {
      const doomed = [...entries.values()].filter(matches);
      for (const entry of doomed) remove(entry.key);
      return doomed.length;
    },
    size: () => ({ entries: entries.size, bytes }),
  };
}
