/** Which periods the daily run makes. */
import { LEAST_LOG_DAYS } from '../contracts/retention';
import { addDays, periodOf } from './period';
import type { Period } from './tables';

/** CloudFront delivers lines up to 24 hours late, so a day is made on the day after, and once more on the next. */
const LATE_DAYS = 2;
/** A run that failed is made good by the next ones, for as long as a week is useful. */
const LOOK_BACK_DAYS = 7;

/** Days whose log files are inspected: late ones may have come since the last run. */
export const inspectedDays = (today: string): string[] => back(today, LATE_DAYS).reverse();

/** Made at each run, whatever is there. */
export const alwaysMade = (today: string): Period[] => inspectedDays(today).map(dayPeriod);

/**
 * Made when they are not there yet: days that runs have missed, the last week and the last month, each once its last line has come. A
 * week is due on Tuesday, a month on the 3rd, and no more once the logs of its first day have expired. Oldest day first.
 */
export function madeOnce(today: string): Period[] {
  const days = back(today, LOOK_BACK_DAYS).slice(LATE_DAYS).reverse().map(dayPeriod);
  const closed = addDays(today, -LATE_DAYS);
  const week = periodOf('week', addDays(closed, -6));
  const month = periodOf('month', addDays(`${closed.slice(0, 7)}-01`, -1));
  const oldest = addDays(today, 1 - LEAST_LOG_DAYS);
  return [...days, week, month].filter(({ from }) => from >= oldest);
}

const back = (today: string, days: number): string[] => Array.from({ length: days }, (_, i) => addDays(today, -1 - i));
const dayPeriod = (day: string): Period => periodOf('day', day);
