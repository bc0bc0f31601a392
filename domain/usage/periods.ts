/** Days, ISO weeks and months, by their names. */
import type { Period } from './tables';

const DAY_MS = 86_400_000;

const textOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** @param day `YYYY-MM-DD` */
export const addDays = (day: string, days: number): string => textOf(timeOf(day) + days * DAY_MS);

/** Every day of a period, first to last. */
export function daysOf({ from, until }: Pick<Period, 'from' | 'until'>): string[] {
  const days = (timeOf(until) - timeOf(from)) / DAY_MS + 1;
  return Array.from({ length: days }, (_, i) => addDays(from, i));
}

export const dayPeriod = (day: string): Period => ({ kind: 'day', name: day, from: day, until: day });

/** @param month `YYYY-MM` */
export function monthPeriod(month: string): Period {
  const [year, number] = month.split('-').map(Number);
  return { kind: 'month', name: month, from: `${month}-01`, until: textOf(Date.UTC(year!, number!, 0)) };
}

/** The ISO week that a day is in: Monday to Sunday, of the year that its Thursday is in. */
export function weekPeriod(day: string): Period {
  const monday = addDays(day, -((new Date(timeOf(day)).getUTCDay() + 6) % 7));
  const year = addDays(monday, 3).slice(0, 4);
  const number = Math.round((timeOf(monday) - timeOf(firstMonday(year))) / DAY_MS / 7) + 1;
  return { kind: 'week', name: `${year}-W${String(number).padStart(2, '0')}`, from: monday, until: addDays(monday, 6) };
}

/** Of the first ISO week of a year, which is the one with January 4th. */
function firstMonday(year: string): string {
  const day = `${year}-01-04`;
  return addDays(day, -((new Date(timeOf(day)).getUTCDay() + 6) % 7));
}

/**
 * @param name `2026-10-05`, `2026-W41` or `2026-10`
 * @throws Error when there is no such day, week or month
 */
export function periodOf(name: string): Period {
  const found = candidate(name);
  if (found?.name === name) return found;
  throw new Error(
    `There is no such period, got: '${name}'. Name a day (2026-10-05), an ISO week (2026-W41) or a month (2026-10).`,
  );
}

function candidate(name: string): Period | undefined {
  const week = /^(\d{4})-W(\d\d)$/.exec(name);
  if (week) return weekPeriod(addDays(firstMonday(week[1]!), 7 * (Number(week[2]) - 1)));
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(name)) return monthPeriod(name);
  return /^\d{4}-\d\d-\d\d$/.test(name) && !Number.isNaN(timeOf(name)) ? dayPeriod(textOf(timeOf(name))) : undefined;
}
