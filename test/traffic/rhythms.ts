/** When people and machines are at work: relative rates by hour of the day (UTC) and day of the week (Sunday first). */

export interface Rhythm {
  readonly hours: readonly number[];
  readonly days: readonly number[];
}

const EVERY_DAY = [1, 1, 1, 1, 1, 1, 1];
/** registry.k8s.io serves 27 TB on a day of the weekend and 40 TB on a working day. */
const WORLD_DAYS = [0.68, 1, 1.05, 1.05, 1, 1, 0.68];
const WORKING_DAYS = [0, 1, 1, 1, 1, 1, 0];

const hours = (weights: readonly number[]): readonly number[] => {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / 24;
  return weights.map((weight) => weight / mean);
};

export const RHYTHMS = {
  steady: { hours: hours(Array<number>(24).fill(1)), days: EVERY_DAY },
  /** All time zones together: a wave with its crest in the European afternoon, when America is awake too. */
  world: {
    hours: hours(Array.from({ length: 24 }, (_, hour) => 1 + 0.5 * Math.cos(((hour - 15) / 12) * Math.PI))),
    days: WORLD_DAYS,
  },
  /** One place: everybody comes between 8 and 10 and brings the day's first install. */
  office: {
    hours: hours([0, 0, 0, 0, 0, 0, 0.2, 1, 5, 4, 2, 2, 1, 1.5, 2, 2, 1.5, 1, 0.5, 0.2, 0.1, 0, 0, 0]),
    days: WORKING_DAYS,
  },
  working: {
    hours: hours([0, 0, 0, 0, 0, 0, 0.5, 1, 2, 2, 2, 2, 1.5, 2, 2, 2, 2, 1.5, 1, 0.5, 0.3, 0.2, 0, 0]),
    days: WORKING_DAYS,
  },
} as const satisfies Readonly<Record<string, Rhythm>>;

export type RhythmName = keyof typeof RHYTHMS;

/** Rate at a moment, relative to that of a mean hour of a working day. `at`: milliseconds since 1970. */
export function rateAt(rhythm: Rhythm, at: number): number {
  const date = new Date(at);
  return rhythm.hours[date.getUTCHours()]! * rhythm.days[date.getUTCDay()]!;
}

export const highestRate = ({ hours: each, days }: Rhythm): number => Math.max(...each) * Math.max(...days);
