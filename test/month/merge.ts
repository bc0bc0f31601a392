/** Several streams as one, in the order of time; what is answered goes back to the stream that asked. */
export function* merged<T extends { readonly at: number }, Answer>(
  streams: readonly Generator<T, void, Answer>[],
): Generator<T, void, Answer> {
  const waiting: { readonly stream: Generator<T, void, Answer>; item: T }[] = [];
  for (const stream of streams) {
    const first = (stream as Generator<T, void, Answer | undefined>).next(undefined);
    if (!first.done) waiting.push({ stream, item: first.value });
  }
  while (waiting.length > 0) {
    const earliest = waiting.reduce((least, each) => (each.item.at < least.item.at ? each : least));
    const next = earliest.stream.next(yield earliest.item);
    if (next.done) waiting.splice(waiting.indexOf(earliest), 1);
    else earliest.item = next.value;
  }
}
