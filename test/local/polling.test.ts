import { startPolling } from '../../local/polling';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function bench(task: () => Promise<void>) {
  const lines: string[] = [];
  return { lines, polling: startPolling(task, { name: 'Task', everyMs: 100, log: (line) => lines.push(line) }) };
}

test('a task runs once in each interval until it is stopped', async () => {
  let runs = 0;
  const { polling } = bench(() => {
    runs++;
    return Promise.resolve();
  });
  await jest.advanceTimersByTimeAsync(350);
  expect(runs).toBe(3);
  await polling.stop();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(runs).toBe(3);
});

test('a slow task is not started twice', async () => {
  let running = 0;
  let most = 0;
  bench(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 500));
    running--;
  });
  await jest.advanceTimersByTimeAsync(2_000);
  expect(most).toBe(1);
});

test('a failure is told once, and once when it is over', async () => {
  const outcomes = [Promise.resolve(), ...[1, 2, 3].map(() => new Error('away')), Promise.resolve(), Promise.resolve()];
  const { lines } = bench(async () => {
    const outcome = outcomes.shift();
    if (outcome instanceof Error) throw outcome;
    await outcome;
  });
  await jest.advanceTimersByTimeAsync(600);
  expect(lines).toEqual(['Task: away', 'Task: works again']);
});

test('stopping waits for the task under way, whose failure is then nobody’s concern', async () => {
  const { polling, lines } = bench(async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    throw new Error('away');
  });
  await jest.advanceTimersByTimeAsync(200);
  const stopped = polling.stop();
  await jest.advanceTimersByTimeAsync(500);
  await stopped;
  expect(lines).toEqual([]);
});
