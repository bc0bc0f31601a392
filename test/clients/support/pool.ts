/** Runs at most so many things at a time, in the order in which they come. */
export class Pool {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly atOnce: number) {}

  /** The same for a test that waits for it later, and then fails of it. */
  begin<T>(work: () => Promise<T>): Promise<T> {
    const made = this.run(work);
    made.catch(() => undefined);
    return made;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever waits takes over this one's place.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
