import type { EdgeStore } from '../ports';

/** A key-value store in memory, with a revision that each update changes. */
export class MemoryEdgeStore implements EdgeStore {
  readonly entries: Map<string, string>;
  private updates = 0;

  /** @param from the store whose entries the new one begins with. @default - none */
  constructor(from?: MemoryEdgeStore) {
    this.entries = new Map(from?.entries);
  }

  revision(): Promise<string> {
    return Promise.resolve(String(this.updates));
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.entries.get(key));
  }

  update(changes: ReadonlyMap<string, string | undefined>, revision: string): Promise<string | undefined> {
    if (revision !== String(this.updates)) return Promise.resolve(undefined);
    for (const [key, value] of changes) {
      if (value === undefined) this.entries.delete(key);
      else this.entries.set(key, value);
    }
    this.updates++;
    return this.revision();
  }
}
