/**
 * Who draws from the registry in the simulated month. Requests come in the shares that registries report: CI 52 %, people 18 %, mirrors
 * 12 %, AI agents 10 %, scanners 8 %; 1 % of the addresses draw 82 % of the bytes.
 */
import { CI_TOOLS, type ClientKind, EVERY_TOOL } from '../traffic/kinds';
import { type Agent, ASSISTANT_AGENTS, CRAWLER_AGENTS, MIRROR_AGENTS, SCANNER_AGENTS, UNKNOWN_AGENTS } from './agents';
import { ACADEMIC, AMAZON, CLOUDS, EYEBALLS, HETZNER, MICROSOFT, type Network } from './networks';

/** What they are, whatever they say. */
export type TrueClass = 'human' | 'ci' | 'mirror' | 'scanner' | 'agent' | 'unknown';

export interface MonthKind extends ClientKind {
  readonly class: TrueClass;
  readonly networks: readonly Network[];
  /** Instead of those of its tools. */
  readonly agents?: readonly Agent[];
  /** Asks for this alone. */
  readonly onlyPath?: string;
  /** The operator has blocked it. @default false */
  readonly blocked?: boolean;
  /** Its token is not a valid one. @default false */
  readonly spoiltToken?: boolean;
}

const kinds = <T extends Record<string, Omit<MonthKind, 'addressOf'>>>(
  all: T,
): Readonly<Record<keyof T, Omit<MonthKind, 'addressOf'>>> => all;

const RUNNER_TOOLS = [
  { tool: 'pip', weight: 50 },
  { tool: 'uv', weight: 20 },
  { tool: 'npm ci', weight: 20 },
  { tool: 'maven', weight: 10 },
] as const;
const WHEELS = [
  { tool: 'pip', weight: 70 },
  { tool: 'uv', weight: 30 },
] as const;
const SMALL = { median: 10, sigma: 0.8, least: 2, most: 300 };
const JOB = { median: 25, sigma: 0.7, least: 4, most: 400 };
const exactly = (requests: number) => ({ median: requests, sigma: 0, least: requests, most: requests });

export const KINDS_OF_MONTH = kinds({
  person: {
    who: 'people, each with an address of their own',
    class: 'human',
    networks: EYEBALLS,
    addresses: 22_000,
    starts: 0.097,
    rhythm: 'world',
    tools: EVERY_TOOL,
    requests: SMALL,
    cold: 0.1,
    again: 0.2,
    ipv6: 0.4,
    individual: true,
  },
  office: {
    who: 'an office of 400 people behind one address, without a token',
    class: 'human',
    networks: [{ asn: 3320, country: 'DE' }],
    addresses: 1,
    sources: 400,
    starts: 1.2,
    rhythm: 'office',
    tools: EVERY_TOOL,
    requests: SMALL,
    cold: 0.1,
  },
  university: {
    who: 'a university behind one address, with a free token',
    class: 'human',
    networks: ACADEMIC,
    addresses: 1,
    sources: 100,
    starts: 0.3,
    rhythm: 'office',
    tools: EVERY_TOOL,
    requests: SMALL,
    cold: 0.1,
    token: { tier: 'community', holder: 'uni-example' },
  },
  'cloud desktop': {
    who: 'people at desktops in a cloud, who look like automation',
    class: 'human',
    networks: MICROSOFT,
    addresses: 60,
    starts: 0.8,
    rhythm: 'working',
    tools: EVERY_TOOL,
    requests: SMALL,
    cold: 0.1,
  },
  'hosted runner': {
    who: 'CI jobs on hosted runners',
    class: 'ci',
    networks: MICROSOFT,
    addresses: 3_000,
    starts: 0.5,
    rhythm: 'working',
    tools: RUNNER_TOOLS,
    requests: JOB,
    cold: 0.3,
  },
  gateway: {
    who: 'clouds and companies that build all day behind one address each',
    class: 'ci',
    networks: CLOUDS,
    addresses: 150,
    starts: 4.2,
    unequal: 0.6,
    rhythm: 'working',
    tools: WHEELS,
    requests: JOB,
    cold: 1,
  },
  'one file': {
    who: 'the CI of one organisation that downloads one file 500,000 times a month',
    class: 'ci',
    networks: AMAZON,
    addresses: 60,
    starts: 15.6,
    rhythm: 'working',
    tools: [{ tool: 'pip', weight: 1 }],
    requests: exactly(25),
    cold: 1,
    onlyPath: '/pypi/files/everybodys/everybodys-1.0.0-py3-none-any.whl',
  },
  'worst CI': {
    who: 'one company whose matrix never caches, behind 4 addresses; it is refused often',
    class: 'ci',
    networks: HETZNER,
    addresses: 4,
    starts: 1.5,
    jobs: 24,
    rhythm: 'working',
    tools: [{ tool: 'pip', weight: 1 }],
    requests: exactly(45),
    cold: 1,
  },
  'supporter CI': {
    who: 'the CI of a supporter, one token at 12 addresses',
    class: 'ci',
    networks: HETZNER,
    addresses: 12,
    starts: 8,
    rhythm: 'working',
    tools: CI_TOOLS,
    requests: JOB,
    cold: 0.5,
    token: { tier: 'supporter', holder: 'acme' },
  },
  'commercial CI': {
    who: 'the CI of a paying company, one token at 20 addresses',
    class: 'ci',
    networks: AMAZON,
    addresses: 20,
    starts: 8,
    rhythm: 'working',
    tools: CI_TOOLS,
    requests: JOB,
    cold: 0.5,
    token: { tier: 'commercial', holder: 'initech' },
  },
  'lapsed holder': {
    who: 'a company that goes on with a token that is spoilt',
    class: 'ci',
    networks: AMAZON,
    addresses: 2,
    starts: 6,
    rhythm: 'working',
    tools: [{ tool: 'npm', weight: 1 }],
    requests: exactly(4),
    cold: 1,
    token: { tier: 'supporter', holder: 'lapsed' },
    spoiltToken: true,
  },
  mirror: {
    who: 'mirrors and proxies of companies',
    class: 'mirror',
    networks: [...CLOUDS, ...ACADEMIC],
    addresses: 60,
    starts: 3.5,
    rhythm: 'steady',
    tools: [{ tool: 'mirror', weight: 1 }],
    requests: { median: 50, sigma: 0.5, least: 4, most: 300 },
    cold: 1,
    agents: MIRROR_AGENTS,
  },
  scanner: {
    who: 'dependency updaters and vulnerability scanners',
    class: 'scanner',
    networks: CLOUDS,
    addresses: 120,
    starts: 2.3,
    rhythm: 'steady',
    tools: [{ tool: 'scanner', weight: 1 }],
    requests: { median: 30, sigma: 0.4, least: 4, most: 300 },
    cold: 1,
    agents: SCANNER_AGENTS,
  },
  assistant: {
    who: 'AI assistants that look something up for somebody',
    class: 'agent',
    networks: MICROSOFT,
    addresses: 300,
    starts: 0.5,
    rhythm: 'world',
    tools: [{ tool: 'scanner', weight: 1 }],
    requests: exactly(3),
    cold: 1,
    agents: ASSISTANT_AGENTS,
  },
  unknown: {
    who: 'programs that nobody knows',
    class: 'unknown',
    networks: EYEBALLS,
    addresses: 40,
    starts: 0.5,
    rhythm: 'steady',
    tools: [{ tool: 'npm', weight: 1 }],
    requests: exactly(8),
    cold: 1,
    agents: UNKNOWN_AGENTS,
  },
  blocked: {
    who: 'addresses that the operator has blocked',
    class: 'unknown',
    networks: HETZNER,
    addresses: 4,
    starts: 4,
    rhythm: 'steady',
    tools: [{ tool: 'npm', weight: 1 }],
    requests: exactly(4),
    cold: 1,
    agents: UNKNOWN_AGENTS,
    blocked: true,
  },
  /** 36 times 4 requests a day from each address. */
  crawler: {
    who: 'an AI crawler: 144 requests a day from each of 1,000 addresses',
    class: 'agent',
    networks: [...AMAZON, ...HETZNER],
    addresses: 1_000,
    starts: Array.from({ length: 36 }, (_, i) => 0.1 + (i * 2) / 3),
    rhythm: 'steady',
    tools: [{ tool: 'npm', weight: 1 }],
    requests: exactly(4),
    cold: 1,
    agents: CRAWLER_AGENTS,
  },
});

export type MonthKindName = keyof typeof KINDS_OF_MONTH;
