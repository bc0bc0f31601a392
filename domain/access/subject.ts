/** What can be allowed or blocked: address ranges, countries, networks. One spelling for each, so that they can be compared. */
import ipaddr from 'ipaddr.js';
import type { AccessEntry, AccessList } from '../contracts/access';
import { COUNTRIES } from './countries';

export interface Subject {
  /** As in {@link AccessEntry.what}. */
  readonly what: string;
  readonly kind: 'IPv4' | 'IPv6' | 'country' | 'network';
  /** Of addresses: the bits that all of them begin with. */
  readonly bits: string;
}

export interface Limits {
  /** Ranges of any width but the whole internet. */
  readonly wide: boolean;
  /** Addresses that never come from the internet, as in the local cloud. */
  readonly reserved: boolean;
}

/** Shortest prefixes that are no mistake. */
const WIDEST = { IPv4: 16, IPv6: 32 } as const;
/** A household or a server has at least this much of IPv6, and changes addresses within it at will. */
const SUBSCRIBER = 64;

/** Kinds of addresses (of ipaddr.js) that no viewer of CloudFront has. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['unspecified', 'broadcast', 'multicast', 'linkLocal', 'loopback', 'carrierGradeNat', 'private'],
  ...['uniqueLocal', 'ipv4Mapped', 'discard'],
]);

/** @returns the subject, or a sentence that says what is wrong with it */
export function readSubject(text: string, limits: Limits): Subject | string {
  if (/^country:/i.test(text)) return readCountry(text.slice(8).toUpperCase());
  if (/^asn:/i.test(text)) return readNetwork(text.slice(4));
  return readRange(text, limits);
}

/** As AWS or an earlier command wrote it; whatever else it is, it stays as it is. */
export function canonical(text: string): string {
  const subject = readSubject(text, { wide: true, reserved: true });
  return typeof subject === 'string' ? text : subject.what;
}

function readCountry(code: string): Subject | string {
  if (COUNTRIES.has(code)) return { what: `country:${code}`, kind: 'country', bits: '' };
  return `A country is its ISO 3166 code of two letters, such as NZ, got: ${JSON.stringify(code)}; look it up.`;
}

function readNetwork(text: string): Subject | string {
  const number = Number(text);
  if (/^[1-9]\d{0,9}$/.test(text) && number < 2 ** 32) return { what: `asn:${number}`, kind: 'network', bits: '' };
  return `A network is its number (ASN) from 1 to 4294967295, such as 64500, got: ${JSON.stringify(text)}; look it up.`;
}

function readRange(text: string, { wide, reserved }: Limits): Subject | string {
  const [, host = '', length] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const address = parseAddress(host);
  if (!address)
    return `An address is like 198.51.100.7 or 198.51.100.0/24, or 2001:db8::/48, got: ${JSON.stringify(text)}; check its spelling.`;
  const kind = address.kind() === 'ipv4' ? 'IPv4' : 'IPv6';
  const all = bitsOf(address);
  const prefix = length === undefined ? (kind === 'IPv4' ? 32 : SUBSCRIBER) : Number(length);
  const bits = all.slice(0, prefix);
  const whole = bits.padEnd(all.length, '0');
  const what = `${addressOf(whole)}/${prefix}`;
  if (prefix > all.length) return `An ${kind} range ends with /1 to /${all.length}, got: ${text}; check what follows the slash.`;
  if (prefix === 0) return `${text} is every ${kind} address there is; AWS WAF takes no such range, name a smaller one.`;
  if (length !== undefined && whole !== all)
    return `${text} is no range, because its address has bits after the first ${prefix}; write ${what}.`;
  if (!reserved && RESERVED.has(address.range()))
    return `${text} never comes from the internet (${address.range()}); name the address that the access log shows.`;
  if (!wide && prefix < WIDEST[kind])
    return `${text} is a range of 2^${all.length - prefix} addresses, allowed: up to /${WIDEST[kind]}; name a smaller one, or add --wide if you mean it.`;
  return { what, kind, bits };
}

/** Four decimal numbers, or IPv6: no other spelling, which people and programs read differently. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text) && !/(^|\.)0\d/.test(text)) return ipaddr.IPv4.parse(text);
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

const bitsOf = (address: ipaddr.IPv4 | ipaddr.IPv6): string =>
  address
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');

const addressOf = (bits: string): string =>
  ipaddr.fromByteArray((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString();

/** Whether every address of `inner` is one of `outer`. */
export const isWithin = (inner: Subject, outer: Subject): boolean =>
  inner.kind === outer.kind && (inner.what === outer.what || (outer.bits !== '' && inner.bits.startsWith(outer.bits)));

/** Whether they have an address in common. */
export const overlap = (one: Subject, other: Subject): boolean => isWithin(one, other) || isWithin(other, one);

/** The list that something belongs into; countries and networks can only be blocked. */
export function listOf({ what, effect }: Pick<AccessEntry, 'what' | 'effect'>): AccessList {
  if (/^(country|asn):/.test(what)) return 'killSwitches';
  const isIpv6 = what.includes(':');
  if (effect === 'allow') return isIpv6 ? 'allowIpv6' : 'allowIpv4';
  return isIpv6 ? 'blockIpv6' : 'blockIpv4';
}
