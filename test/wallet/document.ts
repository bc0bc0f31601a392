/** Writes docs/denial-of-wallet.md from the runs. */
import type { BrakeDegree } from '../../domain/contracts/brake';
import { settledAt, shares, usdAt, usdBefore } from './reading';
import { NAMES, RELEASED_AT, type Results } from './results';
import { ATTACK, HOUR, SCENARIOS, type ScenarioName } from './scenarios';
import type { Run } from './simulate';

const dollars = (usd: number | undefined): string => (usd === undefined ? 'never' : `$${Math.round(usd).toLocaleString('en')}`);
const percent = (share = 0): string => `${Math.round(share * 100)} %`;

export function walletDocument(all: Results): string {
  return [
    '<!-- written by `npx tsx scripts/simulate-wallet.ts`; change that, not this -->',
    INTRODUCTION,
    '![Dollars over time](denial-of-wallet.svg)',
    '## What it costs until the brake bites',
    'Dollars spent since the attack began, when each degree was first in force at every edge location; everyday traffic of about 1 TB a month is in it. A flood asks for degree 3 at once.',
    bites(all),
    '## Who is served meanwhile',
    'Of the slow burn, which is the only one of the three to see every degree: what requests came to while a degree was in force.',
    served(all.deployed['slow burn']),
    recovery(all),
    '## When CloudFront’s metrics come later',
    'AWS says nowhere how late they are. Two minutes, as others measured for metrics of one minute, is what everything else here assumes. Each minute more costs $89.',
    delays(all),
    LATE,
    '## What the brake cannot do',
    limits(all),
    ASSUMED,
    '',
  ].join('\n\n');
}

const INTRODUCTION = `# Denial of wallet

Somebody downloads only to spend the foundation’s money. What that costs was simulated end to end in simulated time: the traffic passes the generated web ACL and the bundled edge function;
CloudFront’s sums reach the **alarms of the synthesised template** as late as on AWS; their messages, and those of AWS Budgets, reach the **brake’s own handler**; what it writes holds at the edge some
time later. The registry is the small example with a budget of $50 a month, of which the free allowances are used up already. \`test/wallet\` has the simulation, and a test holds this page to it.`;

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function bites({ deployed, budgetsAlone }: Results): string {
  const after = (run: Run, name: ScenarioName): string => dollars(usdAt(run, SCENARIOS[name].until));
  const cells = (name: ScenarioName, which: string, run: Run): string =>
    row(name, which, ...([1, 2, 3] as const).map((degree) => moment(run, degree)), after(run, name));
  return [
    row('Attack', 'Brake hears', 'degree 1', 'degree 2', 'degree 3', 'in all'),
    row('---', '---', '---:', '---:', '---:', '---:'),
    ...NAMES.flatMap((name) => [
      cells(name, 'alarms and budgets', deployed[name]),
      cells(name, 'budgets alone', budgetsAlone[name]),
    ]),
    '',
    ...NAMES.map((name) => `- **${name}**: ${SCENARIOS[name].what}`),
  ].join('\n');
}

function moment(run: Run, degree: BrakeDegree): string {
  const usd = usdBefore(run, degree);
  const bite = run.bites.find((one) => one.degree >= degree);
  return bite ? `${dollars(usd)} after ${duration(bite.at - ATTACK)}` : 'never';
}

const duration = (ms: number): string => (ms < 2 * HOUR ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / HOUR)} h`);

function served(run: Run): string {
  const flows = ['people', 'CI without a token', 'a member', 'attack'];
  const names: Readonly<Record<string, string>> = { people: 'people who install without a token', attack: 'the attack' };
  return [
    row('', 'off', 'degree 1', 'degree 2', 'degree 3'),
    row('---', '---:', '---:', '---:', '---:'),
    ...flows.map((flow) =>
      row(
        `${names[flow] ?? flow}: served`,
        ...([0, 1, 2, 3] as const).map((degree) => percent(shares(run, flow, settledAt(degree, run)).served)),
      ),
    ),
  ].join('\n');
}

function recovery({ recovery: run, released }: Results): string {
  const last = run.minutes.at(-1)!;
  const back = released.minutes.filter(({ at }) => at > RELEASED_AT + 5 * 60_000);
  const people = percent(shares(released, 'people', (minute) => back.includes(minute)).served);
  return `When the slow burn ends after one day, within the budget, the brake goes back to degree ${last.degree} by itself; it has cost ${dollars(last.usd)} in all. After a flood the month has cost more than a
quarter above its budget, so degree 3 stays until the month ends or an operator says otherwise: an hour after the flood from one network \`npx registry brake release\` brings everybody back at once (people
served: ${people}; degree ${back.at(-1)!.degree} until the end of the run).`;
}

const delays = ({ delays: all }: Results): string =>
  [
    row('Metrics late by', 'degree 3 after', 'spent until then'),
    row('---:', '---:', '---:'),
    ...all.map(({ minutes, run }) => {
      const bite = run.bites.find(({ degree }) => degree === 3);
      return row(`${minutes} min`, bite ? duration(bite.at - ATTACK) : 'never', dollars(bite?.usd));
    }),
  ].join('\n');

const LATE = `Up to two minutes, $500 hold; nothing that CloudWatch offers holds them for certain, since it promises no delay. The fast alarms look at three periods, so a flood is seen though its sums come ten minutes
late. What does hold for certain is a flat-rate plan ([plans.md](plans.md)): AWS charges nothing above its allowance.`;

function limits({ requests, deployed }: Results): string {
  const hour = usdAt(requests, ATTACK + 2 * HOUR) - usdAt(requests, ATTACK + HOUR);
  return `- **A flood of requests goes on costing while it is refused.** 250,000 requests a second, CloudFront’s quota, from 10,000 addresses cost ${dollars(requests.bites[0]?.usd)} until degree 3, and then ${dollars(hour)} an
  hour: the web ACL charges $0.60 a million for what it blocks. Shutting out the network or the country ([runbook](runbook.md#somebody-draws-far-too-much)) changes nothing in that; a plan does, for what it blocks is free there.
- **Who looks like a person is served at degrees 1 and 2.** 10,000 addresses with pip, each below every limit, are told from people by nothing but the bytes of all together. So the brake goes to degree 3, and people without
  a token wait with them; members and donors go on.
- **The slow burn is never quite stopped.** Its alarm ends when six hours are clean, the brake lets go an hour later, and the burn begins again: ${dollars(usdAt(deployed['slow burn'], ATTACK + 24 * HOUR))} on the first day. Block who it is.`;
}

const ASSUMED = `## What is assumed

- A minute’s sum of \`BytesDownloaded\` and \`Requests\` can be read two minutes after the minute ended; the alarm looks a second before that, so 59 seconds are lost.
- SNS, a cold start and the function’s calls take 10 seconds, an entry of the KeyValueStore 30 seconds to every edge location, IP sets up to a minute.
- AWS Budgets looks every 8 hours at what is 10 hours old, and tells of 50, 80, 100, 110 and 125 percent once each.
- Attackers take no notice of refusals. One address of each group is followed through web ACL and function, and stands for all of them.
- Prices are those of the estimator, all from North America; requests that the web ACL blocks are not in CloudFront’s metrics.`;
