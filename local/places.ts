/**
 * Where clients are, as somebody says it: addresses of this machine are nowhere, and no database of places is at hand. The
 * admin page says, for example, that 127.0.0.7 is network 64500 in DE.
 */
import ipaddr from 'ipaddr.js';
import type { Locate } from './ports';

export interface Place {
  /** CIDR or one address. */
  readonly addresses: string;
  /** ISO 3166 code. */
  readonly country?: string;
  /** Number of the network, without AS. */
  readonly asn?: string;
}

export interface Places {
  readonly locate: Locate;
  /** Replaces what was said of the same addresses. @throws RangeError with one sentence when it cannot be understood */
  set(place: Place): void;
  /** What was said last comes first, and is what counts where two ranges overlap. */
  list(): readonly Place[];
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

export function createPlaces(): Places {
  let places: { readonly place: Place; readonly range: Range }[] = [];
  return {
    locate(address) {
      if (places.length === 0) return {};
      const client = ipaddr.process(address);
      const found = places.find(({ range }) => range[0].kind() === client.kind() && client.match(range));
      if (!found) return {};
      const { country, asn } = found.place;
      return { ...(country !== undefined && { country }), ...(asn !== undefined && { asn }) };
    },
    set(place) {
      const range = rangeOf(place.addresses);
      if (place.country !== undefined && !/^[A-Z]{2}$/.test(place.country))
        throw new RangeError(`'country' must be an ISO 3166 code such as DE, got: ${JSON.stringify(place.country)}.`);
      if (place.asn !== undefined && !/^\d{1,10}$/.test(place.asn))
        throw new RangeError(`'asn' must be the number of a network such as 64500, got: ${JSON.stringify(place.asn)}.`);
      places = [{ place, range }, ...places.filter((each) => each.place.addresses !== place.addresses)];
    },
    list: () => places.map(({ place }) => place),
  };
}

function rangeOf(addresses: string): Range {
  if (ipaddr.isValidCIDR(addresses)) return ipaddr.parseCIDR(addresses);
  if (!ipaddr.isValid(addresses))
    throw new RangeError(`'addresses' must be an address or a range in CIDR form, got: ${JSON.stringify(addresses)}.`);
  const address = ipaddr.process(addresses);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
