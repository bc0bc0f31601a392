/** Issue: limits that people can live with. A day of a registry of open-source shape against the web ACL as it ships. */
import { readFileSync } from 'node:fs';
import { LIMIT_SIGNAL_HEADER } from '../../domain/contracts/limit-signal';
import { DEFAULT_TIERS } from '../../domain/tiers/defaults';
import type { EdgeModel } from '../../local/assembly/model';
import { header } from '../../local/http';
import { createEdgeFunction } from '../../local/simulators/edge-function/edge-function';
import { findings } from './findings';
import { installOf, stepOf } from './install';
import { FEWER, KINDS } from './kinds';
import { EdgeRequests, run } from './run';
import { shippedEdge } from './shipped';
import { TOKEN_STORE } from './tokens';
import { TOOLS } from './tools';
import { limitedBy } from './verdict';

const SEED = 1;
const MONDAY = Date.parse('2026-11-23T00:00:00Z');
const HOUR_MS = 3_600_000;
const day = { seed: SEED, from: MONDAY, until: MONDAY + 24 * HOUR_MS, population: FEWER };

let edges: Readonly<Record<'evaluation' | 'enforcement', EdgeModel>>;
const aclOf = (mode: keyof typeof edges) => edges[mode].distributions[0]!.webAcl!;

beforeAll(() => {
  edges = { evaluation: shippedEdge('evaluation'), enforcement: shippedEdge('enforcement') };
});

test('a day: people, the office and the fleet are let be; the crawler and the worst CI are not; evaluation tells who', () => {
  const seen = findings(run(aclOf('evaluation'), day), run(aclOf('enforcement'), day));
  expect(seen.filter(({ holds }) => !holds)).toEqual([]);
});

test('limits that are too low do not pass', () => {
  const low = DEFAULT_TIERS.map((tier) => ({ ...tier, requests: tier.name === 'anonymous' ? 500 : tier.requests }));
  const morning = { ...day, from: MONDAY + 8 * HOUR_MS, until: MONDAY + 9 * HOUR_MS };
  const report = run(shippedEdge('enforcement', low).distributions[0]!.webAcl!, morning);
  const missed = findings(report, report).filter(({ holds }) => !holds);
  expect(missed.map(({ expected }) => expected)).toEqual(
    expect.arrayContaining(["no request of 'individual' is over a limit", "no request of 'office' is over a limit"]),
  );
});

test('while clients take no notice, what evaluation marks is request for request what enforcement refuses', () => {
  const population = { crawler: FEWER.crawler, 'worst CI': FEWER['worst CI'] };
  const crawl = { ...day, population, heedless: true };
  const marked = marks('evaluation');
  expect(marked.length).toBeGreaterThan(50_000);
  expect(marks('enforcement')).toEqual(marked);

  function marks(mode: keyof typeof edges): string[] {
    const all: string[] = [];
    run(aclOf(mode), { ...crawl, observe: ({ at, client }, rule) => rule && all.push(`${at} ${client.address} ${rule}`) });
    return all;
  }
});

/** What every limiting rule of the web ACL inserts. */
function signals(mode: keyof typeof edges): string[] {
  const rules = (
    aclOf(mode).properties as {
      Rules: { Action: { Count?: { CustomRequestHandling?: { InsertHeaders: { Value: string }[] } } } }[];
    }
  ).Rules;
  return rules.flatMap(({ Action }) => Action.Count?.CustomRequestHandling?.InsertHeaders.map(({ Value }) => Value) ?? []);
}

describe.each(['evaluation', 'enforcement'] as const)('in %s', (mode) => {
  test('the edge function refuses whom the simulated day takes for refused, in every client’s form, and serves the others', async () => {
    const { behaviours } = edges[mode].distributions[0]!;
    const edgeFunction = createEdgeFunction(behaviours.at(-1)!.viewerRequest!, {
      clock: () => MONDAY,
      log: () => undefined,
      keyValueStore: { get: (key) => Promise.resolve(TOKEN_STORE.get(key)), meta: () => Promise.reject(new Error('not asked')) },
    });
    const requests = new EdgeRequests();
    const values = signals(mode);
    expect(values).toHaveLength(DEFAULT_TIERS.length);
    for (const value of [undefined, ...values]) {
      const inserted = value === undefined ? [] : ([[LIMIT_SIGNAL_HEADER, value]] as const);
      const { refusal } = limitedBy({ action: 'allow', insertedHeaders: inserted }) ?? {};
      for (const kind of ['individual', 'office with a token'] as const) {
        for (const [name, tool] of Object.entries(TOOLS)) {
          const client = { kind, number: 0, address: '198.18.0.1' };
          const install = installOf(client, { ...KINDS[kind], tools: [{ tool: name as keyof typeof TOOLS, weight: 1 }] }, SEED);
          const last = stepOf(install, install.requests - 1);
          const request = requests.of({
            ...last,
            client,
            at: MONDAY,
            firstAt: MONDAY,
            install: 0,
            isLastTry: false,
            goesOn: false,
          });
          const outcome = await edgeFunction.viewerRequest(
            { ...request, headers: [...request.headers, ...inserted] },
            { distributionDomainName: 'd1.cloudfront.net', distributionId: 'E1', requestId: 'simulated' },
          );
          const got =
            outcome.kind === 'respond'
              ? [outcome.response.status, header(outcome.response.headers, 'retry-after')]
              : [outcome.kind, undefined];
          expect([tool.userAgent, value, ...got]).toEqual([
            tool.userAgent,
            value,
            ...(refusal ? [429, String(refusal.retryAfterSeconds)] : ['continue', undefined]),
          ]);
        }
      }
    }
  });
});

test('docs/simulated-day.md was made with the limits that ship', () => {
  const document = readFileSync('docs/simulated-day.md', 'utf8');
  for (const { name, requests, windowSeconds } of DEFAULT_TIERS)
    expect(document).toContain(`\`${name}\` ${requests.toLocaleString('en')} in ${windowSeconds} s`);
});
