/**
 * Traffic of a registry, request by request in the order of time, for as long as is asked. Lazy: what it holds is one entry for
 * each client and each install under way. The same seed gives the same traffic; what answers change is only how the clients that
 * were refused go on.
 */
import { Agenda } from './agenda';
import { exponential, mix, seedOf, uniform } from './chance';
import { type Client, clientsOf, type Population } from './clients';
import { gapAfter, type Install, installOf, type Step, stepOf } from './install';
import { type ClientKind, KINDS, type KindName } from './kinds';
import { highestRate, RHYTHMS, rateAt } from './rhythms';

export interface TrafficOptions<Kind extends string = KindName> {
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Not included; installs under way then are cut off. */
  readonly until: number;
  /** @default KINDS */
  readonly population?: Population<Kind>;
}

export interface TrafficRequest<Kind extends string = KindName> extends Step {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly client: Client<Kind>;
  /** Names the install: the same in all its requests. */
  readonly install: number;
  /** When it was first sent; earlier than `at` in a further try. */
  readonly firstAt: number;
  /** The client gives up when this one is refused too. */
  readonly isLastTry: boolean;
  /** Giving a request up does not end what it is part of. */
  readonly goesOn: boolean;
}

/** What the client was told: to come back after so many seconds; undefined: it was served. */
export type Refusal = { readonly retryAfterSeconds: number } | undefined;

export type Traffic<Kind extends string = KindName> = Generator<TrafficRequest<Kind>, void, Refusal>;

interface Waking {
  readonly source: Source;
  at: number;
}

interface Asking {
  readonly install: Running;
  readonly step: number;
  readonly tries: number;
  readonly firstAt: number;
  at: number;
}

interface Running extends Install {
  failed: boolean;
}

/** One person, build agent or robot. */
interface Source {
  readonly client: Client<string>;
  readonly kind: ClientKind;
  readonly seed: number;
  /** Starts a day. */
  readonly rate: number;
  starts: number;
  /** Candidates for a start so far. */
  draws: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Within how long the jobs of one start begin, and the next install of one person. */
const JOBS_WITHIN_MS = 60_000;
const AGAIN_WITHIN_MS = 120_000;
const MOST_AGAIN = 3;

export function* trafficOf<Kind extends string = KindName>({
  seed,
  from,
  until,
  population,
}: TrafficOptions<Kind>): Traffic<Kind> {
  const agenda = new Agenda<Waking | Asking>();
  for (const source of sourcesOf(seed, population ?? KINDS)) wakeAfter(agenda, source, from);
  for (let next = agenda.next(); next && next.at < until; next = agenda.next()) {
    if ('source' in next) {
      begin(agenda, next);
      wakeAfter(agenda, next.source, next.at);
    } else if (!next.install.failed) {
      const refusal = yield requestOf(next) as TrafficRequest<Kind>;
      goOn(agenda, next, refusal);
    }
  }
}

function sourcesOf(seed: number, population: Population<string>): Source[] {
  return clientsOf(population).flatMap((client) => {
    const kind = population[client.kind]!;
    const kindSeed = mix(seed, seedOf(client.kind));
    const { sources = 1, jobs, starts } = kind;
    // One push starts the jobs at all addresses, so they share their times.
    const timesSeed = (source: number): number => (jobs ? kindSeed : mix(kindSeed, client.number, source));
    const rate = typeof starts === 'number' ? starts * inequality(kind, client.number) : 0;
    return Array.from({ length: sources }, (_, source) => ({ client, kind, seed: timesSeed(source), rate, starts: 0, draws: 0 }));
  });
}

/** How much more than the mean an address starts. */
function inequality({ unequal = 0, addresses }: ClientKind, number: number): number {
  if (unequal === 0) return 1;
  const weight = (i: number): number => (i + 3) ** -unequal;
  let sum = 0;
  for (let i = 0; i < addresses; i++) sum += weight(i);
  return (weight(number) * addresses) / sum;
}

function wakeAfter(agenda: Agenda<Waking | Asking>, source: Source, after: number): void {
  const { starts } = source.kind;
  const at = typeof starts === 'number' ? byChance(source, after) : byTheClock(source.kind, starts, after);
  source.starts++;
  agenda.add({ source, at });
}

function byTheClock({ rhythm }: ClientKind, starts: readonly number[], after: number): number {
  for (let midnight = Math.floor(after / DAY_MS) * DAY_MS; ; midnight += DAY_MS) {
    const at = starts.map((hour) => midnight + hour * HOUR_MS).find((each) => each > after && rateAt(RHYTHMS[rhythm], each) > 0);
    if (at !== undefined) return at;
  }
}

/** Candidates come at the highest rate; they are kept in proportion to the rate of their hour. */
function byChance(source: Source, after: number): number {
  const rhythm = RHYTHMS[source.kind.rhythm];
  const highest = highestRate(rhythm);
  const perMs = (source.rate * highest) / DAY_MS;
  let at = after;
  do {
    at += exponential(uniform(source.seed, 2 * source.draws), perMs);
    source.draws++;
  } while (uniform(source.seed, 2 * source.draws - 1) * highest >= rateAt(rhythm, at));
  return Math.ceil(at);
}

function begin(agenda: Agenda<Waking | Asking>, { source, at }: Waking): void {
  const { client, kind, seed, starts } = source;
  const { jobs = 1, again = 0 } = kind;
  const add = (number: number, startsAt: number): void => {
    const install = { ...installOf(client, kind, mix(seed, client.number, starts, number)), failed: false };
    agenda.add({ install, step: 0, tries: 0, firstAt: startsAt, at: startsAt });
  };
  const chance = mix(seed, starts, client.number, 5);
  for (let job = 0; job < jobs; job++) add(job, at + (job === 0 ? 0 : Math.floor(uniform(chance, job) * JOBS_WITHIN_MS)));
  let later = at;
  for (let more = 0; more < MOST_AGAIN && uniform(chance, 100 + more) < again; more++) {
    later += Math.floor(uniform(chance, 200 + more) * AGAIN_WITHIN_MS);
    add(jobs + more, later);
  }
}

function requestOf({ install, step, tries, firstAt, at }: Asking): TrafficRequest<string> {
  const isLastTry = tries >= install.tool.waits(1).length;
  const { path, status, bytes, userAgent } = stepOf(install, step);
  return {
    path,
    status,
    bytes,
    userAgent,
    at,
    client: install.client,
    install: install.seed,
    firstAt,
    isLastTry,
    goesOn: install.tool.persistent ?? false,
  };
}

function goOn(agenda: Agenda<Waking | Asking>, asked: Asking, refusal: Refusal): void {
  const { install, step, tries, at } = asked;
  const { tool } = install;
  const isFirstTry = tries === 0;
  const advance = (): void => {
    if (step + 1 >= install.requests) return;
    const next = at + gapAfter(install, step);
    agenda.add({ install, step: step + 1, tries: 0, firstAt: next, at: next });
  };
  if (!refusal) {
    if (isFirstTry || !tool.parallel) advance();
    return;
  }
  const wait = tool.waits(refusal.retryAfterSeconds)[tries];
  if (wait !== undefined) agenda.add({ ...asked, tries: tries + 1, at: at + wait * 1000 });
  else if (!tool.persistent) {
    install.failed = true;
    return;
  }
  if (isFirstTry && (tool.parallel || wait === undefined)) advance();
}
