/** Which period a report is of. */
import { periodNamed, periodOf, previousPeriod } from '../../domain/usage/period';
import type { Period } from '../../domain/usage/tables';
import { UsageError } from './failure';

export interface PeriodOptions {
  readonly month?: string;
  readonly day?: string;
  readonly local?: boolean;
}

/** The last whole month; of a local registry, which lives for days, the one that is running. */
export function periodFor({ month, day, local }: PeriodOptions, now: Date): Period {
  const today = now.toISOString().slice(0, 10);
  const running = periodOf('month', today);
  if (month === undefined && day === undefined) return local ? running : previousPeriod(running);
  const period = named(month ?? day!);
  const kind = month === undefined ? 'day' : 'month';
  if (period?.kind !== kind)
    throw new UsageError(
      `--${kind} must be a ${kind}, got: ${month ?? day!}; write it as ${kind === 'day' ? '2026-10-05' : '2026-10'}`,
    );
  if (period.from > today) throw new UsageError(`--${kind} must have begun, got: ${period.name}; today is ${today} (UTC)`);
  return period;
}

function named(name: string): Period | undefined {
  try {
    return periodNamed(name);
  } catch {
    return undefined; // said better by the option
  }
}
