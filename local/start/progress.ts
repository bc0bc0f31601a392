/** One short line for each step, with its time. */

export interface Progress {
  /** Runs a step and says how long it took. `work` may return a remark. */
  step<T>(name: string, work: (note: (remark: string) => void) => Promise<T>): Promise<T>;
  say(text: string): void;
}

export function createProgress(write: (text: string) => void, clock: () => number): Progress {
  const say = (text: string) => {
    write(`${text}\n`);
  };
  return {
    say,
    async step(name, work) {
      const began = clock();
      let remark = '';
      const result = await work((text) => {
        remark = ` (${text})`;
      });
      const seconds = ((clock() - began) / 1000).toFixed(1);
      say(`  ${`${name}${remark}`.padEnd(70)} ${seconds.padStart(6)} s`);
      return result;
    },
  };
}
