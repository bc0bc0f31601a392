import type { Clock } from './ports';

/** A clock that a person can move forward, to see limits pass and copies expire without waiting. */
export interface AdjustableClock {
  readonly clock: Clock;
  /** @param milliseconds at least 0: what has happened stays in the past */
  advance(milliseconds: number): void;
  /** Milliseconds ahead of the real clock. */
  offset(): number;
}

export function createAdjustableClock(real: Clock): AdjustableClock {
  let offset = 0;
  return {
    clock: () => real() + offset,
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError(`The clock only moves forward, got: ${milliseconds} ms.`);
      offset += milliseconds;
    },
    offset: () => offset,
  };
}
