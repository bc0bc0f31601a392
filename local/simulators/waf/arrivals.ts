/** Requests of one instance of a rate-based rule, as far back as they can still count. */
export class Arrivals {
  /** When each could first be counted, ascending, and how many came then. */
  private readonly times: number[] = [];
  private readonly numbers: number[] = [];
  /** First entry still in the window, and first one after it. */
  private start = 0;
  private end = 0;
  private inWindow = 0;

  /** @param at not before that of an earlier request */
  add(at: number): void {
    const last = this.times.length - 1;
    if (this.times[last] !== at) {
      this.times.push(at);
      this.numbers.push(1);
      return;
    }
    this.numbers[last]!++;
    if (last < this.end) this.inWindow++;
  }

  /** Takes the newest one back. */
  removeLast(): void {
    const last = this.times.length - 1;
    this.numbers[last]!--;
    if (last < this.end) this.inWindow--;
  }

  /** Requests after `to - windowMs` until `to`, which never goes back. Each request is passed twice in all, not at each call. */
  count(to: number, windowMs: number): number {
    const { times, numbers } = this;
    while (this.end < times.length && times[this.end]! <= to) this.inWindow += numbers[this.end++]!;
    while (this.start < this.end && times[this.start]! <= to - windowMs) this.inWindow -= numbers[this.start++]!;
    if (this.start > 1024 && this.start * 2 > times.length) this.forget();
    return this.inWindow;
  }

  newest(): number {
    return this.times.at(-1) ?? -Infinity;
  }

  private forget(): void {
    this.times.splice(0, this.start);
    this.numbers.splice(0, this.start);
    this.end -= this.start;
    this.start = 0;
  }
}
