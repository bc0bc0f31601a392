/**
 * AWS Budgets in simulated time: it looks three times a day, 8 hours apart, at what is 10 hours old (AWS says 8 to 12), and tells of each
 * threshold once a month.
 */
import type { Resource } from '../lib/synthesis';
import type { Message } from './cloudwatch';

const HOUR = 3_600_000;
export const LOOKS_EVERY_MS = 8 * HOUR;
export const LAG_MS = 10 * HOUR;

interface BudgetProperties {
  readonly Budget: { readonly BudgetLimit: { readonly Amount: number }; readonly CostFilters?: unknown };
  readonly NotificationsWithSubscribers: readonly {
    readonly Notification: { readonly NotificationType: 'ACTUAL' | 'FORECASTED'; readonly Threshold: number };
  }[];
}

export class Budgets {
  private readonly told = new Set<number>();
  private readonly amount: number;
  private readonly percents: readonly number[];

  constructor(resources: Readonly<Record<string, Resource>>) {
    const [budget] = Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::Budgets::Budget')
      .map(({ Properties }) => Properties as unknown as BudgetProperties)
      .filter(({ Budget }) => !Budget.CostFilters);
    this.amount = budget!.Budget.BudgetLimit.Amount;
    this.percents = budget!.NotificationsWithSubscribers.map(({ Notification }) => Notification)
      .filter(({ NotificationType }) => NotificationType === 'ACTUAL')
      .map(({ Threshold }) => Threshold);
  }

  /** @param costAt US dollars of the month until a time */
  look(now: number, costAt: (time: number) => number): Message[] {
    if (now % LOOKS_EVERY_MS !== 0) return [];
    const cost = costAt(now - LAG_MS);
    return this.percents
      .filter((percent) => cost > (this.amount * percent) / 100 && !this.told.has(percent))
      .map((percent) => {
        this.told.add(percent);
        return { sentAt: new Date(now).toISOString(), text: this.text(percent, cost) };
      });
  }

  private text(percent: number, cost: number): string {
    const usd = (amount: number): string => amount.toLocaleString('en', { style: 'currency', currency: 'USD' });
    return [
      'AWS Budget Notification November 23, 2026',
      'AWS Account 111122223333',
      '',
      'Dear AWS Customer,',
      '',
      'You requested that we alert you when the ACTUAL Cost associated with your budget exceeds your threshold.',
      '',
      'Budget Name: CostsBudget',
      'Budget Type: Cost',
      `Budgeted Amount: ${usd(this.amount)}`,
      'Alert Type: ACTUAL',
      `Alert Threshold: > ${usd((this.amount * percent) / 100)}`,
      `ACTUAL Amount: ${usd(cost)}`,
    ].join('\n');
  }
}
