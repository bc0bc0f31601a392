import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './processes';

const POLL_MS = 50;
const LOG_TAIL = 5;

/**
 * Waits until a server that was just started answers.
 * @param ask throws while it does not
 * @throws Error with the end of its log, when it ends instead or takes too long
 */
export async function untilAnswering(running: Running, patienceSeconds: number, ask: () => Promise<unknown>): Promise<void> {
  const state = { ended: false };
  const watch = () => {
    state.ended = true;
  };
  running.ended.then(watch, watch);
  const deadline = Date.now() + patienceSeconds * 1000;
  while (!state.ended && Date.now() < deadline) {
    try {
      await ask();
      return;
    } catch {
      await sleep(POLL_MS); // not listening yet
    }
  }
  const got = state.ended ? 'it ended' : `no answer within ${patienceSeconds} s`;
  const tail = readFileSync(running.log, 'utf8').trim().split('\n').slice(-LOG_TAIL).join('\n');
  throw new Error(`The ${running.name} did not start, got: ${got}; ${running.log} ends with:\n${tail}`);
}
