/**
 * A month of a registry of open-source shape, pushed through the local edge in simulated time: the template's own web ACL, function,
 * cache and access log, in front of a bucket of real sizes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DEFAULT_TIERS } from '../../domain/tiers/defaults';
import type { Tier } from '../../domain/tiers/tier';
import type { EdgeModel } from '../../local/assembly/model';
import { header } from '../../local/http';
import { shippedEdge } from '../traffic/shipped';
import { type Refusal, type TrafficRequest, trafficOf } from '../traffic/traffic';
import { monthEdge } from './edge';
import type { MonthKindName } from './kinds';
import { merged } from './merge';
import { type Inhabitants, inhabitantsOf, type MonthPopulation, populationOf } from './population';
import { MonthRequests } from './requests';
import { Truth } from './truth';

export interface MonthOptions {
  /** Where log files go, as below the logs bucket. */
  readonly folder: string;
  /** @default 1 */
  readonly seed?: number;
  /** Of the whole population, 0 to 1. @default 1 */
  readonly scale?: number;
  /** How often they start, of what is usual. @default 1 */
  readonly activity?: number;
  /** First day and the day after the last one, `YYYY-MM-DD`. @default October 2026 */
  readonly from?: string;
  readonly until?: string;
  /** @default everybody */
  readonly kinds?: readonly MonthKindName[];
  /** Days of the crawler, the last one not included. @default 14 and 15 October */
  readonly crawl?: readonly [from: string, until: string];
  /** More people, in the place of kinds. @default nobody */
  readonly guests?: MonthPopulation;
  /** Requests in five minutes of those without a token. @default as the registry ships */
  readonly anonymousRequests?: number;
}

export interface Month {
  readonly truth: Truth;
  readonly inhabitants: Inhabitants;
  readonly population: MonthPopulation;
  readonly model: EdgeModel;
  /** Keys in the logs bucket, in the order of delivery. */
  readonly keys: readonly string[];
}

const HOUR_MS = 3_600_000;
export async function monthFixture(options: MonthOptions): Promise<Month> {
  const { folder, seed = 1, scale = 1, anonymousRequests } = options;
  const population = { ...populationOf(scale, options.kinds, options.activity), ...options.guests };
  const inhabitants = inhabitantsOf(population);
  const model = shippedEdge('enforcement', tiersWith(anonymousRequests));
  const keys: string[] = [];
  let now = 0;
  const putLog = (key: string, body: Buffer): void => {
    const file = join(folder, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
    keys.push(key);
  };
  const edge = monthEdge({ model, clock: () => now, seed, inhabitants, putLog });
  const truth = new Truth();
  const requests = new MonthRequests(population);
  const traffic = trafficOfMonth(options, population, seed);
  let refusal: Refusal;
  let hour = 0;
  for (let next = traffic.next(refusal); !next.done; next = traffic.next(refusal)) {
    const request = next.value;
    now = request.at;
    if (Math.floor(now / HOUR_MS) !== hour) await edge.flushLogs();
    hour = Math.floor(now / HOUR_MS);
    const { edge: asked, agent } = requests.of(request);
    const response = await edge.handle(asked);
    refusal = refusalOf(response.status, header(response.headers, 'retry-after'));
    const { class: of, token, spoiltToken } = population[request.client.kind]!;
    const { asn, country } = inhabitants.locate(request.client.address) as { asn: string; country: string };
    truth.add({
      at: now,
      address: request.client.address,
      range: rangeOf(request.client.address),
      asn: Number(asn),
      country,
      method: asked.method,
      path: token ? asked.path.slice(`/t/${token.tier}/${token.holder}`.length) : asked.path,
      agent,
      class: of,
      token: spoiltToken ? undefined : token,
      response,
    });
  }
  await edge.flushLogs();
  await edge.settled();
  return { truth, inhabitants, population, model, keys };
}

export function trafficOfMonth(
  options: Pick<MonthOptions, 'from' | 'until' | 'crawl'>,
  { crawler, ...others }: MonthPopulation,
  seed: number,
) {
  const { from = '2026-10-01', until = '2026-11-01', crawl = ['2026-10-14', '2026-10-16'] } = options;
  const day = (name: string): number => Date.parse(`${name}T00:00:00Z`);
  return merged<TrafficRequest<MonthKindName>, Refusal>([
    trafficOf({ seed, from: day(from), until: day(until), population: others }),
    ...(crawler ? [trafficOf({ seed, from: day(crawl[0]), until: day(crawl[1]), population: { crawler } })] : []),
  ]);
}

const tiersWith = (requests: number | undefined): readonly Tier[] =>
  DEFAULT_TIERS.map((tier) => (tier.name === 'anonymous' && requests !== undefined ? { ...tier, requests } : tier));

const refusalOf = (status: number, retryAfter: string | undefined): Refusal =>
  status === 429 ? { retryAfterSeconds: Number(retryAfter) } : undefined;

export const rangeOf = (address: string): string =>
  address.includes(':') ? `${address.split(':').slice(0, 3).join(':')}::/48` : `${address.split('.').slice(0, 3).join('.')}.0/24`;
