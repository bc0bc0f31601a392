/** How many requests are under way at once: S3 takes some tens of milliseconds for each. */
const AT_ONCE = 8;

/** Does something with each item. After the first failure nothing new is begun; it is thrown when what was begun has ended. */
export async function inParallel<T>(items: readonly T[], use: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items].reverse();
  const errors: unknown[] = [];
  const work = async (): Promise<void> => {
    for (let item = waiting.pop(); item !== undefined && errors.length === 0; item = waiting.pop()) {
      await use(item).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (errors.length) throw errors[0];
}
