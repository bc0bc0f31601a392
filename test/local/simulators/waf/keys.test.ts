/** Custom keys of rate-based rules, and what is shown of them. */
import type { EdgeRequest } from '../../../../local/http';
import type { SimulatedWaf } from '../../../../local/simulators/waf/waf';
import { BLOCK, byteMatch, COUNT, path, rate, request, rule, setUp } from './harness';

type Json = Record<string, unknown>;
const transformed = (...types: string[]): Json => ({ TextTransformations: types.map((Type, Priority) => ({ Type, Priority })) });
const AUTHORIZATION = { Header: { Name: 'Authorization', ...transformed('COMPRESS_WHITE_SPACE') } };
const by = (...CustomKeys: Json[]): Json => rate(10, { AggregateKeyType: 'CUSTOM_KEYS', CustomKeys });
const limitedBy = (...keys: Json[]) => setUp([rule('keyed', 0, by(...keys), BLOCK)]).waf;
const authorized = (value: string): Partial<EdgeRequest> => ({ headers: [['authorization', value]] });
const tenOf = (waf: SimulatedWaf, changes: Partial<EdgeRequest>) => {
  for (let i = 0; i < 10; i++) waf.evaluate(request(changes), 'id');
};
const after = (waf: SimulatedWaf, changes: Partial<EdgeRequest>): string => waf.evaluate(request(changes), 'id').action;
const TOKEN = `cr1.gold.acme.1800000000.k1.${'A'.repeat(43)}`;

test('WAF-R7 a request that lacks any key is neither counted nor limited', () => {
  const waf = limitedBy(AUTHORIZATION, { IP: {} });
  tenOf(waf, {});
  tenOf(waf, {});
  expect(after(waf, {})).toBe('allow');
  expect(waf.stats()[0]!.rate!.counting).toBe(0);
});

test('WAF-R8 a header is a key whatever its address, after text transformations', () => {
  const waf = limitedBy(AUTHORIZATION);
  tenOf(waf, authorized('Bearer  a'));
  expect(after(waf, { ...authorized('Bearer \t a'), clientIp: '192.0.2.9' })).toBe('block');
  expect(after(waf, authorized('bearer a'))).toBe('allow');
});

test('UNK-16 a header that came twice is a key of both values', () => {
  const headers: EdgeRequest['headers'] = [
    ['authorization', 'a'],
    ['Authorization', 'b'],
  ];
  const waf = limitedBy(AUTHORIZATION);
  tenOf(waf, authorized('a'));
  expect(after(waf, { headers })).toBe('allow');
});

test.each<[Json, Partial<EdgeRequest>, Partial<EdgeRequest>]>([
  [{ UriPath: transformed('NONE') }, { path: '/a' }, { path: '/b' }],
  [{ QueryString: transformed('NONE') }, { query: 'a' }, { query: 'b' }],
  [{ HTTPMethod: {} }, { method: 'GET' }, { method: 'HEAD' }],
])('WAF-R8 %j is a key', (key, one, other) => {
  const waf = limitedBy(key);
  tenOf(waf, one);
  expect([after(waf, one), after(waf, other)]).toEqual(['block', 'allow']);
});

test('WAF-R8 the network is a key; that of unknown addresses is 0', () => {
  const locate = (address: string) => (address.startsWith('192.0.2.') ? { asn: '64500' } : {});
  const { waf } = setUp([rule('keyed', 0, by({ ASN: {} }), BLOCK)], {}, { locate });
  tenOf(waf, { clientIp: '192.0.2.1' });
  expect(after(waf, { clientIp: '192.0.2.2' })).toBe('block');
  tenOf(waf, { clientIp: '198.51.100.1' });
  expect(after(waf, { clientIp: '203.0.113.1' })).toBe('block');
  expect(waf.stats()[0]!.limited).toEqual(['64500', '0']);
});

test('WAF-R9 labels of earlier rules are a key', () => {
  const label = (name: string, at: string, priority: number) =>
    rule(name, priority, path(at), COUNT, { RuleLabels: [{ Name: `tier:${name}` }] });
  const { waf } = setUp([
    label('gold', '/gold', 0),
    label('free', '/free', 1),
    rule('keyed', 2, by({ LabelNamespace: { Namespace: 'tier:' } }), BLOCK),
  ]);
  tenOf(waf, { path: '/gold' });
  expect(['/gold', '/free', '/'].map((at) => after(waf, { path: at }))).toEqual(['block', 'allow', 'allow']);
});

test('two keys together are one instance, and no pair of values is mistaken for another', () => {
  const waf = limitedBy({ UriPath: transformed('NONE') }, { QueryString: transformed('NONE') });
  tenOf(waf, { path: '/a', query: '1,2:b' });
  expect(after(waf, { path: '/a,2:1', query: 'b' })).toBe('allow');
  expect(after(waf, { path: '/a', query: '1,2:b' })).toBe('block');
});

test('COMPRESS_WHITE_SPACE makes one space of any run of white space', () => {
  const statement = byteMatch({ SingleHeader: { Name: 'x-a' } }, 'EXACTLY', 'a b c', 'COMPRESS_WHITE_SPACE');
  const { waf } = setUp([rule('r', 0, statement, BLOCK)]);
  expect(after(waf, { headers: [['x-a', 'a\t \xa0b\v\f\r\nc']] })).toBe('block');
});

describe('a secret is never shown', () => {
  const waf = limitedBy(AUTHORIZATION, { IP: {} });
  const secret = authorized(`Bearer ${TOKEN}`);
  tenOf(waf, secret);
  const { log } = waf.evaluate(request(secret), 'id');

  test('a token is shown by its tier and holder', () => {
    expect(waf.stats()[0]!.limited).toEqual([expect.stringMatching(/^gold\.acme #[0-9a-f]{8} 192\.0\.2\.1$/)]);
    expect(log.rateBasedRuleList).toMatchObject([
      {
        limitKey: 'CUSTOMKEYS',
        customValues: [
          { key: 'HEADER', name: 'authorization' },
          { key: 'IP', value: '192.0.2.1' },
        ],
      },
    ]);
  });

  test.each([
    ['statistics', () => waf.stats()],
    ['samples', () => waf.sampledRequests({ rule: 'keyed' })],
    ['the log', () => log],
  ])('in %s', (_, read) => {
    expect(JSON.stringify(read())).toContain('gold.acme');
    expect(JSON.stringify(read())).not.toContain('AAAA');
  });
});
