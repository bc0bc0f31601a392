import { ALLOW, ARN, BLOCK, byteMatch, COUNT, LABEL_PREFIX, path, rate, request, rule, setUp } from './harness';

const insert = (...headers: [string, string][]) => ({
  CustomRequestHandling: { InsertHeaders: headers.map(([Name, Value]) => ({ Name, Value })) },
});
const labelled = (name: string, priority: number, label: string) =>
  rule(name, priority, path('/'), COUNT, { RuleLabels: [{ Name: label }] });
const labelMatch = (Scope: string, Key: string) => ({ LabelMatchStatement: { Scope, Key } });

test('WAF-E1 rules run by ascending priority, whatever their order in the template', () => {
  const { waf } = setUp([rule('late', 9, path('/'), BLOCK), rule('early', 1, path('/'), ALLOW)]);
  expect(waf.evaluate(request(), 'id')).toMatchObject({ action: 'allow', terminatingRule: 'early' });
});

test('WAF-E2 Count goes on, Block and Allow end, and the default action decides what nothing ended', () => {
  const rules = [rule('count', 0, path('/'), COUNT), rule('block', 1, path('/b'), BLOCK), rule('allow', 2, path('/a'), ALLOW)];
  const { waf } = setUp(rules, { DefaultAction: BLOCK });
  const at = (requested: string) => {
    const { action, terminatingRule, countedRules } = waf.evaluate(request({ path: requested }), 'id');
    return [action, terminatingRule, countedRules];
  };
  expect(at('/a')).toEqual(['allow', 'allow', ['count']]);
  expect(at('/b')).toEqual(['block', 'block', ['count']]);
  expect(at('/c')).toEqual(['block', 'Default_Action', ['count']]);
  const SAMPLES = expect.any(Array) as unknown[];
  const minutes = (counts: object) => [{ at: 0, allowed: 0, counted: 0, blocked: 0, ...counts }];
  expect(waf.stats()).toEqual([
    {
      rule: 'count',
      matched: 3,
      allowed: 0,
      counted: 3,
      blocked: 0,
      limited: [],
      samples: SAMPLES,
      minutes: minutes({ counted: 3 }),
    },
    {
      rule: 'block',
      matched: 1,
      allowed: 0,
      counted: 0,
      blocked: 1,
      limited: [],
      samples: SAMPLES,
      minutes: minutes({ blocked: 1 }),
    },
    {
      rule: 'allow',
      matched: 1,
      allowed: 1,
      counted: 0,
      blocked: 0,
      limited: [],
      samples: SAMPLES,
      minutes: minutes({ allowed: 1 }),
    },
    {
      rule: 'Default_Action',
      matched: 1,
      allowed: 0,
      counted: 0,
      blocked: 1,
      limited: [],
      samples: SAMPLES,
      minutes: minutes({ blocked: 1 }),
    },
  ]);
});

test('WAF-L1 later rules see the labels of earlier ones, and of this request only', () => {
  const { waf } = setUp([
    rule('mark', 0, path('/marked'), COUNT, { RuleLabels: [{ Name: 'ns:mark' }] }),
    rule('blocked', 1, labelMatch('LABEL', 'ns:mark'), BLOCK),
  ]);
  expect(waf.evaluate(request({ path: '/marked' }), 'id').action).toBe('block');
  expect(waf.evaluate(request(), 'id').action).toBe('allow');
});

test('WAF-L2 a label has the prefix of its account and web ACL', () => {
  const { waf } = setUp([labelled('mark', 0, 'ns:Mark')]);
  expect(waf.evaluate(request(), 'id').labels).toEqual([`${LABEL_PREFIX}ns:Mark`]);
});

test.each([
  ['LABEL', 'c', true],
  ['LABEL', 'b:c', true],
  ['LABEL', 'a:b:c', true],
  ['LABEL', `${LABEL_PREFIX}a:b:c`, true],
  ['LABEL', 'a:b', false],
  ['LABEL', 'C', false],
  ['NAMESPACE', 'a:', true],
  ['NAMESPACE', 'a:b:', true],
  ['NAMESPACE', 'b:', true],
  ['NAMESPACE', `${LABEL_PREFIX}a:`, true],
  ['NAMESPACE', 'c:', false],
  ['NAMESPACE', 'egistry:a:', false],
])('WAF-L3 %s %s matches the label a:b:c: %s', (scope, key, expected) => {
  const { waf } = setUp([labelled('mark', 0, 'a:b:c'), rule('match', 1, labelMatch(scope, key), BLOCK)]);
  expect(waf.evaluate(request(), 'id').action).toBe(expected ? 'block' : 'allow');
});

test('WAF-L5 inserted headers get the prefix, the last matching rule wins, and no later rule sees them', () => {
  const { waf } = setUp([
    rule('one', 0, path('/'), { Count: insert(['Tier', 'silver'], ['a', '1']) }),
    rule('two', 1, path('/'), { Count: insert(['tier', 'gold']) }),
    rule('three', 2, byteMatch({ SingleHeader: { Name: 'x-amzn-waf-tier' } }, 'EXACTLY', 'gold'), BLOCK),
  ]);
  const verdict = waf.evaluate(request(), 'id');
  expect(verdict).toMatchObject({
    action: 'allow',
    insertedHeaders: [
      ['x-amzn-waf-tier', 'gold'],
      ['x-amzn-waf-a', '1'],
    ],
  });
});

test('the default action inserts headers too', () => {
  const { waf } = setUp([], { DefaultAction: { Allow: insert(['seen', 'yes']) } });
  expect(waf.evaluate(request(), 'id')).toMatchObject({ action: 'allow', insertedHeaders: [['x-amzn-waf-seen', 'yes']] });
});

test('WAF-L6 a client can forge an inserted header, and a rule on header names stops it', () => {
  const keys = { Headers: { MatchPattern: { All: {} }, MatchScope: 'KEY', OversizeHandling: 'MATCH' } };
  const { waf } = setUp([rule('forged', 0, byteMatch(keys, 'STARTS_WITH', 'x-amzn-waf-', 'LOWERCASE'), BLOCK)]);
  expect(waf.evaluate(request({ headers: [['X-Amzn-Waf-Tier', 'gold']] }), 'id').action).toBe('block');
  expect(waf.evaluate(request({ headers: [['x-tier', 'x-amzn-waf-']] }), 'id').action).toBe('allow');
});

test('WAF-B1 a plain Block leaves the answer to CloudFront', () => {
  const { waf } = setUp([rule('block', 0, path('/'), BLOCK)]);
  const verdict = waf.evaluate(request(), 'id');
  expect(verdict.action === 'block' && verdict.response).toBeUndefined();
  expect(verdict.log.responseCodeSent).toBeNull();
});

test('WAF-B3 and WAF-B4 a custom response carries status, headers and a body with its type', () => {
  const custom = {
    CustomResponse: {
      ResponseCode: 429,
      CustomResponseBodyKey: 'limit',
      ResponseHeaders: [{ Name: 'Retry-After', Value: '30' }],
    },
  };
  const bodies = { limit: { ContentType: 'APPLICATION_JSON', Content: '{"title":"Too many"}' } };
  const { waf } = setUp([rule('block', 0, path('/'), { Block: custom })], { CustomResponseBodies: bodies });
  expect(waf.evaluate(request(), 'id')).toMatchObject({
    action: 'block',
    response: { status: 429, headers: [['Retry-After', '30']], body: '{"title":"Too many"}', contentType: 'application/json' },
  });
});

test('WAF-O3 to WAF-O5 the log record names the rules, the limits and what was sent', () => {
  const { waf, pass } = setUp([
    rule('mark', 0, path('/'), { Count: insert(['m', '1']) }, { RuleLabels: [{ Name: 'm' }] }),
    rule('rate', 1, rate(10), { Block: { CustomResponse: { ResponseCode: 429 } } }),
  ]);
  pass(5);
  for (let i = 0; i < 10; i++) waf.evaluate(request(), 'id');
  const rates = [
    {
      rateBasedRuleId: 'rate',
      rateBasedRuleName: 'rate',
      limitKey: 'IP',
      limitValue: '192.0.2.1',
      maxRateAllowed: 10,
      evaluationWindowSec: '60',
    },
  ];
  expect(waf.evaluate(request({ query: 'a=1' }), 'id-11').log).toEqual({
    timestamp: 5000,
    formatVersion: 1,
    webaclId: ARN,
    terminatingRuleId: 'rate',
    terminatingRuleType: 'RATE_BASED',
    action: 'BLOCK',
    terminatingRuleMatchDetails: [],
    httpSourceName: 'CF',
    httpSourceId: 'E123',
    ruleGroupList: [],
    rateBasedRuleList: rates,
    nonTerminatingMatchingRules: [{ ruleId: 'mark', action: 'COUNT', ruleMatchDetails: [] }],
    requestHeadersInserted: null,
    responseCodeSent: 429,
    httpRequest: {
      clientIp: '192.0.2.1',
      country: '-',
      headers: [{ name: 'host', value: 'registry.example.org' }],
      uri: '/pypi/simple/',
      args: 'a=1',
      httpVersion: 'HTTP/2.0',
      httpMethod: 'GET',
      requestId: 'id-11',
    },
    labels: [{ name: `${LABEL_PREFIX}m` }],
  });
  expect(waf.evaluate(request({ clientIp: '192.0.2.2' }), 'id-12').log).toMatchObject({
    terminatingRuleId: 'Default_Action',
    terminatingRuleType: 'REGULAR',
    action: 'ALLOW',
    requestHeadersInserted: [{ name: 'x-amzn-waf-m', value: '1' }],
    responseCodeSent: null,
  });
});

test('sets of addresses are asked again at each request', () => {
  let blocked: string[] = [];
  const statement = { IPSetReferenceStatement: { Arn: 'arn:set' } };
  const { waf } = setUp([rule('blocked', 0, statement, BLOCK)], {}, { ipSets: () => blocked });
  expect(waf.evaluate(request(), 'id').action).toBe('allow');
  blocked = ['192.0.2.0/24'];
  expect(waf.evaluate(request(), 'id').action).toBe('block');
});
