/**
 * What was read of each item, in the items' order. Only so many are read at once, and kept.
 * @param atOnce for records, which are small and far away, the default does
 */
export async function* readEach<I, T>(
  items: readonly I[],
  read: (item: I) => Promise<T>,
  atOnce = 50,
): AsyncGenerator<T, void, undefined> {
  for (let i = 0; i < items.length; i += atOnce) yield* await Promise.all(items.slice(i, i + atOnce).map(read));
}
