/** What a mail about a burn says to somebody who keeps the books: what happened, what it will cost, what happens next, how to stop it. */
import type { BrakeMode } from '../contracts/brake';
import { amountOf, type BurnThreshold } from './burn';
import { dollars } from './money';

const HOURS_A_DAY = 24;

/** Of `fast` and `slow`: what is told in hours, and what in days. */
const TERMS = {
  fast: { within: '5 minutes', unit: 'hours', hours: 1, each: 'hour' },
  slow: { within: '6 hours', unit: 'days', hours: HOURS_A_DAY, each: 'day' },
} as const;

const NEXT: Readonly<Record<BrakeMode, string>> = {
  on: 'What happens next: within minutes the brake refuses what anonymous clients waste, and more of it the faster the money goes; members and donors go on. It releases itself when the burn is over.',
  'dry-run': 'What happens next: nothing by itself. The brake only writes down what it would do (budget.brake.mode is dry-run).',
  off: 'What happens next: nothing by itself. There is no brake (budget.brake.mode is off).',
};

const STOP: Readonly<Record<BrakeMode, string>> = {
  on: 'To stop it at once: `npx registry brake set 3`. To let it run: `npx registry brake release`.',
  'dry-run': 'To stop it: set budget.brake.mode to on and deploy.',
  off: 'To stop it: set budget.brake.mode to on and deploy.',
};

export interface BurnTextProps {
  readonly monthlyUsd: number;
  readonly brake: BrakeMode;
  /** Title of the flat-rate plan that pays for the traffic. @default none: it is paid by use */
  readonly plan?: string;
}

/** At most 1,024 characters with a link behind it, which is what CloudWatch takes. */
export function burnText(burn: BurnThreshold, { monthlyUsd, brake, plan }: BurnTextProps): string {
  const { metric, window, threshold, share, hoursLeft } = burn;
  const { within, unit, hours } = TERMS[window];
  const verb = metric === 'bytes' ? 'were downloaded' : 'were made';
  const payer = plan ? `the plan ${plan} includes` : `a budget of ${dollars(monthlyUsd)} pays for`;
  return [
    `What happened: more than ${amountOf(metric, threshold)} ${verb} within ${within}, ${share * 100} % of all that ${payer} in a month.`,
    `What it will cost: at this pace the month's ${plan ? 'allowance' : 'budget'} is used up in ${Math.round(hoursLeft / hours)} ${unit}, and ${after(burn, plan)}; the number in this mail may be many times higher.`,
    NEXT[brake],
    STOP[brake],
  ].join(' ');
}

function after({ window, usdPerHour }: BurnThreshold, plan: string | undefined): string {
  const { hours, each } = TERMS[window];
  if (plan) return 'what comes after costs nothing more, but AWS may serve it from fewer places when that lasts';
  return `every ${each} after that costs ${dollars(usdPerHour * hours)}`;
}
