/** Which degree a signal asks for, and for how long: docs/brake.md has the reasons. */
import {
  BRAKE_DEGREES,
  type BrakeChange,
  type BrakeDegree,
  type BrakeSignal,
  type BudgetSignal,
  isBudgetSignal,
} from '../contracts/brake';

/** What one kind of signal may ask for. */
interface Asking {
  /** How many times its threshold asks for the degrees 1, 2 and 3. */
  readonly from: readonly number[];
  /** A signal that goes on for so long asks for one degree more, milliseconds. @default never */
  readonly patience?: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * A fast alarm means that the month's budget is gone in 8 hours (`BURN_WINDOWS`): four times that is 2 hours, twelve times 40 minutes,
 * in which nobody may be awake. What a person can be asked about first never asks for degree 3.
 */
const ASKINGS: Readonly<Record<BrakeSignal['name'], Asking>> = {
  'bytes-fast': { from: [1, 4, 12], patience: 15 * MINUTE },
  'requests-fast': { from: [1, 4, 12], patience: 15 * MINUTE },
  'bytes-slow': { from: [1, 4], patience: 6 * HOUR },
  'requests-slow': { from: [1, 4], patience: 6 * HOUR },
  month: { from: [1, 1.1, 1.25] },
  'budget-actual': { from: [1, 1.1, 1.25] },
  'budget-forecast': { from: [1] },
};

/**
 * Percentages of the month's budget at which AWS Budgets has to tell, so that its signals can ask for each degree. Without 110, a month that has
 * passed 100 would never be told again.
 */
export const BUDGET_PERCENTS: Readonly<Record<BudgetSignal, readonly number[]>> = {
  'budget-actual': ASKINGS['budget-actual'].from.map((ratio) => Math.round(100 * ratio)),
  'budget-forecast': ASKINGS['budget-forecast'].from.map((ratio) => Math.round(100 * ratio)),
};

/** Each degree goes after so long without a signal that asks for it, milliseconds. */
export const QUIET = HOUR;

/** After so long nothing of a signal that has ended is left. */
export const FORGET = BRAKE_DEGREES.length * QUIET;

/** A signal without a pause in between. */
interface Episode {
  readonly start: number;
  /** The highest degree that its ratios asked for. */
  readonly asked: number;
  /** @default it goes on */
  readonly end?: number;
}

/**
 * The degree that a signal asks for at a time.
 * @param changes oldest first
 * @param releasedAt what was signalled until then asks for nothing; of a month's sums, which are told again and again, the whole month
 */
export function askedBy(
  name: BrakeSignal['name'],
  changes: readonly BrakeChange[],
  now: Date,
  releasedAt: string | undefined,
): BrakeDegree {
  const isReleased = (at: string): boolean =>
    releasedAt !== undefined && (endsWithMonth(name) ? sameMonth(at, new Date(releasedAt)) : at <= releasedAt);
  const counted = changes.filter(({ at, alarming }) =>
    endsWithMonth(name) ? sameMonth(at, now) && !isReleased(at) : !alarming || !isReleased(at),
  );
  const degrees = episodes(name, counted).map((episode) => degreeAt(ASKINGS[name], episode, now.getTime()));
  return BRAKE_DEGREES[Math.max(0, ...degrees)]!;
}

/** A month's sums begin anew with it, and AWS bills by months in UTC. */
export const endsWithMonth = (name: BrakeSignal['name']): boolean => name === 'month' || isBudgetSignal(name);
/** Both in UTC. */
export const sameMonth = (at: string, now: Date): boolean => at.slice(0, 7) === now.toISOString().slice(0, 7);

function episodes(name: BrakeSignal['name'], changes: readonly BrakeChange[]): Episode[] {
  const found: Episode[] = [];
  for (const { at, alarming, ratio = 1 } of changes) {
    const last = found.at(-1);
    const isOpen = last && last.end === undefined;
    if (alarming) {
      const asked = ASKINGS[name].from.filter((least) => ratio >= least).length;
      if (isOpen) found[found.length - 1] = { ...last, asked: Math.max(last.asked, asked) };
      else found.push({ start: Date.parse(at), asked });
    } else if (isOpen) found[found.length - 1] = { ...last, end: Date.parse(at) };
  }
  return found;
}

function degreeAt({ from, patience = Number.POSITIVE_INFINITY }: Asking, { start, asked, end }: Episode, now: number): number {
  // A budget at 50 % asks for nothing, however long.
  if (asked === 0) return 0;
  const lasted = Math.max(0, (end ?? now) - start);
  const highest = Math.min(from.length, asked + Math.floor(lasted / patience));
  return Math.max(0, highest - (end === undefined ? 0 : Math.max(0, Math.floor((now - end) / QUIET))));
}
