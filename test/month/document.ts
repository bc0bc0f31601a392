/** docs/simulated-month.md. */

import { type FairOutcome, fairFindings, rangesOf } from './fair-findings';
import { DAY } from './fair-week';
import { type ClassShare, classShares, type Finding, type Outcome } from './findings';
import { KINDS_OF_MONTH, type MonthKindName } from './kinds';

export interface DocumentInput extends Outcome {
  readonly findings: readonly Finding[];
  readonly scale: number;
  readonly logBytes: number;
  /** Of one processor. */
  readonly seconds: { readonly edge: number; readonly tables: number };
  readonly fairUse: FairOutcome;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const whole = (value: number): string => value.toLocaleString('en');
const gb = (bytes: number): string => (bytes / 1e9).toFixed(1);

export function monthDocument(input: DocumentInput): string {
  const { month, findings, scale, logBytes, seconds, texts, report, fairUse } = input;
  const all = month.truth.of('all', '');
  return `<!-- written by \`npx tsx scripts/simulate-month.ts ${scale}\` -->
# A simulated month

Is what the registry tells of its use true, and does it tell of nobody? ${whole(all.requests)} requests of October 2026 from ${whole(month.truth.addresses('all', ''))} addresses, drawn
with a seed from [what registries have published](../test/month/kinds.ts) and with [user agents captured from real clients](../test/month/agents.ts), go through the whole
local edge in simulated time: web ACL, edge function, cache and access log of the synthesised template. The log files are
counted by the queries that Athena runs. What clients sent and got is counted beside, without log or query, and both must be
the same to the last byte: totals are exact, cells of the report are exact and then rounded down.

This is ${scale === 1 ? 'the whole population' : `${scale} of the population in [kinds.ts](../test/month/kinds.ts), in the same shape: what the table below says of each kind is of the whole`}. A smaller month runs with the tests ([\`simulated-month.test.ts\`](../test/month/simulated-month.test.ts)), which
compare every table row by row; others add [one person](../test/month/privacy.ts), deliver [log files wrongly](../test/month/log-faults.ts), and compute
[the money](../test/month/money.ts) by hand.

## What it shows

${table(
  ['Expected', 'Seen', 'Holds'],
  [...findings, ...fairFindings(fairUse)].map(({ expected, saw, holds }) => [expected, saw, holds ? 'yes' : 'no']),
)}

## Classes of clients

Percent of all requests and bytes: what clients are, and what the [rules](../domain/usage/rules-table.ts) take them for. People at desktops in a cloud count as CI.

${table(['Class', 'Requests', 'told', 'Bytes', 'told'], classShares(input).map(classRow))}

## Who draws how much

${table(['Who', 'Addresses', 'Requests', 'GB', 'Share of bytes'], kindRows(input))}

## How unequal

${table(
  ['Busiest addresses', 'Share of bytes', 'Share of requests'],
  report.tables.concentration!.rows.map((row) =>
    [row.addressesPercent, row.bytesPercent, row.requestsPercent].map((percent) => `${String(percent)} %`),
  ),
)}

## Fair use

[Fair use](fair-use.md) is asked at true size, with the settings that the registry ships with: the crawler's 1,000 addresses, the CI that downloads one
file 500,000 times a month, the office of 400 people, and everybody else. That is a [week of ${whole([...fairUse.log.drawn.values()].reduce((sum, { requests }) => sum + requests, 0))} log lines](../test/month/long-log.ts), in
which the edge answers each question once, and whoever asks the same gets the same line.

${table(
  ['Period', 'Proposed', 'Who it is', 'Ranges', 'Repeated downloads', 'Fair'],
  fairUse.periods.flatMap((period) => fairRows(fairUse, period)),
)}

## What it took

${whole(month.keys.length)} log files, ${(logBytes / all.requests).toFixed(0)} bytes a line compressed; ${whole(texts.length)} documents are published. To count the tables of the month, its days and weeks
took ${((100 * seconds.tables) / seconds.edge).toFixed(0)} % of the processor time in which the edge had answered.
`;
}

/** Without the names of ranges: they are addresses of nobody, and there are many. */
function fairRows({ log }: FairOutcome, { served, found }: FairOutcome['periods'][number]): string[][] {
  const kindOf = (ranges: readonly string[]): string =>
    (Object.keys(KINDS_OF_MONTH) as MonthKindName[])
      .filter((kind) => rangesOf(log, kind).some((range) => ranges.includes(range)))
      .join(', ');
  return found.map(({ kind, name, ranges, drew, fair }) => [
    served.kind === DAY.kind ? `day ${served.period}` : `week ${served.period}`,
    kind === 'range' ? 'a range' : `${kind} ${name}`,
    kindOf(ranges),
    whole(ranges.length),
    whole(drew),
    whole(fair),
  ]);
}

const classRow = ({ class: name, requests, bytes }: ClassShare): string[] => [
  name,
  ...[...requests, ...bytes].map((percent) => `${percent.toFixed(1)} %`),
];

function kindRows({ month }: DocumentInput): string[][] {
  const all = month.truth.of('all', '');
  return (Object.keys(KINDS_OF_MONTH) as MonthKindName[]).map((kind) => {
    const sums = month.inhabitants.clients
      .filter((client) => client.kind === kind)
      .map(({ address }) => month.truth.of('addresses', address));
    const total = (measure: 'requests' | 'bytes'): number => sums.reduce((sum, each) => sum + each[measure], 0);
    return [
      `**${kind}**: ${KINDS_OF_MONTH[kind].who}`,
      whole(sums.length),
      whole(total('requests')),
      gb(total('bytes')),
      `${((100 * total('bytes')) / all.bytes).toFixed(1)} %`,
    ];
  });
}
