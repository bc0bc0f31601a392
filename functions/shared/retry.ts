import type { ObjectHead, Write } from './ports';

/** Enough for every intake that runs at once to win a few times before one gives up; the queue then tries again. */
const ATTEMPTS = 25;

/**
 * Repeats a read-modify-write until no other writer came between.
 * @param attempt returns undefined when one did
 */
export async function untilUndisturbed<T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < ATTEMPTS; i++) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new Error(`Other writers came between ${ATTEMPTS} times: ${what}.`);
}

/** Writes only where nobody else has written since an object, or its lack, was seen. */
export const ifStill = (seen: Pick<ObjectHead, 'etag'> | undefined): NonNullable<Write['when']> =>
  seen ? { etag: seen.etag } : 'absent';
