/** The population: each client with its address, from the table of kinds. */
import type { ClientKind, KindName } from './kinds';

export interface Client<Kind extends string = KindName> {
  readonly kind: Kind;
  /** As its kind says; else IPv4 from the range for benchmarks (RFC 2544), or IPv6 from the one for documentation, one /64 each. */
  readonly address: string;
  /** Of its kind, from 0. */
  readonly number: number;
}

export type Population<Kind extends string = KindName> = Readonly<Partial<Record<Kind, ClientKind>>>;

/** Every client of a population. */
export function clientsOf<Kind extends string>(population: Population<Kind>): readonly Client<Kind>[] {
  const clients: Client<Kind>[] = [];
  for (const [kind, { addresses, addressOf, ipv6 = 0 }] of Object.entries(population) as [Kind, ClientKind][]) {
    for (let number = 0; number < addresses; number++) {
      const id = clients.length;
      const address = addressOf?.(number) ?? (number % 10 < ipv6 * 10 ? ipv6Of(id) : ipv4Of(id));
      clients.push({ kind, number, address });
    }
  }
  return clients;
}

const ipv4Of = (id: number): string => `198.${18 + (id >> 16)}.${(id >> 8) & 255}.${id & 255}`;
const ipv6Of = (id: number): string => `2001:db8:${(id >> 8).toString(16)}:${(id & 255).toString(16)}::1`;
