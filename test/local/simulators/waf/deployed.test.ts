/** The web ACL of the tier table in the simulator: as the local edge runs it. */
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { AccessTiers } from '../../../../constructs/tiers/access-tiers';
import { LIMIT_SIGNAL, LIMIT_SIGNAL_HEADER } from '../../../../domain/contracts/limit-signal';
import type { Tier } from '../../../../domain/tiers/tier';
import type { EdgeRequest } from '../../../../local/http';
import { createWaf, type SimulatedWaf } from '../../../../local/simulators/waf/waf';
import { ARN, BLOCK, request, rule } from './harness';

type Json = Record<string, unknown>;
const BLOCKED = '198.51.100.7';
const ALLOWED = '198.51.100.8';
const GROUP = 'arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/switches/abc';
const TOKEN = `cr1.gold.acme.1800000000.k1.${'A'.repeat(43)}`;

/** References become names; all that the web ACL refers to are its sets of addresses and the kill switches. */
const resolved = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(resolved);
  if ('Fn::GetAtt' in value) {
    const name = (value['Fn::GetAtt'] as string[]).join('.');
    return name.includes('KillSwitches') ? GROUP : name;
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part)]));
};

const setOf = (arn: string): string[] => {
  if (!arn.includes('Ipv4')) return [];
  return [`${arn.includes('Blocked') ? BLOCKED : ALLOWED}/32`];
};

function deployed(anonymous: Partial<Tier> = {}, switches: readonly unknown[] = []): SimulatedWaf {
  const stack = new Stack(new App(), 'S', { env: { region: 'us-east-1' } });
  const limit = { requests: 20, windowSeconds: 60, aggregation: 'address', mode: 'enforcement' } as const;
  const tiers: Tier[] = [
    { name: 'anonymous', audience: 'Everybody.', ...limit, ...anonymous },
    { name: 'gold', audience: 'Supporters.', ...limit, requests: 40, aggregation: 'token' },
  ];
  new AccessTiers(stack, 'Tiers', { tiers, ceiling: { requests: 100, windowSeconds: 60 }, killSwitches: true });
  const [acl] = Object.values(Template.fromStack(stack).findResources('AWS::WAFv2::WebACL')) as { Properties: Json }[];
  return createWaf(
    { name: 'acl', arn: ARN, properties: resolved(acl!.Properties) as Json },
    {
      clock: () => 0,
      ipSets: setOf,
      ruleGroups: () => switches,
      locate: () => ({ country: 'DE', asn: '64500' }),
      distributionId: 'E123',
    },
  );
}

const repeat = (waf: SimulatedWaf, times: number, changes: Partial<EdgeRequest> = {}) => {
  for (let i = 0; i < times; i++) waf.evaluate(request(changes), 'id');
};

/** Seconds to wait that the edge function is told; undefined: it is told nothing; 'blocked': it is not asked. */
function told(waf: SimulatedWaf, changes: Partial<EdgeRequest> = {}): string | undefined {
  const verdict = waf.evaluate(request(changes), 'id');
  if (verdict.action === 'block') return 'blocked';
  const [, signal] = verdict.insertedHeaders.find(([name]) => name === LIMIT_SIGNAL_HEADER) ?? [];
  return signal === undefined ? undefined : LIMIT_SIGNAL.exec(signal)![1];
}

test('enforcing 20 a minute, the edge function is told of the 21st request, and of no other client’s', () => {
  const waf = deployed();
  repeat(waf, 19);
  expect(told(waf)).toBeUndefined();
  expect(told(waf)).toMatch(/^[1-9]\d*$/);
  expect(told(waf, { clientIp: '192.0.2.2' })).toBeUndefined();
  expect(told(waf, { path: '/t/gold/acme/pypi/simple/' })).toBeUndefined();
});

test('a tier may be refused by the web ACL: 429 with Retry-After and a problem body', () => {
  const waf = deployed({ refuseBy: 'web-acl' });
  repeat(waf, 20);
  const verdict = waf.evaluate(request(), 'id');
  if (verdict.action !== 'block' || !verdict.response) throw new Error(JSON.stringify(verdict));
  const { status, headers, body, contentType } = verdict.response;
  const wait = new Map(headers).get('Retry-After');
  expect([status, contentType, wait]).toEqual([429, 'application/json', expect.stringMatching(/^\d+$/)]);
  expect(JSON.parse(body)).toMatchObject({
    status: 429,
    title: expect.any(String) as string,
    detail: expect.any(String) as string,
  });
});

test('in evaluation the function is told to serve, and who would have been limited is the same as in enforcement', () => {
  const over = (mode: Tier['mode']) => {
    const waf = deployed({ mode });
    repeat(waf, 30);
    return { said: told(waf), rates: waf.stats().flatMap(({ rate }) => (rate ? [rate] : [])) };
  };
  const evaluation = over('evaluation');
  expect(evaluation.said).toBe('0');
  expect(evaluation.rates).toEqual(over('enforcement').rates);
  expect(evaluation.rates.flatMap(({ intervals }) => intervals)).toEqual([
    { key: '192.0.2.1', from: 0, until: 0, requests: 11, most: 31 },
  ]);
});

test('a token is one client wherever it is used, on a path of its own tier or not', () => {
  const waf = deployed();
  const headers: EdgeRequest['headers'] = [['Authorization', `Bearer ${TOKEN}`]];
  for (let i = 0; i < 40; i++) repeat(waf, 1, { clientIp: `192.0.2.${i}`, headers });
  expect(told(waf, { clientIp: '192.0.2.99', headers, path: '/t/gold/acme/npm/a' })).toMatch(/^[1-9]\d*$/);
  expect(waf.stats().flatMap(({ limited }) => limited)).toEqual([expect.stringMatching(/^gold\.acme #[0-9a-f]{8}$/)]);
});

test('the ceiling holds for every tier together', () => {
  const waf = deployed();
  repeat(waf, 60);
  repeat(waf, 40, { path: '/t/gold/acme/' });
  expect(told(waf, { path: '/t/unknown/' })).toBe('blocked');
});

test('a forged header and a blocked address are refused, which may read why; an allowed one is not told of its tier’s limit', () => {
  const waf = deployed();
  expect(waf.evaluate(request({ headers: [['X-Amzn-Waf-Limit', 'x']] }), 'id')).toMatchObject({
    action: 'block',
    response: { status: 403, contentType: 'application/json' },
  });
  expect(told(waf, { clientIp: BLOCKED })).toBe('blocked');
  expect(told(waf, { clientIp: BLOCKED, path: '/-/limits' })).toBeUndefined();
  repeat(waf, 30, { clientIp: ALLOWED });
  expect(told(waf, { clientIp: ALLOWED })).toBeUndefined();
});

test.each([
  [{ GeoMatchStatement: { CountryCodes: ['DE'] } }, 'blocked'],
  [{ GeoMatchStatement: { CountryCodes: ['CH'] } }, undefined],
  [{ AsnMatchStatement: { AsnList: [64500] } }, 'blocked'],
])('a kill switch with %j: %s', (statement, expected) => {
  expect(told(deployed({}, [rule('switch', 0, statement, BLOCK)]))).toBe(expected);
});
