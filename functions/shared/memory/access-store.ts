import type { AccessList } from '../../../domain/contracts/access';
import type { AccessStore } from '../ports';

/** Lists in memory, each with a revision that every update changes. */
export class MemoryAccessStore<List extends string = AccessList> implements AccessStore<List> {
  readonly items: Map<List, readonly string[]>;
  private updates = 0;

  /** @param from the store whose lists the new one begins with, or the lists that there are, all empty */
  constructor(
    from: MemoryAccessStore<List> | readonly List[] = [
      'allowIpv4',
      'allowIpv6',
      'blockIpv4',
      'blockIpv6',
      'killSwitches',
    ] satisfies AccessList[] as string[] as List[],
  ) {
    this.items = from instanceof MemoryAccessStore ? new Map(from.items) : new Map(from.map((list) => [list, []]));
  }

  get lists(): readonly List[] {
    return [...this.items.keys()];
  }

  read(list: List): Promise<{ readonly items: readonly string[]; readonly revision: string }> {
    return Promise.resolve({ items: this.items.get(list) ?? [], revision: String(this.updates) });
  }

  update(list: List, items: readonly string[], revision: string): Promise<string | undefined> {
    if (revision !== String(this.updates)) return Promise.resolve(undefined);
    this.items.set(list, items);
    return Promise.resolve(String(++this.updates));
  }
}
