/** The estimate as plain text for a terminal of 120 columns. */
import type { Estimate, EstimateLine, Totals } from './estimate';
import { dollars } from './money';

export function estimateText(estimate: Estimate): string {
  const { traffic, budgetUsd, month, cheapest } = estimate;
  return [
    `List prices of ${estimate.pricesFrom} to ${estimate.pricesTo}, US dollars a month, before tax and credits. 1 TB is 1,024 GB.`,
    `Expected: ${traffic.terabytesPerMonth} TB and ${traffic.millionRequestsPerMonth} million requests, hit ratio ${traffic.hitRatio}, ${traffic.storedGb} GB stored, ${traffic.publishesPerMonth} releases.`,
    '',
    row('Idle, no traffic', estimate.idle),
    row('Idle, on the plan Pro', estimate.idleOnPro),
    row(`Expected month (${estimate.plan}; budget ${dollars(budgetUsd)})`, month),
    ...estimate.overPlan.map((why) => `${' '.repeat(18)}more than the plan includes, ${why}`),
    ...(traffic.growthPercent ? [row(`In a year, growing ${traffic.growthPercent} % a month`, estimate.inAYear)] : []),
    ...(estimate.perMillionInstalls === undefined ? [] : [row('A million installs (files served)', estimate.perMillionInstalls)]),
    ...(estimate.perRelease === undefined ? [] : [`${fine(estimate.perRelease).padStart(14)}  One more release`]),
    ...(estimate.countingPerTerabyte === undefined
      ? []
      : [row('Counting usage, for each TB served', estimate.countingPerTerabyte)]),
    ...section('By service', totals(estimate.byService)),
    ...section('By component', totals(estimate.byComponent)),
    ...section('By access tier', totals(estimate.byTier)),
    ...section('Dearest lines', estimate.lines.slice(0, 8).map(lineText)),
    ...section(
      'Ways to pay for delivery',
      estimate.options.flatMap((option) => optionText(option, estimate.plan)),
    ),
    `  Cheapest: ${cheapest.name}, ${dollars(cheapest.monthly)}. ${cheapest.why}.`,
    ...section(
      'Elsewhere, the same traffic by the same arithmetic',
      estimate.elsewhere.flatMap((other) => elsewhereText(other, cheapest.monthly)),
    ),
    ...section('At other volumes, the same mix', estimate.volumes.flatMap(volumeText)),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] => ['', title, ...lines];
const row = (name: string, amount: number): string => `${dollars(amount).padStart(14)}  ${name}`;
const totals = (amounts: Totals): string[] => Object.entries(amounts).map(([name, amount]) => row(name, amount));
/** For what costs less than a cent. */
const fine = (amount: number): string => `$${amount.toFixed(4)}`;
const count = (quantity: number): string => quantity.toLocaleString('en', { maximumFractionDigits: 1 });

const lineText = ({ item, quantity, free, monthly, confidence, date }: EstimateLine): string =>
  `${row(item, monthly)}: ${count(quantity)}${free ? `, ${count(free)} free` : ''} (${confidence}, ${date})`;

/** @param deployed name of the way that the templates choose */
function optionText({ name, monthly, misfits }: Estimate['options'][number], deployed: string): string[] {
  const title = name === deployed ? `${name} (as it is)` : name;
  return misfits.length
    ? [`${'does not fit'.padStart(14)}  ${title}`, ...misfits.map((why) => `${' '.repeat(18)}${why}`)]
    : [row(title, monthly)];
}

function elsewhereText({ name, monthly, note }: Estimate['elsewhere'][number], ours: number): string[] {
  const compared =
    monthly < ours ? `cheaper than here by ${dollars(ours - monthly)}` : `${(monthly / ours).toFixed(1)} times as much as here`;
  return [row(`${name}: ${compared}`, monthly), `${' '.repeat(18)}${note}`];
}

function volumeText({ terabytes, totals: amounts, cheapest }: Estimate['volumes'][number]): string[] {
  const all = Object.entries(amounts).map(([name, amount]) => `${name} ${dollars(amount)}`);
  return [`  ${count(terabytes)} TB, cheapest here: ${cheapest}`, ...all.map((text) => `${' '.repeat(18)}${text}`)];
}
