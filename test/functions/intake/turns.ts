import type { Around } from './world';

/**
 * Lets several runs take turns: each stops before every call, and when all have stopped, one is chosen to go on. So any order of
 * calls can happen, however long the runs compute in between.
 */
export class Turns {
  private waiting: (() => void)[] = [];

  /**
   * @param running how many runs there are
   * @param choose which of `count` waiting runs goes on
   */
  constructor(
    private running: number,
    private readonly choose: (count: number) => number,
  ) {}

  readonly around: Around = async (_name, call) => {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      this.next();
    });
    return call();
  };

  /** To be called when a run has ended. */
  end(): void {
    this.running--;
    this.next();
  }

  private next(): void {
    if (this.waiting.length < this.running || this.running === 0) return;
    const [chosen] = this.waiting.splice(this.choose(this.waiting.length), 1);
    chosen!();
  }
}
