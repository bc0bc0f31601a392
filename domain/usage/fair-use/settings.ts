/** What fair use is, as the foundation has set it. */

export interface FairUseSettings {
  /** `evaluation`: proposals are listed and an operator applies them; `automatic`: they are applied when they are made. */
  readonly mode: 'evaluation' | 'automatic';
  /** Percent of all bytes of a day or a week above which one drawer is looked at. */
  readonly percentOfBytes: number;
  /** And not below so many bytes a day: a share of little is little. A week allows seven times as much. */
  readonly bytesPerDay: number;
  /** Repeated downloads a day of files that it had already. A week allows five times as many, a working week's. */
  readonly repeatsPerDay: number;
  /** How long an entry lasts, days. */
  readonly forDays: number;
}

export const FAIR_USE_DEFAULTS: FairUseSettings = {
  mode: 'evaluation',
  percentOfBytes: 2,
  bytesPerDay: 10_000_000_000,
  repeatsPerDay: 5_000,
  forDays: 7,
};

/** What one drawer may draw in a period. */
export interface FairShare {
  readonly bytes: number;
  readonly repeats: number;
}

export function fairShare(settings: FairUseSettings, { kind, bytes }: { kind: 'day' | 'week'; bytes: number }): FairShare {
  const isWeek = kind === 'week';
  const least = settings.bytesPerDay * (isWeek ? 7 : 1);
  return {
    bytes: Math.max(least, Math.floor((bytes * settings.percentOfBytes) / 100)),
    repeats: settings.repeatsPerDay * (isWeek ? 5 : 1),
  };
}
