/** Traffic through a web ACL in simulated time: who was limited, by which rule, when, and what it did to them. */
import type { WebAclModel } from '../../local/assembly/model';
import type { EdgeRequest, HeaderList } from '../../local/http';
import { createWaf, type WafDependencies } from '../../local/simulators/waf/waf';
import { KINDS, type KindName } from './kinds';
import { Report } from './report';
import { tokenOf } from './tokens';
import { type Refusal, type TrafficOptions, type TrafficRequest, trafficOf } from './traffic';
import { limitedBy } from './verdict';

export interface RunOptions extends TrafficOptions {
  readonly cadence?: NonNullable<WafDependencies['cadence']>;
  /** Clients take no notice of refusals: the same requests come whatever is answered. @default false */
  readonly heedless?: boolean;
  /** Told of every request and whether it was over a limit, for tests. */
  readonly observe?: (request: TrafficRequest, rule: string | undefined) => void;
}

/** Whoever is answered 403 by the operator's sets is not in this traffic. */
const NOBODY = { ipSets: () => [], distributionId: 'E1' };

export function run(acl: WebAclModel, options: RunOptions): Report {
  const { from, heedless = false, observe } = options;
  let now = from;
  const waf = createWaf(acl, { ...NOBODY, clock: () => now, ...(options.cadence && { cadence: options.cadence }) });
  const report = new Report();
  const traffic = trafficOf(options);
  const requests = new EdgeRequests();
  let refusal: Refusal;
  for (let next = traffic.next(refusal); !next.done; next = traffic.next(heedless ? undefined : refusal)) {
    const request = next.value;
    now = request.at;
    const limited = limitedBy(waf.evaluate(requests.of(request), 'simulated'));
    refusal = limited?.refusal;
    report.add(request, limited);
    observe?.(request, limited?.rule);
  }
  return report;
}

const BODY = Buffer.alloc(0);

/** What the edge gets of a client's request: the tier's prefix and the token are the client's settings. */
export class EdgeRequests {
  private readonly headers = new Map<KindName, Map<string, HeaderList>>();

  of({ client: { address, kind }, path, userAgent }: TrafficRequest): EdgeRequest {
    const { token } = KINDS[kind];
    return {
      clientIp: address,
      clientPort: 50_000,
      scheme: 'https',
      httpVersion: '2.0',
      method: 'GET',
      path: token ? `/t/${token.tier}/${token.holder}${path}` : path,
      query: undefined,
      headers: this.headersOf(kind, userAgent),
      body: BODY,
    };
  }

  private headersOf(kind: KindName, userAgent: string): HeaderList {
    const ofKind = this.headers.get(kind) ?? new Map<string, HeaderList>();
    this.headers.set(kind, ofKind);
    const known = ofKind.get(userAgent);
    if (known) return known;
    const { token } = KINDS[kind];
    const authorization: HeaderList = token ? [['Authorization', `Bearer ${tokenOf(token)}`]] : [];
    const headers: HeaderList = [['Host', 'd1.cloudfront.net'], ['User-Agent', userAgent], ...authorization];
    ofKind.set(userAgent, headers);
    return headers;
  }
}
