/** Who draws: streams of requests, each followed by the requests of one of its addresses, which stand for all. */
import { bytesOf, pathOf } from '../traffic/packages';
import { TOOLS } from '../traffic/tools';

export interface Flow {
  readonly name: string;
  readonly userAgent: string;
  readonly token?: { readonly tier: string; readonly holder: string };
  readonly path: string;
  /** Of one answer. */
  readonly bytes: number;
  /** How many addresses do the same. */
  readonly addresses: number;
  /** The address that is followed; a new one for each install of a person. */
  readonly addressAt: (time: number) => string;
  /** Requests of that address from one time to another, milliseconds. */
  readonly requests: (from: number, until: number) => number;
}

const MINUTE = 60_000;
const FILE = pathOf('pypi', 'file', 7);
const INDEX = pathOf('pypi', 'index', 7);

/** Everyday traffic, about 1 TB a month: people, CI without a token, and a member. */
export const EVERYDAY: readonly Flow[] = [
  {
    name: 'people',
    userAgent: TOOLS.pip.userAgent,
    path: FILE,
    bytes: 250_000,
    addresses: 12,
    addressAt: (time) => `198.18.${Math.floor(time / (5 * MINUTE)) % 250}.7`,
    // One install of 80 requests every five minutes, each at an address of its own; twelve of them at a time.
    requests: (from) => (from % (5 * MINUTE) === 0 ? 80 : 0),
  },
  {
    name: 'CI without a token',
    userAgent: 'pip/26.3 {"ci":true,"cpu":"x86_64"}',
    path: FILE,
    bytes: 250_000,
    addresses: 5,
    addressAt: () => '198.19.0.7',
    requests: (from) => (from % (10 * MINUTE) === 0 ? 300 : 0),
  },
  {
    name: 'a member',
    userAgent: TOOLS.pip.userAgent,
    token: { tier: 'supporter', holder: 'member' },
    path: INDEX,
    bytes: bytesOf('pypi', 'index', 7),
    addresses: 10,
    addressAt: () => '198.19.1.7',
    requests: () => 1,
  },
];

export interface AttackOptions {
  readonly addresses: number;
  /** Bits per second of all addresses together. */
  readonly bitsPerSecond: number;
  readonly bytes: number;
  readonly userAgent: string;
  readonly from: number;
  readonly until: number;
}

/** An attacker that takes no notice of refusals: the same requests go on. */
export function attack({ addresses, bitsPerSecond, bytes, userAgent, from, until }: AttackOptions): Flow {
  const perMs = bitsPerSecond / 8 / bytes / addresses / 1000;
  const sent = (time: number): number => Math.floor(Math.max(0, Math.min(time, until) - from) * perMs);
  return {
    name: 'attack',
    userAgent,
    path: FILE,
    bytes,
    addresses,
    addressAt: () => '203.0.113.7',
    requests: (a, b) => sent(b) - sent(a),
  };
}
