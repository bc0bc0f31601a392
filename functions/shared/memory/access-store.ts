import type { AccessList } from '../../../domain/contracts/access';
import type { AccessStore } from '../ports';

/** Lists in memory, each with a revision that every update changes. */
export class MemoryAccessStore implements AccessStore {
  readonly items: Map<AccessList, readonly string[]>;
  private updates = 0;

  /** @param from the store whose lists the new one begins with, or the lists that there are, all empty */
  constructor(
    from: MemoryAccessStore | readonly AccessList[] = ['allowIpv4', 'allowIpv6', 'blockIpv4', 'blockIpv6', 'killSwitches'],
  ) {
    this.items = from instanceof MemoryAccessStore ? new Map(from.items) : new Map(from.map((list) => [list, []]));
  }

  get lists(): readonly AccessList[] {
    return [...this.items.keys()];
  }

  read(list: AccessList): Promise<{ readonly items: readonly string[]; readonly revision: string }> {
    return Promise.resolve({ items: this.items.get(list) ?? [], revision: String(this.updates) });
  }

  update(list: AccessList, items: readonly string[], revision: string): Promise<string | undefined> {
    if (revision !== String(this.updates)) return Promise.resolve(undefined);
    this.items.set(list, items);
    return Promise.resolve(String(++this.updates));
  }
}
