/** What to say when the expected month costs more than the budget: by how much, why, and the cheapest ways out. */
import { sum } from './bill';
import { billAsDeployed, cheapest, deliveryOptions } from './delivery';
import type { EstimateInput } from './estimate';
import { filesDistributions } from './hosts';
import { dollars } from './money';
import { itemOf } from './prices';
import type { Template } from './template';
import { type Traffic, workloadOf } from './workload';

export interface WayOut {
  readonly text: string;
  /** What the month costs then, US dollars. */
  readonly monthly: number;
}

export interface OverBudget {
  readonly month: number;
  readonly by: number;
  /** Lines that cost most, the dearest first. */
  readonly because: readonly { readonly item: string; readonly monthly: number }[];
  /** At most three, the cheapest first. */
  readonly waysOut: readonly WayOut[];
}

const LINES = 3;
const WAYS = 3;
const HIT_RATIOS = [0.9, 0.95, 0.97, 0.99];

/** @returns undefined when the expected month is within the budget */
export function overBudget(input: EstimateInput): OverBudget | undefined {
  const bill = billAsDeployed(input.templates, workloadOf(input.traffic));
  if (bill.monthly <= input.budgetUsd) return undefined;
  const lines = bill.lines.map(({ price, monthly }) => ({ item: itemOf(price), monthly }));
  const ways = [
    ...plans(input),
    ...higherHitRatio(input),
    ...narrowerPriceClass(input),
    ...lessTraffic(input),
    raise(bill.monthly),
  ];
  return {
    month: bill.monthly,
    by: bill.monthly - input.budgetUsd,
    because: lines.sort((a, b) => b.monthly - a.monthly).slice(0, LINES),
    waysOut: ways.sort((a, b) => a.monthly - b.monthly).slice(0, WAYS),
  };
}

const monthOf = (templates: readonly Template[], traffic: Traffic): number =>
  billAsDeployed(templates, workloadOf(traffic)).monthly;

/** The cheapest single way to pay that fits; the others would be the same way out, dearer. */
function plans({ templates, traffic, budgetUsd }: EstimateInput): WayOut[] {
  const options = deliveryOptions(templates, workloadOf(traffic)).filter(({ name }) => !name.startsWith('split'));
  const { name, monthly } = cheapest(options);
  const first = templates.some((template) => filesDistributions(template).length) ? 'take delivery.split out and ' : '';
  return monthly <= budgetUsd ? [{ text: `${first}set ${deliverySetting(name)}`, monthly }] : [];
}

/** What to write into the configuration for an option. */
function deliverySetting(option: string): string {
  const [plan, usageLevel] = option.split(' ');
  return usageLevel ? `delivery.plan to '${plan!}' with usageLevel '${usageLevel}'` : `delivery.plan to '${plan!}'`;
}

function higherHitRatio({ templates, traffic, budgetUsd }: EstimateInput): WayOut[] {
  const ways = HIT_RATIOS.filter((hitRatio) => hitRatio > traffic.hitRatio).map((hitRatio) => ({
    text: `raise the cache's hit ratio from ${percent(traffic.hitRatio)} to ${percent(hitRatio)}`,
    monthly: monthOf(templates, { ...traffic, hitRatio }),
  }));
  return ways.filter(({ monthly }) => monthly <= budgetUsd).slice(0, 1);
}

function narrowerPriceClass({ templates, traffic, budgetUsd }: EstimateInput): WayOut[] {
  const text = JSON.stringify(templates);
  const narrow = JSON.parse(text.replace(/"PriceClass_(200|All)"/g, '"PriceClass_100"')) as Template[];
  const monthly = monthOf(narrow, traffic);
  const changes = JSON.stringify(narrow) !== text && monthly <= budgetUsd;
  return changes ? [{ text: "set delivery.priceClass to 'PriceClass_100'", monthly }] : [];
}

/** How much less the anonymous tier may draw, found by halving. */
function lessTraffic({ templates, traffic, budgetUsd }: EstimateInput): WayOut[] {
  const named = sum(Object.entries(traffic.tiers ?? {}).map(([tier, share]) => (tier === 'anonymous' ? 0 : share)));
  const anonymous = Math.max(0, 1 - named);
  const month = (kept: number): number => monthOf(templates, scaled(traffic, named + anonymous * kept));
  if (month(0) > budgetUsd) return [];
  let [low, high] = [0, 1];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    [low, high] = month(middle) <= budgetUsd ? [middle, high] : [low, middle];
  }
  const kept = Math.floor(low * 100) / 100;
  const terabytes = traffic.terabytesPerMonth * (named + anonymous * kept);
  const text = `lower the limit of the anonymous tier, and enforce it, until it draws ${percent(1 - kept)} less (${terabytes.toFixed(1)} TB a month in all)`;
  return [{ text, monthly: month(kept) }];
}

const scaled = (traffic: Traffic, factor: number): Traffic => ({
  ...traffic,
  terabytesPerMonth: traffic.terabytesPerMonth * factor,
  millionRequestsPerMonth: traffic.millionRequestsPerMonth * factor,
});

function raise(month: number): WayOut {
  const monthlyUsd = Math.ceil(month);
  return { text: `raise budget.monthlyUsd to ${monthlyUsd}`, monthly: month };
}

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

export function overBudgetText({ month, by, because, waysOut }: OverBudget): string {
  return [
    `The expected month costs ${dollars(month)}, ${dollars(by)} more than budget.monthlyUsd (${dollars(month - by)}).`,
    'Most of it:',
    ...because.map(({ item, monthly }) => `  ${dollars(monthly)} ${item}`),
    'The cheapest ways out:',
    ...waysOut.map(({ text, monthly }, i) => `  ${i + 1}. ${text}: ${dollars(monthly)} a month`),
  ].join('\n');
}
