/** What a mail about a move of the brake says to somebody who keeps the books: what happened, what it will cost, what happens next, how to stop it. */
import type { BrakeCause, BrakeDegree, BrakeMove, BrakeState } from '../contracts/brake';
import { allowanceOf, burnThresholds } from './burn';
import { dollars } from './money';
import type { MonthBudget } from './month-to-date';

export interface Mail {
  /** In ASCII, at most 100 characters, which is what SNS takes. */
  readonly subject: string;
  readonly text: string;
}

/** As `BrakeFile` has them. */
export interface Money {
  readonly monthlyUsd: number;
  readonly month?: MonthBudget | undefined;
}

/** Begins every mail of the brake, which hears its own topic, too. */
export const BRAKE_MAIL = 'What happened: the brake ';

const SERVED: Readonly<Record<BrakeDegree, string>> = {
  0: 'everybody is served',
  1: 'robots and CI without a token are refused, everybody else is served',
  2: 'robots and CI without a token are refused, and what an address without a token sends above 1,000 requests in 5 minutes',
  3: 'supporters and commercial customers are served, everybody else is refused',
};

const CAUSES: Readonly<Record<BrakeCause, string>> = {
  'bytes-fast': 'because more was downloaded within 5 minutes than the budget bears',
  'requests-fast': 'because more was asked for within 5 minutes than the budget bears',
  'bytes-slow': 'because more was downloaded within 6 hours than the budget bears',
  'requests-slow': 'because more was asked for within 6 hours than the budget bears',
  month: 'because the month has cost more than its budget, by its own count',
  'budget-actual': 'because the month has cost more than its budget, as AWS Budgets says',
  'budget-forecast': 'because AWS Budgets expects the month to cost more than its budget',
  operator: 'because an operator has ordered it',
  quiet: 'because it has been quiet for long enough',
};

export function brakeMail(registry: string, move: BrakeMove, { signals }: Pick<BrakeState, 'signals'>, money: Money): Mail {
  const { sequence, at, from, to, cause, dry } = move;
  const what = from === to ? `stays at degree ${to}` : `went from degree ${from} to degree ${to}`;
  const when = `${at.slice(0, 16).replace('T', ' ')} UTC`;
  return {
    subject: `${registry}: brake at degree ${to} (move ${sequence})${dry ? ', dry run' : ''}`,
    text: [
      `${BRAKE_MAIL}of the registry ${registry} ${what} at ${when}, ${CAUSES[cause]}${dry ? ' (dry run: nobody is refused)' : ''}.`,
      `What it will cost: ${costs(cause, signals, money)}`,
      `What happens next: ${next(move)}`,
      'How to stop it: `npx registry brake hold --until 12h` keeps it where it is, `npx registry brake release` lets go at once and forgets what was signalled, `npx registry brake status` says why it is where it is. What each degree means: docs/brake.md',
    ].join('\n\n'),
  };
}

/** What is known of the money when the brake moves: by what made it move. */
function costs(cause: BrakeCause, signals: BrakeState['signals'], { monthlyUsd, month }: Money): string {
  const ratio =
    cause === 'quiet' || cause === 'operator' ? undefined : (signals[cause]?.findLast(({ alarming }) => alarming)?.ratio ?? 1);
  if (ratio === undefined)
    return `whoever is served draws on the budget of ${dollars(monthlyUsd)} a month; burn alarms and budgets go on watching it.`;
  if (cause === 'budget-forecast')
    return `about ${dollars(ratio * monthlyUsd)} this month, of a budget of ${dollars(monthlyUsd)}, if it goes on like this.`;
  if (cause === 'month' || cause === 'budget-actual')
    return `about ${dollars(ratio * monthlyUsd)} were spent this month, of a budget of ${dollars(monthlyUsd)}; what is still served comes on top.`;
  const burn =
    month &&
    burnThresholds(allowanceOf(month.monthlyUsd - month.idleUsd, month.priceClass), month.priceClass).find(
      ({ signal }) => signal === cause,
    );
  return burn
    ? `up to ${dollars(burn.usdPerHour * ratio)} an hour at the pace that was measured, until the brake is everywhere, in about a minute; less after that.`
    : 'nothing more than the fee of the delivery plan.';
}

function next({ to, order, until, dry }: BrakeMove): string {
  const now = dry ? `everybody is served; without the dry run, ${SERVED[to]}` : SERVED[to];
  if (until)
    return `${now}. Alarms are noted and move nothing until ${until.slice(0, 16).replace('T', ' ')} UTC; then they decide again.`;
  if (to === 0) return `${now}. ${order ? 'What is signalled from now on' : 'The next burn'} moves it again.`;
  return `${now}. It goes up by itself when the burn grows or lasts, and down by one degree an hour once the burn has been over for an hour; above the month's budget it stays until the month ends.`;
}
