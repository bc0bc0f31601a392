/** The population of a month in any size: each client with its address, network and country, and its token. */
import type { Locate } from '../../local/ports';
import { type Client, clientsOf } from '../traffic/clients';
import { KINDS_OF_MONTH, type MonthKind, type MonthKindName } from './kinds';
import { addressAt, inRangeOf, networkOf } from './networks';

export type MonthPopulation = Readonly<Partial<Record<MonthKindName, MonthKind>>>;
export type MonthClient = Client<MonthKindName>;

const NAMES = Object.keys(KINDS_OF_MONTH) as MonthKindName[];

/** @param scale of the whole population, 0 to 1; its shape stays @param activity how often they start, of what is usual */
export function populationOf(scale: number, names: readonly MonthKindName[] = NAMES, activity = 1): MonthPopulation {
  return Object.fromEntries(names.map((name) => [name, scaled(name, scale, activity)]));
}

/** As many addresses or people, and where less than a whole one is left, as much less often. */
function scaled(name: MonthKindName, scale: number, activity: number): MonthKind {
  const kind = KINDS_OF_MONTH[name];
  const { addresses, sources, starts } = kind;
  const crowd = sources ?? addresses;
  const left = Math.max(1, Math.round(crowd * scale));
  const place = { block: 1 + NAMES.indexOf(name), inRange: inRangeOf(name) };
  return {
    ...kind,
    ...(sources === undefined ? { addresses: left } : { sources: left }),
    starts: typeof starts === 'number' ? (starts * activity * crowd * scale) / left : some(starts, activity),
    addressOf: (number) => addressAt(place, number, kind.ipv6 ?? 0),
  };
}

/** Evenly, this share of all. */
const some = <T>(all: readonly T[], share: number): readonly T[] =>
  all.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share));

export interface Inhabitants {
  readonly clients: readonly MonthClient[];
  readonly locate: Locate;
  /** CIDR, of those whom the operator has blocked. */
  readonly blocked: readonly string[];
}

export function inhabitantsOf(population: MonthPopulation): Inhabitants {
  const clients = clientsOf(population);
  const places = new Map(
    clients.map(({ address, kind, number }) => {
      const { asn, country } = networkOf(population[kind]!.networks, number, inRangeOf(kind));
      return [address, { asn: String(asn), country }];
    }),
  );
  return {
    clients,
    locate: (address) => places.get(address) ?? {},
    blocked: clients.filter(({ kind }) => population[kind]!.blocked).map(({ address }) => `${address}/32`),
  };
}
