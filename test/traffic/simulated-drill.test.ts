/**
 * The drills of docs/runbook.md with traffic running, through the whole local edge: keys are rotated, tokens exchanged, the old key
 * retired, a holder revoked. Each edge location learns of a change in its own time: it asks the store through the local edge's own
 * backend, which remembers an entry for as long as a change may take to arrive.
 */
import { gunzipSync } from 'node:zlib';
import { addKey, type Changes, issueToken, readBook, retireKey, revokeHolder, revokeToken } from '../../domain/tiers/token-book';
import { createEdge, type Edge } from '../../local/app';
import type { EdgeModel } from '../../local/assembly/model';
import type { Cloud } from '../../local/backends/cloud';
import { createKeyValueStores } from '../../local/backends/key-value-store';
import type { EdgeResponse } from '../../local/http';
import type { KeyValueStore } from '../../local/ports';
import { KINDS, type KindName } from './kinds';
import { EdgeRequests } from './run';
import { shippedEdge } from './shipped';
import { type TrafficRequest, trafficOf } from './traffic';

const NINE = Date.parse('2026-11-23T09:00:00Z');
const MINUTE_MS = 60_000;
const LOCATIONS = 3;
/** AWS names no bound and speaks of seconds (FN-37); the runbook waits 10 minutes. */
const PROPAGATION_MS = 60_000;

/** Few requests, but in every minute. */
const SMALL = {
  addresses: 6,
  sources: 1,
  starts: 2_000,
  rhythm: 'steady',
  requests: { median: 4, sigma: 0, least: 4, most: 4 },
} as const;
const HOLDERS = {
  'office with a token': { ...KINDS['office with a token'], ...SMALL, token: { tier: 'community', holder: 'office' } },
  'supporter CI': { ...KINDS['supporter CI'], ...SMALL, token: { tier: 'supporter', holder: 'acme' } },
  'commercial CI': { ...KINDS['commercial CI'], ...SMALL, token: { tier: 'commercial', holder: 'initech' } },
} as const;
type Holder = keyof typeof HOLDERS;
const KINDS_OF_HOLDERS = Object.keys(HOLDERS) as Holder[];
const LEAKED = 'commercial CI';
const FORGETFUL = 'supporter CI';

/** The store as the operator's command writes it. */
class Book {
  readonly entries = new Map<string, string>();

  change(changes: Changes): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.entries.delete(key);
      else this.entries.set(key, value);
    }
  }

  issue(kind: Holder, now: number) {
    const { tier, holder } = HOLDERS[kind].token;
    const claims = {
      tier,
      holder,
      expires: 4_000_000_000,
      now: new Date(now),
      newSecret: () => 'the first secret of 32 characters',
    };
    const { token, issued, changes } = issueToken(readBook(this.entries), claims);
    this.change(changes);
    return { token, ...issued };
  }

  /** What the local edge's backend asks the local cloud. */
  readonly cloud: Cloud = {
    send: ({ target }) => {
      const value = this.entries.get(decodeURIComponent(target.split('/keys/')[1]!));
      const body = Buffer.from(JSON.stringify({ Value: value }));
      return Promise.resolve({ status: value === undefined ? 404 : 200, headers: [], body });
    },
    close: () => undefined,
  };
}

interface Seen {
  readonly request: TrafficRequest;
  readonly status: number;
  readonly reason: string | undefined;
}

let model: EdgeModel;
let seen: Seen[];
let logLines: string[];
let revokedAt: Readonly<Record<'old tokens' | 'holder', number>>;
const given = new Set<string>();

/** Every location has every object. */
const bucket = () =>
  Promise.resolve({ status: 200, headers: [['Cache-Control', 'max-age=60']] as const, body: Buffer.from('x') });

beforeAll(async () => {
  model = shippedEdge('enforcement');
  const book = new Book();
  let now = NINE - 30 * MINUTE_MS;
  const logs: Buffer[] = [];
  const edges = Array.from({ length: LOCATIONS }, (_, location) => {
    const stores = createKeyValueStores(book.cloud, { clock: () => now, memoryMs: PROPAGATION_MS - location * 20_000 });
    const known = new Map<string, KeyValueStore>();
    return createEdge(model, {
      clock: () => now,
      random: (bytes) => Buffer.alloc(bytes, location),
      bucket: () => bucket,
      keyValueStore: (arn) => known.get(arn) ?? known.set(arn, stores(arn)).get(arn)!,
      ipSets: () => [],
      putLog: (_bucket, _key, body) => {
        logs.push(body);
        return Promise.resolve();
      },
      log: (line) => {
        throw new Error(line);
      },
    });
  });

  const issued = (kind: Holder) => book.issue(kind, now);
  const first = {
    'office with a token': issued('office with a token'),
    'supporter CI': issued('supporter CI'),
    'commercial CI': issued('commercial CI'),
  };
  const second: Partial<Record<Holder, string>> = {};
  const steps: [minute: number, step: () => void][] = [
    [
      2,
      () => {
        book.change(addKey(readBook(book.entries), new Date(now), 'the second secret of 32 characters').changes);
      },
    ],
    [
      13,
      () => {
        for (const kind of KINDS_OF_HOLDERS) second[kind] = book.issue(kind, now).token;
      },
    ],
    // One holder forgets to change its token.
    [
      20,
      () => {
        for (const kind of KINDS_OF_HOLDERS) book.change(revokeToken(readBook(book.entries), first[kind].id, false));
      },
    ],
    [
      23,
      () => {
        book.change(retireKey(readBook(book.entries), first[LEAKED].keyId, new Date(now), false));
      },
    ],
    [
      25,
      () => {
        book.change(revokeHolder(readBook(book.entries), HOLDERS[LEAKED].token.holder, false));
      },
    ],
  ];
  revokedAt = { 'old tokens': NINE + 20 * MINUTE_MS, holder: NINE + 25 * MINUTE_MS };

  seen = [];
  const requests = new EdgeRequests();
  for (const request of trafficOf({ seed: 3, from: NINE, until: NINE + 35 * MINUTE_MS, population: HOLDERS })) {
    while (steps[0] && request.at >= NINE + steps[0][0] * MINUTE_MS) {
      now = NINE + steps[0][0] * MINUTE_MS;
      steps.shift()![1]();
    }
    now = request.at;
    const kind = request.client.kind;
    const token = (kind === FORGETFUL ? undefined : changed(request, second[kind])) ?? first[kind].token;
    given.add(token);
    const { status, reason } = await ask(edges[request.client.number % LOCATIONS]!, requests, request, token);
    seen.push({ request, status, reason });
  }
  for (const edge of edges) await edge.flushLogs();
  logLines = logs.flatMap((log) => gunzipSync(log).toString().trim().split('\n'));
});

/** Not everybody takes the new token at one time: people and machines do within 5 minutes. */
const changed = ({ at, client }: TrafficRequest, token: string | undefined): string | undefined =>
  at >= NINE + (14 + (client.number % 5)) * MINUTE_MS ? token : undefined;

function ask(edge: Edge, requests: EdgeRequests, request: TrafficRequest, token: string): Promise<EdgeResponse> {
  const asked = requests.of(request);
  const headers = asked.headers.filter(([name]) => name !== 'Authorization');
  const host = model.distributions[0]!.domainName;
  return edge.handle({
    ...asked,
    headers: [...headers.filter(([name]) => name !== 'Host'), ['Host', host], ['Authorization', `Bearer ${token}`]],
  });
}

const of = (kind: KindName) => seen.filter(({ request }) => request.client.kind === kind);
const statuses = (some: readonly Seen[]) => [...new Set(some.map(({ status }) => status))].sort();
const before = (some: readonly Seen[], at: number) => some.filter(({ request }) => request.at < at);
const after = (some: readonly Seen[], at: number) => some.filter(({ request }) => request.at >= at);

test('there is traffic of every holder in every part of the drill', () => {
  for (const kind of KINDS_OF_HOLDERS) {
    const minutes = new Set(of(kind).map(({ request }) => Math.floor((request.at - NINE) / (5 * MINUTE_MS))));
    expect([kind, [...minutes].sort()]).toEqual([kind, [0, 1, 2, 3, 4, 5, 6]]);
  }
});

test('rotation: no valid request fails, whichever location answers, from the first step to the last', () => {
  expect(statuses(of('office with a token'))).toEqual([200]);
  expect(statuses(before(of(LEAKED), revokedAt.holder))).toEqual([200]);
  expect(statuses(before(of(FORGETFUL), revokedAt['old tokens']))).toEqual([200]);
});

test('revocation of a token: who kept the old one is refused everywhere within the propagation, and told why', () => {
  const late = after(of(FORGETFUL), revokedAt['old tokens'] + PROPAGATION_MS);
  expect(late.length).toBeGreaterThan(20);
  expect(statuses(late)).toEqual([401]);
  // Revoked first, and of no known key once that is retired.
  const codes = late.map(({ reason }) => /\w+$/.exec(reason!)![0]);
  expect([...new Set(codes)].sort()).toEqual(['TOKEN_INVALID', 'TOKEN_REVOKED']);
});

test('revocation of a holder: every token of it is refused everywhere within the propagation', () => {
  const late = after(of(LEAKED), revokedAt.holder + PROPAGATION_MS);
  expect(late.length).toBeGreaterThan(20);
  expect(statuses(late)).toEqual([401]);
  const meanwhile = before(after(of(LEAKED), revokedAt.holder), revokedAt.holder + PROPAGATION_MS);
  // Locations differ until then: that is what the test is about.
  expect(statuses(meanwhile)).toEqual([200, 401]);
});

test('the access log has every request, the verified holder of those served, and no token', () => {
  expect(logLines).toHaveLength(seen.length);
  for (const kind of KINDS_OF_HOLDERS) {
    const { holder } = HOLDERS[kind].token;
    const served = of(kind).filter(({ status }) => status === 200).length;
    const named = logLines.filter(
      (line) => line.includes('%22holder%22:%22'.concat(holder)) || line.includes(`holder\\":\\"${holder}`),
    );
    expect([kind, named.length]).toEqual([kind, served]);
  }
  const secrets = [...given].map((token) => token.slice(token.lastIndexOf('.') + 1));
  expect(logLines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
});
