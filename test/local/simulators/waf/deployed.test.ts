/** The web ACL of the tier table in the simulator: as the local edge runs it. */
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { AccessTiers } from '../../../../constructs/tiers/access-tiers';
import type { Tier } from '../../../../domain/tiers/tier';
import { createWaf, type SimulatedWaf } from '../../../../local/simulators/waf/waf';
import { ARN, request } from './harness';

type Json = Record<string, unknown>;
const BLOCKED = '198.51.100.7';

/** References become names; all that the web ACL refers to are its two sets of addresses. */
const resolved = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(resolved);
  if ('Fn::GetAtt' in value) return (value['Fn::GetAtt'] as string[]).join('.');
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part)]));
};

function deployed(mode: Tier['mode']): SimulatedWaf {
  const stack = new Stack(new App(), 'S', { env: { region: 'us-east-1' } });
  const limit = { requests: 20, windowSeconds: 60, mode } as const;
  const tiers = [
    { name: 'anonymous', audience: 'Everybody.', ...limit },
    { name: 'gold', audience: 'Supporters.', ...limit, requests: 40 },
  ];
  new AccessTiers(stack, 'Tiers', { tiers, ceiling: { requests: 100, windowSeconds: 60 } });
  const [acl] = Object.values(Template.fromStack(stack).findResources('AWS::WAFv2::WebACL')) as { Properties: Json }[];
  return createWaf(
    { name: 'acl', arn: ARN, properties: resolved(acl!.Properties) as Json },
    { clock: () => 0, ipSets: (arn) => (arn.includes('Ipv4') ? [`${BLOCKED}/32`] : []), distributionId: 'E123' },
  );
}

const repeat = (waf: SimulatedWaf, times: number, path = '/pypi/simple/') => {
  for (let i = 0; i < times; i++) waf.evaluate(request({ path }), 'id');
};

test('enforcing 20 a minute, the 21st request is answered 429 with Retry-After and a problem body, another address not', () => {
  const waf = deployed('enforcement');
  repeat(waf, 19);
  expect(waf.evaluate(request(), 'id').action).toBe('allow');
  const verdict = waf.evaluate(request(), 'id');
  if (verdict.action !== 'block' || !verdict.response) throw new Error(JSON.stringify(verdict));
  const { status, headers, body, contentType } = verdict.response;
  expect([status, contentType, new Map(headers).get('Retry-After')]).toEqual([
    429,
    'application/json',
    expect.stringMatching(/^\d+$/),
  ]);
  expect(JSON.parse(body)).toMatchObject({
    status: 429,
    title: expect.any(String) as string,
    detail: expect.any(String) as string,
  });
  expect(waf.evaluate(request({ clientIp: '192.0.2.2' }), 'id').action).toBe('allow');
  expect(waf.evaluate(request({ path: '/t/gold/acme/pypi/simple/' }), 'id').action).toBe('allow');
});

test('in evaluation nothing is blocked and the count is visible', () => {
  const waf = deployed('evaluation');
  repeat(waf, 30);
  expect(waf.evaluate(request(), 'id').action).toBe('allow');
  expect(waf.stats().map(({ counted, blocked, limited }) => [counted, blocked, limited])).toContainEqual([11, 0, ['192.0.2.1']]);
});

test('the ceiling holds for every tier together', () => {
  const waf = deployed('evaluation');
  repeat(waf, 60);
  repeat(waf, 40, '/t/gold/acme/');
  expect(waf.evaluate(request({ path: '/t/unknown/' }), 'id').action).toBe('block');
});

test('a forged header and a blocked address are refused', () => {
  const waf = deployed('evaluation');
  expect(waf.evaluate(request({ headers: [['X-Amzn-Waf-Limit', 'x']] }), 'id')).toMatchObject({
    action: 'block',
    response: undefined,
  });
  expect(waf.evaluate(request({ clientIp: BLOCKED }), 'id')).toMatchObject({ action: 'block', response: undefined });
});
