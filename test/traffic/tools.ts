/**
 * What each client asks for and what it does when it is refused, as recorded from the real ones: requests of a cold install, and
 * tries and waits after a 429 (docs/clients.md).
 */
import type { EcosystemName, Part } from './packages';

export interface Tool {
  readonly ecosystem: EcosystemName;
  readonly userAgent: string;
  /** Once at the beginning. */
  readonly start?: Part;
  /** For each package, one part after the other for all packages. */
  readonly parts: readonly Part[];
  /** Mean milliseconds between two requests of one install. */
  readonly gapMs: number;
  /** Whether other requests go on while one waits. */
  readonly parallel: boolean;
  /** Seconds waited before each further try of a refused request; none: it gives up at once. */
  readonly waits: (retryAfterSeconds: number) => readonly number[];
  /** Goes on with the next request when one has been given up; else the install fails. */
  readonly persistent?: boolean;
}

const tool = <T extends Record<string, Tool>>(tools: T): Readonly<Record<keyof T, Tool>> => tools;

export const TOOLS = tool({
  pip: {
    ecosystem: 'pypi',
    userAgent: 'pip/26.3',
    parts: ['index', 'metadata', 'file'],
    gapMs: 40,
    parallel: false,
    waits: (seconds) => [seconds, seconds, seconds, seconds, seconds],
  },
  uv: {
    ecosystem: 'pypi',
    userAgent: 'uv/0.13.9',
    parts: ['index', 'metadata', 'file'],
    gapMs: 5,
    parallel: true,
    waits: () => [1.5, 2.5, 6],
  },
  npm: {
    ecosystem: 'npm',
    userAgent: 'npm/11.19.1 node/v22.0.0 linux x64 workspaces/false',
    parts: ['index', 'file'],
    gapMs: 8,
    parallel: true,
    waits: () => [10, 60],
  },
  'npm ci': {
    ecosystem: 'npm',
    userAgent: 'npm/11.19.1 node/v22.0.0 linux x64 workspaces/false ci/github-actions',
    parts: ['file'],
    gapMs: 8,
    parallel: true,
    waits: () => [10, 60],
  },
  cargo: {
    ecosystem: 'cargo',
    userAgent: 'cargo/1.95.0',
    start: 'start',
    parts: ['index', 'file'],
    gapMs: 8,
    parallel: true,
    waits: (seconds) => Array<number>(3).fill(Math.min(seconds, 10)),
  },
  maven: {
    ecosystem: 'maven',
    userAgent: 'Apache-Maven/3.9.11',
    parts: ['index', 'metadata', 'file', 'checksum'],
    gapMs: 20,
    parallel: true,
    waits: (seconds) => [seconds, seconds, seconds],
  },
  go: {
    ecosystem: 'go',
    userAgent: 'Go-http-client/2.0',
    parts: ['metadata', 'mod', 'file'],
    gapMs: 8,
    parallel: true,
    waits: () => [0],
  },
  gem: {
    ecosystem: 'gems',
    userAgent: 'RubyGems/4.0.0 x86_64-linux',
    start: 'start',
    parts: ['index', 'metadata', 'file'],
    gapMs: 40,
    parallel: false,
    waits: () => [],
  },
  composer: {
    ecosystem: 'composer',
    userAgent: 'Composer/2.10',
    start: 'start',
    parts: ['index', 'file'],
    gapMs: 10,
    parallel: true,
    waits: () => [],
  },
  /** Renovate and vulnerability scanners look versions up and fetch nothing. */
  scanner: {
    ecosystem: 'npm',
    userAgent: 'RenovateBot/41.0',
    parts: ['index'],
    gapMs: 150,
    parallel: false,
    waits: (seconds) => [seconds],
  },
  mirror: {
    ecosystem: 'pypi',
    userAgent: 'bandersnatch/6.6',
    parts: ['index', 'file'],
    gapMs: 250,
    parallel: false,
    waits: (seconds) => [seconds, seconds, seconds],
  },
  /** 2,500 requests a minute from one address, as docs.rs met in March 2025; a 429 means nothing to it. */
  crawler: {
    ecosystem: 'pypi',
    userAgent: 'ExampleBot/1.0',
    parts: ['index', 'file'],
    gapMs: 24,
    parallel: true,
    waits: () => [],
    persistent: true,
  },
});

export type ToolName = keyof typeof TOOLS;
