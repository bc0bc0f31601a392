/** Ways in which one call to the world outside goes wrong, and runs in which one does. */
import type { Around } from '../functions/intake/world';
import { deliver, type Message, type Registry } from './registry';

export const FAULTS = [
  'fails',
  'fails after it took effect',
  'is where the process ends',
  'is the last before the process ends',
  'never answers, and takes effect after the redelivery',
  'fails twice, then succeeds',
  'meets another writer',
  'took effect, and its own retry meets that',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What only asks: whether it has happened makes no difference, and nobody else's write meets it. */
const QUESTIONS: ReadonlySet<string> = new Set(['get', 'head', 'list', 'open', 'publicKey', 'statusOf', 'revision']);
const OF_A_QUESTION: readonly Fault[] = ['fails', 'is where the process ends', 'fails twice, then succeeds'];

/** In which ways a call goes wrong that are not the same. @param name `<port>.<method>` */
export const faultsOf = (name: string): readonly Fault[] =>
  QUESTIONS.has(name.slice(name.lastIndexOf('.') + 1)) ? OF_A_QUESTION : FAULTS;

class ServiceError extends Error {
  constructor(
    override readonly name: string,
    readonly $metadata: { readonly httpStatusCode: number },
  ) {
    super(name);
  }
}

const internalError = (): Error => new ServiceError('InternalError', { httpStatusCode: 500 });

/** What the real adapters make of a conflict: a value where the port has one, and else S3's error. */
const CONFLICTS: Readonly<Record<string, (args: readonly unknown[]) => boolean>> = {
  put: ([, write]) => (write as { when?: unknown }).when !== undefined,
  update: () => true,
};

function conflict(name: string, args: readonly unknown[]): Promise<unknown> {
  const method = name.slice(name.lastIndexOf('.') + 1);
  if (!CONFLICTS[method]?.(args)) return Promise.reject(new ServiceError('OperationAborted', { httpStatusCode: 409 }));
  return Promise.resolve(method === 'put' ? 'condition-failed' : undefined);
}

/** SQS puts a message among the dead letters after as many deliveries. */
const MOST_DELIVERIES = 5;
const NEVER = new Promise<never>(() => undefined);

/** Sees the world after every call that was carried out. */
export type Watch = (name: string) => void;

/** @returns the names of all calls of a run in which nothing fails */
export async function callsOf(registry: Registry, message: Message, watch: Watch): Promise<string[]> {
  const calls: string[] = [];
  const failed = await deliver(registry, message, async (name, call) => {
    calls.push(name);
    const result = await call();
    watch(name);
    return result;
  });
  if (failed.length > 0) throw new Error('The run without a fault failed.');
  return calls;
}

/**
 * Works a message off while call number `at` goes wrong, redelivers it until it succeeds, and delivers it once more after that.
 * @throws Error when the message ends among the dead letters
 */
export async function runWith(fault: Fault, at: number, registry: Registry, message: Message, watch: Watch): Promise<void> {
  const broken = new Broken(fault, at, watch);
  let left = message;
  for (let deliveries = 0; ; deliveries++) {
    if (deliveries === MOST_DELIVERIES) throw new Error(`The message failed ${MOST_DELIVERIES} times.`);
    const failed = await broken.cutOff(() => deliver(registry, left, broken.newRun()), left.bodies);
    if (failed.length === 0) break;
    left = { ...left, bodies: failed };
  }
  await broken.lands();
  const failed = await deliver(registry, message, broken.newRun());
  if (failed.length > 0) throw new Error('The message failed when it was delivered once more.');
}

class Broken {
  private calls = 0;
  /** The call that goes wrong, by name and first argument; known when it is reached. */
  private site: string | undefined;
  private failures = 0;
  private late: (() => Promise<unknown>) | undefined;
  /** The timer of the Lambda service, which fires as soon as a run makes no more calls. */
  private timeUp = (): void => undefined;

  constructor(
    private readonly fault: Fault,
    private readonly at: number,
    private readonly watch: Watch,
  ) {}

  /** @returns what is around the calls of one delivery */
  newRun(): Around {
    let hasEnded = false;
    return async (name, call, args) => {
      if (hasEnded) return NEVER;
      const run = async (): Promise<unknown> => {
        const result = await call();
        this.watch(name);
        return result;
      };
      if (!this.isHit(`${name} ${String(args[0])}`)) return run();
      const end = (): Promise<never> => {
        hasEnded = true;
        this.timeUp();
        return NEVER;
      };
      return this.goWrong(name, args, run, end);
    };
  }

  private isHit(site: string): boolean {
    if (++this.calls === this.at) this.site = site;
    const wanted = this.fault === 'fails twice, then succeeds' ? 2 : 1;
    if (this.site !== site || this.failures === wanted) return false;
    this.failures++;
    return true;
  }

  private async goWrong(
    name: string,
    args: readonly unknown[],
    run: () => Promise<unknown>,
    end: () => Promise<never>,
  ): Promise<unknown> {
    switch (this.fault) {
      case 'fails':
      case 'fails twice, then succeeds':
        throw internalError();
      case 'fails after it took effect':
        await run();
        throw internalError();
      case 'is where the process ends':
        return end();
      case 'is the last before the process ends':
        await run();
        return end();
      case 'never answers, and takes effect after the redelivery':
        this.late = run;
        return end();
      case 'meets another writer':
        return conflict(name, args);
      case 'took effect, and its own retry meets that':
        await run();
        return conflict(name, args);
    }
  }

  /** A run that is cut off has failed with all that it was given. */
  cutOff(run: () => Promise<string[]>, all: readonly string[]): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      this.timeUp = () => {
        resolve(all);
      };
      run().then(resolve, reject);
    });
  }

  async lands(): Promise<void> {
    try {
      await this.late?.();
    } catch {
      // Nobody waits for the answer any more.
    }
  }
}
