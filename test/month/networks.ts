/** Where clients are: numbers of real networks, since the rules know those of hosting, with addresses of nobody. */
import type { MonthKindName } from './kinds';

export interface Network {
  readonly asn: number;
  /** ISO 3166 code. */
  readonly country: string;
}

const network = (asn: number, country: string): Network => ({ asn, country });

export const EYEBALLS: readonly Network[] = [
  network(7922, 'US'),
  network(3320, 'DE'),
  network(9829, 'IN'),
  network(4134, 'CN'),
  network(3215, 'FR'),
  network(2856, 'GB'),
  network(28573, 'BR'),
  network(4766, 'KR'),
  network(1221, 'AU'),
  network(3352, 'ES'),
  network(9121, 'TR'),
  network(36992, 'EG'),
];
export const AMAZON: readonly Network[] = [network(16509, 'US'), network(14618, 'US')];
export const MICROSOFT: readonly Network[] = [network(8075, 'US'), network(8075, 'NL')];
export const HETZNER: readonly Network[] = [network(24940, 'DE')];
export const CLOUDS: readonly Network[] = [...AMAZON, network(396982, 'US'), network(24940, 'DE'), network(16276, 'FR')];
export const ACADEMIC: readonly Network[] = [network(680, 'DE'), network(1103, 'NL')];

/** Addresses of a kind: 10.<block>.0.0/16 or 2001:db8:<block>00::/40. */
interface Block {
  readonly block: number;
  /** Addresses side by side in one /24: fewer for those who spread. */
  readonly inRange: number;
}

export function addressAt({ block, inRange }: Block, number: number, ipv6: number): string {
  const range = Math.floor(number / inRange);
  const host = number % inRange;
  if (number % 10 < ipv6 * 10) return `2001:db8:${(block * 256 + (range & 255)).toString(16)}:${host.toString(16)}::1`;
  return `10.${block}.${range & 255}.${host + 1}`;
}

/** One network for each /24 or /48 of a kind. */
export const networkOf = (networks: readonly Network[], number: number, inRange: number): Network =>
  networks[Math.floor(number / inRange) % networks.length]!;

/** Households are side by side; a crawler rents four addresses here and four there. */
export const inRangeOf = (kind: MonthKindName): number => ({ person: 200, crawler: 4 })[kind as string] ?? 20;
