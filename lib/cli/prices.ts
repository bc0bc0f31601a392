/** `registry prices refresh`: holds the price table against AWS's public price list. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { currentPath, parseOffer } from '../../domain/cost/price-list/offer';
import { type FetchedOffer, offersNeeded, type Refreshed, refreshed } from '../../domain/cost/price-list/refresh';
import { refreshText } from '../../domain/cost/price-list/refresh-text';
import type { Price } from '../../domain/cost/prices';
import { CliError, messageOf, UsageError } from './failure';
import type { World } from './world';

export interface RefreshOptions {
  /** The table. */
  readonly table: string;
  readonly write?: boolean;
  readonly leave?: readonly string[];
  readonly accept?: readonly string[];
  readonly json?: boolean;
}

/** Public, without credentials. */
const HOST = 'https://pricing.us-east-1.amazonaws.com';
const REGION = 'us-east-1';

/** @returns the exit code: 0, or 1 when something could not be read, and then nothing is written */
export async function refreshPrices(options: RefreshOptions, world: World): Promise<number> {
  const { leave = [], accept = [] } = options;
  const table = readTable(options.table);
  for (const id of [...leave, ...accept])
    if (!table.some((price) => price.id === id))
      throw new UsageError(`There is no such price, got: ${id}; name an id of ${options.table}`);
  const offers = await fetchOffers([...offersNeeded(table, leave)], world);
  const result = refreshed({ table, offers, now: world.clock(), leave, accept });
  const isWritten = options.write === true && result.problems.length === 0;
  if (isWritten) writeTable(options.table, result.table);
  const { table: _, ...said } = result;
  world.out(
    options.json
      ? JSON.stringify({ schema: 1, written: isWritten, ...said }, null, 2)
      : refreshText(result, outcome(result, options)),
  );
  return result.problems.length > 0 ? 1 : 0;
}

function outcome({ changes, problems }: Refreshed, { table, write }: RefreshOptions): string {
  if (problems.length > 0) return 'Nothing was written: a table of which only a part is new would be worse than an old one.';
  if (!write)
    return `Nothing was written; --write replaces ${table}${changes.length > 0 ? '' : ', so that its dates are today'}.`;
  return `Wrote ${table}. Now run: npm run docs, npx tsx scripts/simulate-wallet.ts, and the tests, whose worked bills follow the prices.`;
}

function readTable(file: string): Price[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Price[];
  } catch (error) {
    throw new CliError(
      `The price table cannot be read, got: ${messageOf(error)}; allowed: the registry's prices.json; run this in a checkout of the registry, or name the file with --table`,
    );
  }
}

/** Beside it first: whatever happens, what stands there is a whole table. */
function writeTable(file: string, table: readonly Price[]): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(table, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

async function fetchOffers(
  needed: readonly (readonly [code: string, scope: 'global' | 'regional'])[],
  world: World,
): Promise<ReadonlyMap<string, FetchedOffer>> {
  const offers = new Map<string, FetchedOffer>();
  for (const [code, scope] of needed) {
    world.progress(`reading ${code} ...`);
    const url = `${HOST}${scope === 'global' ? `/offers/v1.0/aws/${code}/current/index.json` : await regionalPath(code, world)}`;
    const offer = parseOffer(await fetchJson(url, world));
    if (typeof offer === 'string') throw unexpected(url, offer, 'an offer file of format v1.0');
    if (offer.offerCode !== code) throw unexpected(url, `the offer ${offer.offerCode}`, `the offer ${code}`);
    offers.set(code, { url, offer });
  }
  world.progress('');
  return offers;
}

async function regionalPath(code: string, world: World): Promise<string> {
  const url = `${HOST}/offers/v1.0/aws/${code}/current/region_index.json`;
  const path = currentPath(await fetchJson(url, world), REGION);
  if (typeof path !== 'string') throw unexpected(url, path.problem, `an index of format v1.0 with ${REGION}`);
  return path;
}

async function fetchJson(url: string, { fetch }: World): Promise<unknown> {
  const answer = await fetch(url).catch((error: unknown) => {
    throw new CliError(
      `AWS's public price list cannot be reached, got: ${messageOf(error instanceof Error && error.cause ? error.cause : error)} for ${url}; allowed: an answer; go online, or change prices by hand in domain/cost/prices.json, each with source and date. Nothing was written.`,
    );
  });
  if (!answer.ok) throw unexpected(url, `HTTP ${answer.status}`, 'HTTP 200');
  return answer.json().catch((error: unknown) => {
    throw unexpected(url, messageOf(error), 'JSON');
  });
}

const unexpected = (url: string, got: string, allowed: string): CliError =>
  new CliError(
    `AWS's public price list is not as expected, got: ${got} from ${url}; allowed: ${allowed}; try again later, or mend domain/cost/price-list if AWS has changed it. Nothing was written.`,
  );
