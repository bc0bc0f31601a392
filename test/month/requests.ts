/** What the edge gets of a client of the month: what its program says, its token, and now and then something out of the ordinary. */
import type { EdgeRequest, HeaderList } from '../../local/http';
import { mix, uniform } from '../traffic/chance';
import { tokenOf } from '../traffic/tokens';
import { TOOLS, type ToolName } from '../traffic/tools';
import type { TrafficRequest } from '../traffic/traffic';
import { type Agent, CI_AGENTS, HUMAN_AGENTS } from './agents';
import type { MonthKind, MonthKindName } from './kinds';
import { ETAG, isFilePath, MISSING } from './objects';
import type { MonthPopulation } from './population';

export interface MonthRequest {
  readonly edge: EdgeRequest;
  readonly agent: Agent;
}

/** Shares of requests. */
const MISTYPED = 0.004;
const HEAD = 0.01;
const FIRST_PART = 0.02;
const RESUMED = 0.02;
/** People with a program of their own making: each address has another one, so its name would give them away. */
const OWN_PROGRAM = 0.01;
const BODY = Buffer.alloc(0);
const FIRST_BYTES = 65_536;

const TOOL_OF = new Map<string, ToolName>(Object.entries(TOOLS).map(([name, { userAgent }]) => [userAgent, name as ToolName]));

export class MonthRequests {
  private readonly headers = new Map<string, HeaderList>();

  constructor(private readonly population: MonthPopulation) {}

  of(request: TrafficRequest<MonthKindName>): MonthRequest {
    const { client, at, install } = request;
    const kind = this.population[client.kind]!;
    const seed = mix(install, at % 2 ** 31);
    const path = kind.onlyPath ?? (uniform(seed, 0) < MISTYPED ? request.path.replace('project', MISSING) : request.path);
    const agent = agentOf(kind, request);
    const { method, extra } = variant(seed, path, request.status);
    const edge: EdgeRequest = {
      clientIp: client.address,
      clientPort: 50_000,
      scheme: 'https',
      httpVersion: '2.0',
      method,
      path: kind.token ? `/t/${kind.token.tier}/${kind.token.holder}${path}` : path,
      query: undefined,
      headers: [...this.headersOf(client.kind, agent.text), ...extra],
      body: BODY,
    };
    return { edge, agent };
  }

  private headersOf(kind: MonthKindName, userAgent: string): HeaderList {
    const key = `${kind} ${userAgent}`;
    const known = this.headers.get(key);
    if (known) return known;
    const { token, spoiltToken } = this.population[kind]!;
    const secret = token && (spoiltToken ? `${tokenOf(token).slice(0, -6)}spoilt` : tokenOf(token));
    const headers: HeaderList = [
      ['Host', 'd1.cloudfront.net'],
      ['User-Agent', userAgent],
      ['Accept', 'application/vnd.pypi.simple.v1+json, application/vnd.npm.install-v1+json; q=0.9, */*; q=0.8'],
      ...(secret ? ([['Authorization', `Bearer ${secret}`]] as const) : []),
    ];
    this.headers.set(key, headers);
    return headers;
  }
}

function agentOf(kind: MonthKind, { client, install, userAgent }: TrafficRequest<MonthKindName>): Agent {
  if (kind.agents) return kind.agents[client.number % kind.agents.length]!;
  if (kind.class === 'human' && uniform(client.number, 3) < OWN_PROGRAM)
    return {
      text: `npm/11.19.1 node/v20.20.2 linux x64 laptop-of-${client.kind}-${client.number}`,
      client: 'npm',
      version: '11.19',
    };
  const agents = (kind.class === 'ci' ? CI_AGENTS : HUMAN_AGENTS)[TOOL_OF.get(userAgent)!]!;
  return agents[Math.floor(uniform(install, 4) * agents.length)]!;
}

function variant(seed: number, path: string, status: 200 | 304): { readonly method: 'GET' | 'HEAD'; readonly extra: HeaderList } {
  if (status === 304) return { method: 'GET', extra: [['If-None-Match', ETAG]] };
  if (!isFilePath(path)) return { method: 'GET', extra: [] };
  const chance = uniform(seed, 1);
  if (chance < HEAD) return { method: 'HEAD', extra: [] };
  if (chance < HEAD + FIRST_PART) return { method: 'GET', extra: [['Range', `bytes=0-${FIRST_BYTES - 1}`]] };
  if (chance < HEAD + FIRST_PART + RESUMED) return { method: 'GET', extra: [['Range', `bytes=${FIRST_BYTES}-`]] };
  return { method: 'GET', extra: [] };
}
