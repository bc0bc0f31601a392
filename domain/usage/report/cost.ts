/** What the month cost: by the estimator from what was measured, and by the bill where there is one. */
import { type Bill, sum, totalsBy } from '../../cost/bill';
import { billAsDeployed, cheapest, deliveryOptions } from '../../cost/delivery';
import { type Traffic, workloadOf } from '../../cost/workload';
import { OTHER } from '../k-anonymity';
import type { ActualCost, CostInput, UsageRecord } from './input';
import { totalOf } from './input';
import { rounded, type Totals } from './totals';
import type { Figure, ReportTable } from './types';

/** Dollars of the month by what makes them grow. */
export interface CostParts {
  /** What grows with bytes, and with requests. */
  readonly bytesUsd: number;
  readonly requestsUsd: number;
  /** What costs the same whoever comes: storage, intake, fees. */
  readonly restUsd: number;
}

export interface MonthCost extends CostParts {
  readonly bill: Bill;
  readonly traffic: Traffic;
}

const GB = 2 ** 30;

/** The expected traffic with everything that was measured in its place. @param files rows of the table `files` */
export function measuredTraffic(cost: CostInput, totals: Totals, files: readonly UsageRecord[]): Traffic {
  const { requests, bytes, hits, cacheable } = totals;
  const documents = files.filter(({ kind }) => kind !== 'file' && kind !== OTHER);
  const asked = totalOf(documents, 'requests');
  return {
    ...cost.planned,
    terabytesPerMonth: bytes / GB / 1024,
    millionRequestsPerMonth: requests / 1e6,
    hitRatio: cacheable > 0 ? hits / cacheable : cost.planned.hitRatio,
    storedGb: cost.storedGb ?? cost.planned.storedGb,
    publishesPerMonth: cost.releases ?? cost.planned.publishesPerMonth,
    ...(asked > 0 && { index: { share: asked / requests, kib: totalOf(documents, 'bytes') / asked / 1024 } }),
  };
}

export function monthCost({ templates }: Pick<CostInput, 'templates'>, traffic: Traffic): MonthCost {
  const bill = billAsDeployed(templates, workloadOf(traffic));
  const { bytes = 0, requests = 0 } = totalsBy(bill, ({ by }) => by);
  return { bill, traffic, bytesUsd: bytes, requestsUsd: requests, restUsd: bill.monthly - bytes - requests };
}

export interface Use {
  readonly bytes: number;
  readonly requests: number;
}

/**
 * Part of the month's cost in proportion to use: bytes pay what bytes cost, requests what requests cost, and what costs the same whoever
 * comes is divided as those two together are. While both are free of charge, bytes alone decide.
 */
export function fairShareUsd(cost: CostParts, use: Use, all: Use): number {
  const part = (one: number, whole: number): number => (whole > 0 ? one / whole : 0);
  const [ofBytes, ofRequests] = [part(use.bytes, all.bytes), part(use.requests, all.requests)];
  const drawn = cost.bytesUsd + cost.requestsUsd;
  const own = cost.bytesUsd * ofBytes + cost.requestsUsd * ofRequests;
  return own + cost.restUsd * (drawn > 0 ? own / drawn : ofBytes);
}

/** What the bill would be less, had some requests not been made. */
export function savedUsd(cost: MonthCost, { templates }: Pick<CostInput, 'templates'>, { bytes, requests }: Use): number {
  const { traffic } = cost;
  const less = {
    ...traffic,
    terabytesPerMonth: Math.max(0, traffic.terabytesPerMonth - bytes / GB / 1024),
    millionRequestsPerMonth: Math.max(0, traffic.millionRequestsPerMonth - requests / 1e6),
  };
  return cost.bill.monthly - billAsDeployed(templates, workloadOf(less)).monthly;
}

export const usd = (amount: number): number => Math.round(amount * 100) / 100;

export function costFigures(cost: MonthCost | undefined, input: CostInput | undefined, totals: Totals): Record<string, Figure> {
  const note = cost ? undefined : 'no template was given to price';
  const figure = (title: string, value: number | undefined, why = note): Figure => ({
    title,
    unit: 'USD',
    value: value === undefined ? null : usd(value),
    ...(why !== undefined && { note: why }),
  });
  const actual = input?.actual;
  const paid = actual && sum(Object.values(actual.byComponent));
  const millions = totals.downloads / 1e6;
  const per = (amount: number | undefined): number | undefined =>
    amount === undefined || millions === 0 ? undefined : amount / millions;
  const noBill = actual ? undefined : 'no cost export is configured';
  return {
    estimatedUsd: figure(
      'Estimated cost',
      cost?.bill.monthly,
      note ?? 'list prices for the measured traffic, before tax and credits',
    ),
    actualUsd: figure('Actual cost', paid, noBill ?? 'before credits'),
    creditsUsd: figure('Paid by credits', actual?.creditsUsd, noBill),
    bytesUsd: figure('Of the estimate, what grows with bytes', cost?.bytesUsd),
    requestsUsd: figure('Of the estimate, what grows with requests', cost?.requestsUsd),
    restUsd: figure('Of the estimate, the rest', cost?.restUsd),
    costGapPercent: {
      title: 'Actual against estimated',
      unit: 'percent',
      value: cost && paid !== undefined ? gapPercent(paid - cost.bill.monthly, cost.bill.monthly) : null,
      ...(noBill !== undefined && { note: noBill }),
    },
    estimatedUsdPerMillion: figure(
      'Estimated cost per million installs',
      per(cost?.bill.monthly),
      note ?? 'an install is a download of a file',
    ),
    actualUsdPerMillion: figure('Actual cost per million installs', per(paid), noBill),
  };
}

const gapPercent = (part: number, whole: number): number | null => (whole > 0 ? rounded((100 * part) / whole, 1) : null);

export function costTable(cost: MonthCost, actual: ActualCost | undefined): ReportTable {
  const estimated = totalsBy(cost.bill, ({ component }) => component);
  const names = [...new Set([...Object.keys(estimated), ...Object.keys(actual?.byComponent ?? {})])];
  return {
    title: 'Cost by component',
    about:
      'Estimated from the deployed template, the price list and the measured traffic; actual from the cost export, by the tag component, before credits. A gap shows what either side does not know.',
    columns: [
      { name: 'component', title: 'Component' },
      { name: 'estimatedUsd', title: 'Estimated', unit: 'USD' },
      { name: 'actualUsd', title: 'Actual', unit: 'USD' },
      { name: 'gapPercent', title: 'Actual against estimated', unit: 'percent' },
    ],
    rows: names.map((component) => {
      const [plan, paid] = [estimated[component] ?? 0, actual?.byComponent[component]];
      return {
        component,
        estimatedUsd: usd(plan),
        actualUsd: paid === undefined ? null : usd(paid),
        gapPercent: paid === undefined ? null : gapPercent(paid - plan, plan),
      };
    }),
  };
}

/** What would have to be paid for the same month from tomorrow on, when nobody gives anything any more. */
export function donorExitFigures(
  cost: MonthCost,
  input: CostInput,
  givenUsd: Readonly<Record<'money' | 'credits', number>>,
): Record<string, Figure> {
  const options = deliveryOptions(input.templates, workloadOf(cost.traffic));
  const best = cheapest(options);
  const figure = (title: string, value: number, note: string): Figure => ({ title, unit: 'USD', value: usd(value), note });
  return {
    donorExitUsd: figure(
      'The bill if all credits and sponsored delivery ended today',
      options[0]!.monthly,
      'the same month at list prices, paid by use, without any plan',
    ),
    donorExitCheapestUsd: figure('The same by the cheapest way that fits', best.monthly, best.name),
    contributedMoneyUsd: figure('Given in money', givenUsd.money, 'a month, as configured'),
    contributedCreditsUsd: figure('Given in credits', givenUsd.credits, 'a month, as configured; ends with the donor'),
    uncoveredUsd: figure(
      'Left to find in that case',
      Math.max(0, best.monthly - givenUsd.money),
      'the cheapest way, less what is given in money',
    ),
  };
}
