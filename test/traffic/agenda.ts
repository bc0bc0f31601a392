/** What happens next: items by time, equal times in the order in which they came. */
export class Agenda<T extends { at: number }> {
  private readonly items: { readonly at: number; readonly order: number; readonly item: T }[] = [];
  private order = 0;

  add(item: T): void {
    const { items } = this;
    const entry = { at: item.at, order: this.order++, item };
    let i = items.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, items[parent]!)) break;
      items[i] = items[parent]!;
      i = parent;
    }
    items[i] = entry;
  }

  next(): T | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) this.sink(last!);
    return first?.item;
  }

  private sink(entry: (typeof this.items)[number]): void {
    const { items } = this;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1]!, items[child]!)) child++;
      if (!before(items[child]!, entry)) break;
      items[i] = items[child]!;
      i = child;
    }
    items[i] = entry;
  }
}

type Entry = { readonly at: number; readonly order: number };
const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
