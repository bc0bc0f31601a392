/**
 * Who draws from a registry of open-source shape, and how. Shares and counts follow what registries have published: 1 % of
 * addresses draw 82 to 83 % of the bytes, three quarters of them from clouds (Maven Central 2024, 2026); a crawler of 2,500
 * requests a minute from one address (docs.rs 2025); robots that ask 144 times a day each from a thousand addresses (Nix 2026).
 */
import type { RhythmName } from './rhythms';
import type { ToolName } from './tools';

export interface ClientKind {
  /** Who they are, for people. */
  readonly who: string;
  readonly addresses: number;
  /** People or build agents behind each address. @default 1 */
  readonly sources?: number;
  /** When each source starts: so many times on a working day, by chance and the rhythm; or at these hours (UTC) of its working days. */
  readonly starts: number | readonly number[];
  /** How unequal addresses are: address i starts in proportion to `(i + 3) ^ -unequal`. @default 0: all alike */
  readonly unequal?: number;
  readonly rhythm: RhythmName;
  readonly tools: readonly { readonly tool: ToolName; readonly weight: number }[];
  /** Requests of a cold install: median and sigma of its logarithm, and bounds. */
  readonly requests: { readonly median: number; readonly sigma: number; readonly least: number; readonly most: number };
  /** Share of installs that find nothing in a cache of their own. */
  readonly cold: number;
  /** Probability that one more install follows within two minutes: another project, or the same with its caches wiped. @default 0 */
  readonly again?: number;
  /** Jobs of a start; then all addresses of the kind start at one time, as a push starts a matrix. @default 1 */
  readonly jobs?: number;
  /** Share of addresses that are IPv6. @default 0 */
  readonly ipv6?: number;
  /** Address of a client by its number. @default one after the other, see `clientsOf` */
  readonly addressOf?: (number: number) => string;
  readonly token?: { readonly tier: string; readonly holder: string };
  /** One person or household behind an address: nobody of these may ever be limited. @default false */
  readonly individual?: boolean;
}

const kinds = <T extends Record<string, ClientKind>>(all: T): Readonly<Record<keyof T, ClientKind>> => all;

export const EVERY_TOOL = [
  { tool: 'npm', weight: 35 },
  { tool: 'pip', weight: 20 },
  { tool: 'uv', weight: 15 },
  { tool: 'cargo', weight: 8 },
  { tool: 'maven', weight: 8 },
  { tool: 'go', weight: 5 },
  { tool: 'gem', weight: 4 },
  { tool: 'composer', weight: 5 },
] as const;
export const CI_TOOLS = [
  { tool: 'npm ci', weight: 35 },
  { tool: 'pip', weight: 30 },
  { tool: 'uv', weight: 10 },
  { tool: 'maven', weight: 10 },
  { tool: 'go', weight: 8 },
  { tool: 'cargo', weight: 7 },
] as const;
const WHEELS = [
  { tool: 'pip', weight: 60 },
  { tool: 'uv', weight: 20 },
  { tool: 'npm ci', weight: 20 },
] as const;
/** A cold install is hundreds of requests within seconds, of the largest projects 1,500. */
const PROJECT = { median: 80, sigma: 1, least: 10, most: 1_500 };
const OFFICE = {
  addresses: 1,
  sources: 400,
  starts: 3,
  rhythm: 'office',
  tools: EVERY_TOOL,
  requests: PROJECT,
  cold: 0.15,
  again: 0.2,
} as const;

export const KINDS = kinds({
  individual: {
    who: 'people, each with an address of their own',
    addresses: 12_000,
    starts: 0.7,
    rhythm: 'world',
    tools: EVERY_TOOL,
    requests: PROJECT,
    cold: 0.2,
    again: 0.3,
    ipv6: 0.4,
    individual: true,
  },
  office: { who: 'an office of 400 developers behind one address, without a token', ...OFFICE },
  'office with a token': {
    who: 'another such office, with a free token',
    ...OFFICE,
    token: { tier: 'community', holder: 'office' },
  },
  'hosted runner': {
    who: 'CI jobs on hosted runners, a new address each',
    addresses: 2_000,
    starts: 1,
    rhythm: 'working',
    tools: CI_TOOLS,
    requests: { median: 60, sigma: 0.8, least: 10, most: 1_500 },
    cold: 0.7,
  },
  fleet: {
    who: 'one CI fleet of 1,000 addresses with steady jobs',
    addresses: 1_000,
    starts: 12,
    rhythm: 'steady',
    tools: CI_TOOLS,
    requests: { median: 60, sigma: 0.7, least: 10, most: 600 },
    cold: 0.1,
  },
  gateway: {
    who: 'clouds and companies that build all day behind one address each',
    addresses: 70,
    starts: 130,
    unequal: 0.5,
    rhythm: 'working',
    tools: WHEELS,
    requests: { median: 80, sigma: 0.7, least: 10, most: 1_500 },
    cold: 1,
  },
  'worst CI': {
    who: 'one company whose matrix of 24 jobs per address never caches, behind 4 addresses',
    addresses: 4,
    starts: [8, 9.5, 11, 13, 14.5, 16, 17.5],
    jobs: 24,
    rhythm: 'working',
    tools: [
      { tool: 'npm', weight: 50 },
      { tool: 'pip', weight: 50 },
    ],
    requests: { median: 750, sigma: 0.3, least: 300, most: 1_500 },
    cold: 1,
  },
  crawler: {
    who: 'one crawler that fetches everything, 2,500 requests a minute for 20 minutes at a time',
    addresses: 1,
    starts: [1, 2, 3, 4, 5, 22],
    rhythm: 'steady',
    tools: [{ tool: 'crawler', weight: 1 }],
    requests: { median: 50_000, sigma: 0, least: 50_000, most: 50_000 },
    cold: 1,
  },
  mirror: {
    who: 'mirrors that follow the list of changes',
    addresses: 10,
    starts: 96,
    rhythm: 'steady',
    tools: [{ tool: 'mirror', weight: 1 }],
    requests: { median: 80, sigma: 0.5, least: 4, most: 600 },
    cold: 1,
  },
  scanner: {
    who: 'dependency updaters and vulnerability scanners',
    addresses: 150,
    starts: 4,
    rhythm: 'steady',
    tools: [{ tool: 'scanner', weight: 1 }],
    requests: { median: 250, sigma: 0.8, least: 10, most: 3_000 },
    cold: 1,
  },
  agent: {
    who: 'AI agents and slow robots, 144 requests a day from each of many addresses',
    addresses: 1_000,
    starts: 36,
    rhythm: 'steady',
    tools: [{ tool: 'scanner', weight: 1 }],
    requests: { median: 4, sigma: 0, least: 4, most: 4 },
    cold: 1,
  },
  'supporter CI': {
    who: 'the CI of a supporter, one token at 20 addresses',
    addresses: 20,
    starts: 40,
    rhythm: 'working',
    tools: CI_TOOLS,
    requests: { median: 150, sigma: 0.7, least: 10, most: 1_500 },
    cold: 0.5,
    token: { tier: 'supporter', holder: 'acme' },
  },
  'commercial CI': {
    who: 'the CI of a paying company, one token at 40 addresses',
    addresses: 40,
    starts: 30,
    rhythm: 'working',
    tools: CI_TOOLS,
    requests: { median: 150, sigma: 0.7, least: 10, most: 1_500 },
    cold: 0.5,
    token: { tier: 'commercial', holder: 'initech' },
  },
  'overdrawn supporter': {
    who: 'a supporter whose matrix of 4 jobs at each of 10 addresses draws more than its tier',
    addresses: 10,
    starts: [9, 11, 15],
    jobs: 4,
    rhythm: 'working',
    tools: [{ tool: 'npm', weight: 1 }],
    requests: { median: 750, sigma: 0.3, least: 300, most: 1_500 },
    cold: 1,
    token: { tier: 'supporter', holder: 'globex' },
  },
});

export type KindName = keyof typeof KINDS;

/** About a fifth of the requests, of the same shape: for tests. The office, the fleet, the crawler and the worst CI are all there. */
export const FEWER: Readonly<Record<KindName, ClientKind>> = {
  ...KINDS,
  individual: { ...KINDS.individual, addresses: 1_500 },
  'hosted runner': { ...KINDS['hosted runner'], addresses: 250 },
  fleet: { ...KINDS.fleet, starts: 2 },
  gateway: { ...KINDS.gateway, addresses: 12 },
  'worst CI': { ...KINDS['worst CI'], starts: [8, 14.5] },
  crawler: { ...KINDS.crawler, starts: [2] },
  mirror: { ...KINDS.mirror, addresses: 2 },
  scanner: { ...KINDS.scanner, addresses: 25 },
  agent: { ...KINDS.agent, addresses: 120 },
  'overdrawn supporter': { ...KINDS['overdrawn supporter'], starts: [9] },
  'supporter CI': { ...KINDS['supporter CI'], starts: 8 },
  'commercial CI': { ...KINDS['commercial CI'], starts: 6 },
};
