/** The report of the simulated day, for people. */
import type { Limit, Tier } from '../../domain/tiers/tier';
import { type Finding, LIMITED } from './findings';
import { type ClientKind, KINDS, type KindName } from './kinds';
import { type Peak, WINDOWS } from './peaks';
import type { Report } from './report';

export interface DayResults {
  readonly tiers: readonly Tier[];
  readonly ceiling: Limit;
  readonly findings: readonly Finding[];
  readonly evaluation: Report;
  readonly enforcement: Report;
  /** Enforcement, with the web ACL as prompt as AWS WAF is. */
  readonly realistic: Report;
  readonly peaks: readonly Peak[];
  readonly offices: readonly { readonly developers: number; readonly mondays: readonly Peak[] }[];
}

const number = (value: number): string => Math.round(value).toLocaleString('en');
const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const kindEntries = Object.entries(KINDS) as [KindName, ClientKind][];
const total = (report: Report, of: 'requests' | 'bytes'): number =>
  [...report.sums.values()].reduce((sum, each) => sum + each[of], 0);

export function dayDocument(results: DayResults): string {
  const { tiers, ceiling, evaluation } = results;
  const limits = tiers
    .map(({ name, requests, windowSeconds }) => `\`${name}\` ${number(requests)} in ${windowSeconds} s`)
    .join(', ');
  return `<!-- written by \`npx tsx scripts/simulate-day.ts\` -->
# A simulated day

Whom do the limits meet? ${number(total(evaluation, 'requests'))} requests of one Monday from ${number(evaluation.bytesByAddress.size)} addresses, drawn with a seed from [what registries have
published](../test/traffic/kinds.ts) and from [what real clients ask](../test/traffic/tools.ts), go through the web ACL of the synthesised template in simulated time:
once with every tier in evaluation, once with every tier in enforcement. The limits are those that ship ([tiers](tiers.md)): ${limits}; for every address
${number(ceiling.requests)} in ${ceiling.windowSeconds} s.

A smaller day of the same shape runs with the tests ([\`simulated-day.test.ts\`](../test/traffic/simulated-day.test.ts)), which also ask the real edge function
whether it refuses whom this report counts as refused.

## What it shows

${table(
  ['Expected', 'Seen', 'Holds'],
  results.findings.map(({ expected, saw, holds }) => [expected, saw, holds ? 'yes' : 'no']),
)}

## Who draws how much, and who is limited

${table(['Who', 'Addresses', 'Requests', 'GB', 'Share of bytes'], kindEntries.map(drawn(results)))}

${table(
  ['Who', 'Over a limit in evaluation', 'Answered 429 in enforcement', 'Installs that failed', 'Longest wait'],
  kindEntries.map(limited(results)),
)}

In enforcement clients do on a 429 what they were recorded to do: pip and Maven wait as long as they are told, cargo at most 10 seconds, npm 10 and 60 seconds, uv a
few seconds, gem and Composer give up. The crawler takes no notice. An install fails when one of its requests is given up; nobody starts it again here.
Requests that are refused go on counting, so a matrix whose jobs try again stays over its limit longer than one that gives up.

## How soon

${table(['Who', 'Requests served to its first refused address before that', 'The same, with the web ACL as prompt as AWS WAF is', 'Later by'], lateness(results))}

AWS WAF looks about every 10 seconds and acts late; until then everything passes. The simulator's realistic cadence does so too (10 seconds, and up to 20 more).
Of the crawler's requests ${percentServed(results.enforcement, 'crawler')} are served with exact counting and ${percentServed(results.realistic, 'crawler')} with the realistic cadence; of the worst CI's
${percentServed(results.enforcement, 'worst CI')} and ${percentServed(results.realistic, 'worst CI')}.

## Which limits would hurt

The most that one address sends within a window, on this day:

${table(
  ['Who', ...WINDOWS.map((seconds) => `${seconds} s`)],
  kindEntries.map(([kind]) => [kind, ...WINDOWS.map((_, i) => number(highest(results.peaks, kind, i)))]),
)}

Addresses that would be over a limit in 300 seconds, were it the anonymous tier's:

${table(
  ['Who', ...TRIED.map(number)],
  kindEntries
    .filter(([, { token }]) => !token)
    .map(([kind]) => [kind, ...TRIED.map((limit) => over(results.peaks, kind, limit))]),
)}

One office without a token, on ${results.offices[0]!.mondays.length} Mondays with other seeds, most requests in 300 seconds:

${table(['Developers behind one address', 'Median Monday', 'Highest', 'Mondays over the limit that ships'], results.offices.map(officeRow(results)))}
`;
}

/** Limits to try, requests in 300 seconds. */
const TRIED = [500, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 9_000, 12_000, 24_000];
/** Place of 300 seconds in WINDOWS. */
const FIVE_MINUTES = WINDOWS.indexOf(300);

const drawn =
  ({ evaluation }: DayResults) =>
  ([kind, { who, addresses }]: [KindName, ClientKind]): string[] => {
    const { requests, bytes } = evaluation.sums.get(kind)!;
    return [
      `**${kind}**: ${who}`,
      number(addresses),
      number(requests),
      number(bytes / 1e9),
      percent(bytes, total(evaluation, 'bytes')),
    ];
  };

const limited =
  ({ evaluation, enforcement }: DayResults) =>
  ([kind]: [KindName, ClientKind]): string[] => {
    const would = evaluation.sums.get(kind)!;
    const is = enforcement.sums.get(kind)!;
    const wait = is.longestWaitMs ? `${Math.round(is.longestWaitMs / 1000)} s` : '–';
    return [
      kind,
      `${number(would.limited)} of ${number(would.requests)}`,
      `${number(is.refused)} of ${number(is.requests)}`,
      number(is.failedInstalls),
      wait,
    ];
  };

function lateness({ enforcement, realistic }: DayResults): string[][] {
  return (Object.entries(LIMITED) as [KindName, string][]).map(([kind, rule]) => {
    const exact = enforcement.intervals.find((each) => each.client.kind === kind && each.rule === rule)!;
    const late = realistic.intervals.find((each) => each.client.address === exact.client.address && each.rule === rule);
    if (!late) return [kind, number(exact.servedBefore), 'all: it is over before the web ACL has looked', '–'];
    return [kind, number(exact.servedBefore), number(late.servedBefore), `${((late.from - exact.from) / 1000).toFixed(1)} s`];
  });
}

function percentServed(report: Report, kind: KindName): string {
  const { requests, refused } = report.sums.get(kind)!;
  return percent(requests - refused, requests);
}

const highest = (peaks: readonly Peak[], kind: KindName, window: number): number =>
  Math.max(0, ...peaks.filter((peak) => peak.kind === kind).map(({ most }) => most[window]!));

function over(peaks: readonly Peak[], kind: KindName, limit: number): string {
  const count = peaks.filter((peak) => peak.kind === kind && peak.most[FIVE_MINUTES]! > limit).length;
  return count ? number(count) : '–';
}

const officeRow =
  ({ tiers }: DayResults) =>
  ({ developers, mondays }: DayResults['offices'][number]): string[] => {
    const most = mondays.map((peak) => peak.most[FIVE_MINUTES]!).sort((a, b) => a - b);
    const anonymous = tiers.find(({ name }) => name === 'anonymous')!;
    const beyond = most.filter((count) => count > anonymous.requests).length;
    return [number(developers), number(most[Math.floor(most.length / 2)]!), number(most.at(-1)!), `${beyond} of ${most.length}`];
  };
