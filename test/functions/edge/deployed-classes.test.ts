/** No request is counted in a higher class than the tier of the token that the function verified, whatever headers it sends. */
import fc from 'fast-check';
import { LIMIT_SIGNAL, LIMIT_SIGNAL_HEADER } from '../../../domain/contracts/limit-signal';
import { DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import { type HeaderList, header } from '../../../local/http';
import { eventObject } from '../../../local/simulators/edge-function/event';
import { createWaf } from '../../../local/simulators/waf/waf';
import { request } from '../../local/simulators/waf/harness';
import { shippedEdge } from '../../traffic/shipped';
import { call, NOW, token } from './harness';

/** AWS WAF's least: the request after these is over the limit of whatever class counts it. */
const LIMIT = 10;
const NAMES = DEFAULT_TIERS.map(({ name }) => name);
const tiers = DEFAULT_TIERS.map((tier) => ({ ...tier, requests: LIMIT, windowSeconds: 300 as const }));
const acl = shippedEdge('enforcement', tiers).distributions[0]!.webAcl!;

/** Name of the tier that counts a request, undefined when none does; `refused`: the web ACL lets it not through at all. */
function classOf(path: string, headers: HeaderList): string | undefined {
  const waf = createWaf(acl, { clock: () => NOW * 1000, ipSets: () => [], distributionId: 'E1' });
  for (let i = 0; i < LIMIT; i++) waf.evaluate(request({ path, headers }), String(i));
  const verdict = waf.evaluate(request({ path, headers }), 'last');
  if (verdict.action !== 'allow') return 'refused';
  const signal = LIMIT_SIGNAL.exec(header(verdict.insertedHeaders, LIMIT_SIGNAL_HEADER) ?? '');
  return signal ? signal[3]!.replace(/^tier-/, '') : undefined;
}

/** The tier as which the function serves a request, undefined when it does not. */
async function servedAs(path: string, headers: HeaderList): Promise<string | undefined> {
  const context = { distributionDomainName: 'd1.cloudfront.net', distributionId: 'E1', requestId: 'r' };
  const { answer, logged } = await call('pypi', eventObject('viewer-request', context, request({ path, headers })));
  return answer.uri === undefined ? undefined : (JSON.parse(logged ?? '') as { tier: string }).tier;
}

const tier = fc.constantFrom(...NAMES);
const good = tier.map((name) => token({ tier: name }));
const claimed = fc.oneof(
  good,
  tier.map((name) => token({ tier: name }, 'guess')),
  tier.map((name) => `cr1.${name}.`),
);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const value = fc.oneof(
  claimed,
  claimed.map((text) => `Bearer ${text}`),
  claimed.map((text) => `bEARER   ${text}`),
  claimed.map((text) => `Bearer\t${text}`),
  claimed.map((text) => `Bearer ${text.toUpperCase()}`),
  fc.tuple(claimed, claimed).map(([a, b]) => `Bearer ${a}, Bearer ${b}`),
  fc.tuple(claimed, claimed).map(([a, b]) => `${a} ${b}`),
  fc
    .tuple(fc.constantFrom('', 'u', 'bearer cr1.commercial.', 'cr1.commercial.acme'), claimed)
    .map(([user, text]) => `Basic ${base64(`${user}:${text}`)}`),
  claimed.map((text) => `Basic ${base64(text)}`),
  fc.constant(''),
);
const name = fc.constantFrom('authorization', 'Authorization', 'AUTHORIZATION');
const headersOf = fc.oneof(fc.array(fc.tuple(name, value), { maxLength: 2 }), fc.tuple(fc.tuple(name, good)));
const pathOf = fc
  .tuple(fc.constantFrom('', '/t/', '/t%2f', '/%74/', '//t/', '/T/', '/./t/', '/t/community/acme/t/'), tier)
  .map(([start, of]) => `${start && `${start}${of}/acme`}/pypi/simple/demo/`);
const HOST = ['host', 'packages.example.org'] as const;

test('property: what is served is counted by the verified tier or a lower one', async () => {
  const served = new Set<string>();
  await fc.assert(
    fc.asyncProperty(pathOf, headersOf, async (path, authorization) => {
      const headers: HeaderList = [HOST, ...authorization];
      const verified = await servedAs(path, headers);
      if (verified === undefined) return;
      served.add(verified);
      const counted = classOf(path, headers);
      expect(counted === undefined ? 0 : NAMES.indexOf(counted)).toBeLessThanOrEqual(NAMES.indexOf(verified));
      expect(counted).not.toBeUndefined();
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect([...served].sort()).toEqual([...NAMES].sort());
});

test('property: a forged word of the web ACL is refused, however it is spelt', () => {
  const forged = fc.constantFrom('x-amzn-waf-limit', 'X-Amzn-Waf-Limit', 'X-AMZN-WAF-TIER', 'x-amzn-waf-');
  fc.assert(
    fc.property(forged, fc.constantFrom('', '0 "tier-commercial";q=1;w=300 No.'), (spelt, text) => {
      expect(classOf('/pypi/simple/demo/', [HOST, [spelt, text]])).toBe('refused');
    }),
    { numRuns: 20, seed: 1 },
  );
});
