/** Repeats a task, never two at once; a failure is told once, and once when it is over. */
export interface Polling {
  /** Ends the repetition and waits for a task under way. */
  stop(): Promise<void>;
}

export interface PollingOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly log: (line: string) => void;
}

export function startPolling(task: () => Promise<void>, { name, everyMs, log }: PollingOptions): Polling {
  let failing = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const once = async (): Promise<void> => {
    try {
      await task();
      if (failing) log(`${name}: works again`);
      failing = false;
    } catch (error) {
      if (!failing && !stopped) log(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      failing = true;
    }
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      running = once().then(() => {
        if (!stopped) schedule();
      });
    }, everyMs);
  };
  schedule();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
