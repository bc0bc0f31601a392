import ipaddr from 'ipaddr.js';
import { WafPropertyError } from './shape';

/** One client address, however it was spelled. */
export interface Address {
  /** Canonical; an IPv4-mapped address is the IPv4 one. */
  readonly text: string;
  /** 32 or 128 characters of 0 and 1. */
  readonly bits: string;
}

const MAX_REMEMBERED = 50_000;

/** Parsing costs more than all rules together, and clients come again. */
export function createAddressReader(): (text: string) => Address {
  const remembered = new Map<string, Address>();
  return (text) => {
    const known = remembered.get(text);
    if (known) return known;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    const parsed = ipaddr.process(text);
    const address = { text: parsed.toString(), bits: bitsOf(parsed) };
    remembered.set(text, address);
    return address;
  };
}

/** A set of CIDR ranges of both kinds. */
export class Ranges {
  /** Prefixes by the number of bits of an address, then by the prefix's own length. */
  private readonly prefixes = new Map<number, Map<number, Set<string>>>();

  constructor(where: string, cidrs: readonly string[]) {
    for (const cidr of cidrs) {
      if (!ipaddr.isValidCIDR(cidr) || cidr.endsWith('/0'))
        throw new WafPropertyError(where, `its set must hold addresses in CIDR form, not /0, got: ${JSON.stringify(cidr)}`);
      const [address, length] = ipaddr.parseCIDR(cidr);
      const bits = bitsOf(address);
      const lengths = this.prefixes.get(bits.length) ?? new Map<number, Set<string>>();
      this.prefixes.set(bits.length, lengths);
      lengths.set(length, (lengths.get(length) ?? new Set<string>()).add(bits.slice(0, length)));
    }
  }

  has({ bits }: Address): boolean {
    const lengths = this.prefixes.get(bits.length);
    if (lengths) for (const [length, prefixes] of lengths) if (prefixes.has(bits.slice(0, length))) return true;
    return false;
  }
}

const bitsOf = (address: ipaddr.IPv4 | ipaddr.IPv6): string =>
  address
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
