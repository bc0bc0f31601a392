/** One install, or one run of a robot: what it asks, request by request, each found by its number. */
import { logNormal, mix, uniform, weighted } from './chance';
import type { Client } from './clients';
import type { ClientKind } from './kinds';
import { bytesOf, NOT_MODIFIED_BYTES, type Part, pathOf, popularRank } from './packages';
import { TOOLS, type Tool } from './tools';

export interface Install {
  readonly client: Client<string>;
  readonly tool: Tool;
  readonly seed: number;
  readonly packages: number;
  readonly parts: readonly Part[];
  /** Only what has changed is fetched; the rest is answered 304. */
  readonly warm: boolean;
  /** All its requests, tries after a refusal not counted. */
  readonly requests: number;
}

export interface Step {
  readonly path: string;
  readonly status: 200 | 304;
  readonly bytes: number;
  readonly userAgent: string;
}

/** Share of packages that a warm install fetches because they are new. */
const CHANGED = 0.1;
/** What draws are for. */
const PLACE = { tool: 0, cold: 1, size: 2, sizeToo: 3, steps: 16 };

export function installOf(client: Client<string>, kind: ClientKind, seed: number): Install {
  const tool = TOOLS[weighted(uniform(seed, PLACE.tool), kind.tools).tool];
  const { median, sigma, least, most } = kind.requests;
  const drawn = logNormal(uniform(seed, PLACE.size), uniform(seed, PLACE.sizeToo), median, sigma);
  const wanted = Math.min(most, Math.max(least, drawn));
  const starts = tool.start ? 1 : 0;
  const packages = Math.max(1, Math.floor((wanted - starts) / tool.parts.length));
  const warm = uniform(seed, PLACE.cold) >= kind.cold;
  // A warm install asks the index about all packages, where its client does so, and fetches the few that are new.
  const parts = warm && tool.parts.includes('index') && tool.ecosystem !== 'maven' ? (['index'] as const) : tool.parts;
  const asked = warm && parts === tool.parts ? Math.ceil(packages * CHANGED) : packages;
  return { client, tool, seed, packages: asked, parts, warm, requests: starts + asked * parts.length };
}

export function stepOf({ tool, seed, packages, parts, warm }: Install, number: number): Step {
  const { ecosystem, userAgent, start } = tool;
  const starts = start ? 1 : 0;
  const place = number - starts;
  const part = place < 0 ? start! : parts[Math.floor(place / packages)]!;
  const rank = popularRank(uniform(seed, PLACE.steps + (place < 0 ? 0 : place % packages)));
  const fresh = warm && part === 'index';
  return {
    path: pathOf(ecosystem, part, rank),
    status: fresh ? 304 : 200,
    bytes: fresh ? NOT_MODIFIED_BYTES : bytesOf(ecosystem, part, rank),
    userAgent,
  };
}

/** Milliseconds from one request to the next. */
export const gapAfter = ({ tool, seed }: Install, number: number): number =>
  Math.max(1, Math.round(tool.gapMs * 2 * uniform(mix(seed, 7), number)));
