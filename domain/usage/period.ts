/** Periods by name: `2026-10-05`, `2026-W41`, `2026-10`. All days are UTC. */
import type { Period, PeriodKind } from './tables';

const DAY_MS = 24 * 60 * 60 * 1000;
const NAMES: Readonly<Record<PeriodKind, RegExp>> = {
  day: /^\d{4}-\d{2}-\d{2}$/,
  week: /^(\d{4})-W(\d{2})$/,
  month: /^\d{4}-\d{2}$/,
};

/** The period of this kind that a day lies in. @param day `YYYY-MM-DD` */
export function periodOf(kind: PeriodKind, day: string): Period {
  const ms = msOf(day);
  if (kind === 'day') return { kind, name: day, from: day, until: day };
  if (kind === 'month') {
    const name = day.slice(0, 7);
    return { kind, name, from: `${name}-01`, until: addDays(firstOfNextMonth(name), -1) };
  }
  const from = addDays(day, -((new Date(ms).getUTCDay() + 6) % 7));
  // A week is of the year that its Thursday is in.
  const thursday = addDays(from, 3);
  const number = Math.floor((msOf(thursday) - msOf(`${thursday.slice(0, 4)}-01-01`)) / (7 * DAY_MS)) + 1;
  return { kind, name: `${thursday.slice(0, 4)}-W${pad(number)}`, from, until: addDays(from, 6) };
}

/** @throws Error when no period has this name */
export function periodNamed(name: string): Period {
  const kind = (Object.keys(NAMES) as PeriodKind[]).find((each) => NAMES[each].test(name));
  const period = kind && knownDay(name, kind, (day) => periodOf(kind, day));
  if (period?.name === name) return period;
  throw new Error(
    `No period has this name, got: ${JSON.stringify(name)}; write a day 2026-10-05, a week 2026-W41 or a month 2026-10.`,
  );
}

function knownDay(name: string, kind: PeriodKind, then: (day: string) => Period): Period | undefined {
  const [, year, week] = NAMES.week.exec(name) ?? [];
  // The fourth of January is in the first week of its year.
  const day = kind === 'day' ? name : kind === 'month' ? `${name}-01` : `${year}-01-04`;
  if (!isDay(day)) return undefined;
  return then(kind === 'week' ? addDays(day, (Number(week) - 1) * 7) : day);
}

export const previousPeriod = ({ kind, from }: Period): Period => periodOf(kind, addDays(from, -1));
export const nextPeriod = ({ kind, until }: Period): Period => periodOf(kind, addDays(until, 1));

/** Its days, the first one first. */
export function daysOf({ from, until }: Pick<Period, 'from' | 'until'>): string[] {
  const count = (msOf(until) - msOf(from)) / DAY_MS + 1;
  return Array.from({ length: count }, (_, i) => addDays(from, i));
}

/** @param day `YYYY-MM-DD` */
export const addDays = (day: string, days: number): string => new Date(msOf(day) + days * DAY_MS).toISOString().slice(0, 10);

function msOf(day: string): number {
  if (!isDay(day)) throw new Error(`A day is written YYYY-MM-DD, got: ${JSON.stringify(day)}.`);
  return Date.parse(day);
}

const isDay = (day: string): boolean => {
  const ms = NAMES.day.test(day) ? Date.parse(day) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === day;
};

const firstOfNextMonth = (month: string): string => `${addDays(`${month}-28`, 4).slice(0, 7)}-01`;
const pad = (number: number): string => String(number).padStart(2, '0');
