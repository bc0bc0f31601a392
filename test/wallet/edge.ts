/** The registry's edge as it is synthesised: generated web ACL and bundled function, with what the brake has put into sets and store. */
import type { EdgeModel, WebAclModel } from '../../local/assembly/model';
import type { EdgeRequest } from '../../local/http';
import type { EdgeFunction } from '../../local/ports';
import { createEdgeFunction } from '../../local/simulators/edge-function/edge-function';
import { CADENCES } from '../../local/simulators/waf/cadence';
import { createWaf, type SimulatedWaf } from '../../local/simulators/waf/waf';
import { TOKEN_STORE, tokenOf } from '../traffic/tokens';
import type { Flow } from './flows';

/** What a request came to, and so what it costs. */
export type Outcome = 'served' | 'refused by the function' | 'blocked by the web ACL';

export interface Answered {
  readonly outcome: Outcome;
  /** Look-ups of the function in its store. */
  readonly reads: number;
}

/** Until a written entry is read at every edge location. AWS says seconds: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions.html */
export const STORE_LAG_MS = 30_000;
const { propagationMs: SET_LAG_MS } = CADENCES.realistic;

export interface Settings {
  /** Entries of the KeyValueStore. */
  readonly entries: ReadonlyMap<string, string>;
  /** Addresses of IP sets that are not as the template has them, by ARN. */
  readonly sets: ReadonlyMap<string, readonly string[]>;
}

interface Written extends Settings {
  readonly at: number;
}

export class Edge {
  private readonly history: Written[] = [{ at: Number.NEGATIVE_INFINITY, entries: new Map(), sets: new Map() }];
  private readonly waf: SimulatedWaf;
  private readonly edgeFunction: EdgeFunction;
  private readonly answers = new Map<string, Map<string, Answered>>();
  private now = 0;
  private reads = 0;

  constructor(model: EdgeModel) {
    const [{ webAcl, behaviours }] = model.distributions as [EdgeModel['distributions'][number]];
    this.waf = createWaf(webAcl!, {
      clock: () => this.now,
      cadence: CADENCES.realistic,
      distributionId: 'E1',
      ipSets: (arn) => this.setting(SET_LAG_MS).sets.get(arn) ?? given(webAcl!, arn),
    });
    this.edgeFunction = createEdgeFunction(behaviours.at(-1)!.viewerRequest!, {
      clock: () => this.now,
      log: () => undefined,
      keyValueStore: {
        get: (key) => {
          this.reads += 1;
          return Promise.resolve(TOKEN_STORE.get(key) ?? this.setting(STORE_LAG_MS).entries.get(key));
        },
        meta: () => Promise.reject(new Error('not asked')),
      },
    });
  }

  write(at: number, settings: Settings): void {
    this.history.push({ ...settings, at });
  }

  async answer(flow: Flow, at: number): Promise<Answered> {
    this.now = at;
    const request = requestOf(flow, at);
    const verdict = this.waf.evaluate(request, 'simulated');
    if (verdict.action === 'block') return { outcome: 'blocked by the web ACL', reads: 0 };
    const answers = this.answersTo(flow);
    // The function remembers nothing: the same request under the same settings has the same answer.
    const key = JSON.stringify([verdict.insertedHeaders, [...this.setting(STORE_LAG_MS).entries]]);
    const known = answers.get(key) ?? (await this.ask(flow, [...request.headers, ...verdict.insertedHeaders], request));
    answers.set(key, known);
    return known;
  }

  private answersTo({ name }: Flow): Map<string, Answered> {
    const answers = this.answers.get(name) ?? new Map<string, Answered>();
    this.answers.set(name, answers);
    return answers;
  }

  private async ask(flow: Flow, headers: EdgeRequest['headers'], request: EdgeRequest): Promise<Answered> {
    const context = { distributionDomainName: 'd1.cloudfront.net', distributionId: 'E1', requestId: 'simulated' };
    this.reads = 0;
    const answer = await this.edgeFunction.viewerRequest({ ...request, headers }, context);
    if (answer.kind === 'continue') return { outcome: 'served', reads: this.reads };
    if (answer.kind === 'respond' && answer.response.status === 429)
      return { outcome: 'refused by the function', reads: this.reads };
    throw new Error(`'${flow.name}' is neither served nor refused, got: ${JSON.stringify(answer)}`);
  }

  private setting(lag: number): Settings {
    return this.history.findLast(({ at }) => at + lag <= this.now)!;
  }
}

const given = (webAcl: WebAclModel, arn: string): readonly string[] => webAcl.ipSets.get(arn) ?? [];

const BODY = Buffer.alloc(0);

function requestOf({ userAgent, token, path, addressAt }: Flow, at: number): EdgeRequest {
  return {
    clientIp: addressAt(at),
    clientPort: 50_000,
    scheme: 'https',
    httpVersion: '2.0',
    method: 'GET',
    path: token ? `/t/${token.tier}/${token.holder}${path}` : path,
    query: undefined,
    headers: [
      ['Host', 'd1.cloudfront.net'],
      ['User-Agent', userAgent],
      ...(token ? ([['Authorization', `Bearer ${tokenOf(token)}`]] as const) : []),
    ],
    body: BODY,
  };
}
