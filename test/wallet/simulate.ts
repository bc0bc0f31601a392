/** Traffic, alarms, budgets and brake in simulated time: what it costs until which degree bites, and who is served meanwhile. */
import type { BrakeDegree } from '../../domain/contracts/brake';
import type { Drawn } from '../../domain/cost/month-to-date';
import { priceOf } from '../../domain/cost/prices';
import type { EdgeModel } from '../../local/assembly/model';
import type { Resource } from '../lib/synthesis';
import type { SimulatedBrake } from './brake';
import { Budgets } from './budgets';
import { burnAlarms, CloudWatch, DELAY_MS } from './cloudwatch';
import { costOf, type Served } from './cost';
import { Edge, type Outcome } from './edge';
import type { Flow } from './flows';

const STEP = 10_000;
const MINUTE = 60_000;
/** The brake's own, see `constructs/cost/brake-control.ts`. */
const CLOCK = 5 * MINUTE;
/** SNS, a cold start of the function and its calls. */
const HANDLING_MS = 10_000;
/** What the month has cost before, US dollars: $13 idle, and the web ACL, the function and two look-ups for ten million requests, which are free of HTTPS. */
export const BEFORE_USD = 13 + 10 * 0.6 + 8 * 0.1 + 18 * 0.03;

export interface Scenario {
  readonly model: EdgeModel;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly brake: SimulatedBrake;
  readonly flows: readonly Flow[];
  readonly from: number;
  readonly until: number;
  /** Of CloudFront's metrics. @default DELAY_MS */
  readonly delayMs?: number;
  /** Whether burn alarms exist and the brake counts the month; without, only AWS Budgets tells. @default true */
  readonly alarms?: boolean;
  /** What an operator does at a time. */
  readonly operator?: { readonly at: number; readonly act: (brake: SimulatedBrake, now: Date) => Promise<void> };
}

/** Of one minute. */
export interface Minute {
  readonly at: number;
  /** Since the beginning of the scenario, US dollars. */
  readonly usd: number;
  readonly degree: BrakeDegree;
  readonly bytes: number;
  /** Requests of each flow, by what they came to. */
  readonly outcomes: Readonly<Record<string, Readonly<Partial<Record<Outcome, number>>>>>;
}

export interface Run {
  readonly minutes: readonly Minute[];
  /** Dollars spent until each degree was first in force at the edge, and when. */
  readonly bites: readonly { readonly degree: BrakeDegree; readonly at: number; readonly usd: number }[];
}

type Tally = Record<string, Partial<Record<Outcome, number>>>;

export async function simulate(scenario: Scenario): Promise<Run> {
  const { model, resources, brake, flows, from, until, delayMs = DELAY_MS, alarms = true, operator } = scenario;
  const edge = new Edge(model);
  const cloudWatch = new CloudWatch(alarms ? burnAlarms(resources) : [], delayMs);
  const budgets = new Budgets(resources);
  const total = { bytes: 0, served: 0, refused: 0, reads: 0, blocked: 0 };
  const minutes: Minute[] = [];
  const bites: Run['bites'][number][] = [];
  const costAt = (time: number): number => BEFORE_USD + (minutes.findLast(({ at }) => at <= time)?.usd ?? 0);
  let tally: Tally = {};
  let bytes = 0;

  for (let now = from; now < until; now += STEP) {
    for (const flow of flows) {
      const { part, reads } = await followed(edge, flow, now);
      const drawn = partOf(part, reads, flow);
      tally[flow.name] = plus(tally[flow.name] ?? {}, part, flow.addresses);
      for (const key of ['bytes', 'served', 'refused', 'reads', 'blocked'] as const) total[key] += drawn[key];
      bytes += drawn.bytes;
      cloudWatch.count(now, { bytes: drawn.bytes, requests: drawn.served + drawn.refused });
    }
    const end = now + STEP;
    if (end % MINUTE !== 0) continue;
    const usd = costOf(total);
    const inForce = brake.degreeAt(end);
    if (inForce > 0 && !bites.some(({ degree }) => degree === inForce)) bites.push({ degree: inForce, at: end, usd });
    minutes.push({ at: end, usd, degree: inForce, bytes, outcomes: tally });
    [tally, bytes] = [{}, 0];
    const messages = [...cloudWatch.evaluate(end - MINUTE), ...budgets.look(end, costAt)];
    const handled = new Date(end + HANDLING_MS);
    for (const message of messages) await brake.tell(message, handled);
    if (operator?.at === end) await operator.act(brake, handled);
    if (end % CLOCK === 0)
      await brake.clock(
        handled,
        alarms ? { alarms: cloudWatch.described(), drawn: monthOf(cloudWatch.drawn(handled.getTime())) } : undefined,
      );
    edge.write(handled.getTime(), brake.settings());
  }
  return { minutes, bites };
}

/** What the month has drawn: all that was free of bytes and requests before the scenario began. */
const monthOf = ({ bytes, requests }: Drawn): Drawn => ({
  bytes: priceOf('cloudfront.free.dto').price * 2 ** 30 + bytes,
  requests: priceOf('cloudfront.free.requests').price + requests,
});

interface Followed {
  readonly part: Partial<Record<Outcome, number>>;
  readonly reads: number;
}

/** What the requests of the followed address came to within a step. */
async function followed(edge: Edge, flow: Flow, now: number): Promise<Followed> {
  const count = flow.requests(now, now + STEP);
  const part: Partial<Record<Outcome, number>> = {};
  let reads = 0;
  for (let i = 0; i < count; i++) {
    const answer = await edge.answer(flow, now + Math.floor((i * STEP) / count));
    part[answer.outcome] = (part[answer.outcome] ?? 0) + 1;
    reads += answer.reads;
  }
  return { part, reads };
}

function partOf(part: Partial<Record<Outcome, number>>, reads: number, { addresses, bytes }: Flow): Served {
  const of = (outcome: Outcome): number => (part[outcome] ?? 0) * addresses;
  const served = of('served');
  const refused = of('refused by the function');
  return { bytes: served * bytes, served, refused, reads: reads * addresses, blocked: of('blocked by the web ACL') };
}

function plus(tally: Partial<Record<Outcome, number>>, part: Partial<Record<Outcome, number>>, addresses: number) {
  const next = { ...tally };
  for (const [outcome, count] of Object.entries(part) as [Outcome, number][])
    next[outcome] = (next[outcome] ?? 0) + count * addresses;
  return next;
}
