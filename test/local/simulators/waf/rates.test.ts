import fc from 'fast-check';
import type { EdgeRequest } from '../../../../local/http';
import type { SimulatedWaf } from '../../../../local/simulators/waf/waf';
import { ALLOW, BLOCK, byteMatch, COUNT, LABEL_PREFIX, path, rate, request, rule, setUp } from './harness';

/** Actions of `times` equal requests. */
const actions = (waf: SimulatedWaf, times: number, changes: Partial<EdgeRequest> = {}): string[] =>
  Array.from({ length: times }, () => waf.evaluate(request(changes), 'id').action);
const all = (action: string, times: number): string[] => Array.from({ length: times }, () => action);

describe('judged at every request (local default)', () => {
  test('the 21st request over a limit of 20 is the first one blocked', () => {
    const { waf } = setUp([rule('anonymous', 0, rate(20), BLOCK)]);
    expect(actions(waf, 21)).toEqual([...all('allow', 20), 'block']);
  });

  test('another address is unaffected', () => {
    const { waf } = setUp([rule('anonymous', 0, rate(20), BLOCK)]);
    actions(waf, 30);
    expect(actions(waf, 20, { clientIp: '192.0.2.2' })).toEqual(all('allow', 20));
  });

  test('requests count for exactly one window', () => {
    const { waf, pass } = setUp([rule('anonymous', 0, rate(20), BLOCK)]);
    actions(waf, 20);
    pass(59.999);
    expect(actions(waf, 1)).toEqual(['block']);
    pass(0.001);
    expect(actions(waf, 20)).toEqual([...all('allow', 19), 'block']);
  });

  test('WAF-R4 while over the limit the action applies to all requests, and blocked ones keep counting (UNK-18)', () => {
    const { waf, pass } = setUp([rule('anonymous', 0, rate(20), BLOCK)]);
    actions(waf, 21);
    for (let i = 0; i < 10; i++) {
      pass(30);
      expect(actions(waf, 21).at(-1)).toBe('block');
    }
    pass(60);
    expect(actions(waf, 1)).toEqual(['allow']);
  });
});

const EVERY_TEN_SECONDS = { checkEveryMs: 10_000, lagMs: 0 };

describe('WAF-R16 judged every 10 seconds, as AWS does', () => {
  test('all pass until the next tick, then all are blocked, until a tick that sees fewer', () => {
    const { waf, pass } = setUp([rule('anonymous', 0, rate(20), BLOCK)], {}, { cadence: EVERY_TEN_SECONDS });
    pass(1);
    expect(actions(waf, 50)).toEqual(all('allow', 50));
    pass(8.999);
    expect(actions(waf, 1)).toEqual(['allow']);
    pass(0.001);
    expect(actions(waf, 2)).toEqual(all('block', 2));
    pass(59.999);
    expect(actions(waf, 1)).toEqual(['block']);
    pass(0.001);
    expect(actions(waf, 1)).toEqual(['allow']);
  });

  test('a limit that is only reached is not exceeded', () => {
    const { waf, pass } = setUp([rule('anonymous', 0, rate(20), BLOCK)], {}, { cadence: EVERY_TEN_SECONDS });
    actions(waf, 20);
    pass(11);
    expect(actions(waf, 1)).toEqual(['allow']);
  });
});

test('WAF-R1 the window is 300 seconds unless the rule says otherwise', () => {
  const { waf, pass } = setUp([rule('anonymous', 0, rate(10, { EvaluationWindowSec: undefined }), BLOCK)]);
  actions(waf, 10);
  pass(299);
  expect(actions(waf, 1)).toEqual(['block']);
  pass(1);
  expect(actions(waf, 1)).toEqual(['allow']);
});

test('WAF-R5 only requests in scope are counted, and only they are limited', () => {
  const { waf } = setUp([rule('gold', 0, rate(10, { ScopeDownStatement: path('/t/gold/') }), BLOCK)]);
  actions(waf, 50);
  expect(actions(waf, 11, { path: '/t/gold/acme/' })).toEqual([...all('allow', 10), 'block']);
  expect(actions(waf, 1)).toEqual(['allow']);
});

test('WAF-R6 CONSTANT is one counter for all addresses', () => {
  const { waf } = setUp([rule('all', 0, rate(10, { AggregateKeyType: 'CONSTANT', ScopeDownStatement: path('/') }), BLOCK)]);
  actions(waf, 10);
  expect(actions(waf, 1, { clientIp: '192.0.2.2' })).toEqual(['block']);
  expect(waf.stats()[0]?.limited).toEqual(['CONSTANT']);
});

test('WAF-R11 (UNK-20) each IPv6 address counts for itself, however it is spelled', () => {
  const { waf } = setUp([rule('anonymous', 0, rate(10), BLOCK)]);
  actions(waf, 10, { clientIp: '2001:db8::1' });
  expect(actions(waf, 1, { clientIp: '2001:db8::2' })).toEqual(['allow']);
  expect(actions(waf, 1, { clientIp: '2001:0db8:0:0::1' })).toEqual(['block']);
});

describe('WAF-R12 and WAF-L4 with Count the request passes, labelled and marked only when over the limit', () => {
  const marked = rule(
    'anonymous',
    0,
    rate(10),
    { Count: { CustomRequestHandling: { InsertHeaders: [{ Name: 'Over', Value: 'anonymous' }] } } },
    { RuleLabels: [{ Name: 'over:anonymous' }] },
  );

  test('at the limit: nothing', () => {
    const { waf } = setUp([marked]);
    actions(waf, 9);
    expect(waf.evaluate(request(), 'id')).toMatchObject({ action: 'allow', insertedHeaders: [], labels: [], countedRules: [] });
  });

  test('over it: label, header and count, and nothing is blocked', () => {
    const { waf } = setUp([marked]);
    expect(actions(waf, 30)).toEqual(all('allow', 30));
    expect(waf.evaluate(request(), 'id')).toMatchObject({
      action: 'allow',
      insertedHeaders: [['x-amzn-waf-over', 'anonymous']],
      labels: [`${LABEL_PREFIX}over:anonymous`],
      countedRules: ['anonymous'],
      terminatingRule: 'Default_Action',
    });
    expect(waf.stats()).toMatchObject([
      { rule: 'anonymous', matched: 21, allowed: 0, counted: 21, blocked: 0, limited: ['192.0.2.1'] },
      { rule: 'Default_Action', matched: 31, allowed: 31 },
    ]);
  });
});

test('WAF-R14 each rule counts for itself', () => {
  const scoped = (name: string, priority: number, limit: number) =>
    rule(name, priority, rate(limit, { ScopeDownStatement: byteMatch({ Method: {} }, 'EXACTLY', 'GET') }), COUNT);
  const { waf } = setUp([scoped('low', 0, 10), scoped('high', 1, 15)]);
  actions(waf, 15);
  expect(waf.stats().map(({ counted }) => counted)).toEqual([5, 0, 0]);
  expect(waf.evaluate(request(), 'id').countedRules).toEqual(['low', 'high']);
});

describe('WAF-E3 and WAF-E4 (UNK-15) a request that an earlier rule ended is not counted by a later rate rule', () => {
  test.each([ALLOW, BLOCK])('%j', (action) => {
    const { waf } = setUp([rule('first', 0, path('/early'), action), rule('rate', 1, rate(10), BLOCK)]);
    actions(waf, 50, { path: '/early' });
    expect(actions(waf, 11)).toEqual([...all('allow', 10), 'block']);
  });
});

test('the addresses limited now are listed until their window has passed', () => {
  const { waf, pass } = setUp([rule('anonymous', 0, rate(10), BLOCK)]);
  actions(waf, 11);
  actions(waf, 5, { clientIp: '192.0.2.2' });
  expect(waf.stats()[0]?.limited).toEqual(['192.0.2.1']);
  pass(60);
  expect(waf.stats()[0]?.limited).toEqual([]);
});

test('property: judged at every request, a request is blocked exactly when more than the limit came in its window', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(gaps, (seconds) => {
      const { waf, pass } = setUp([rule('r', 0, rate(10), BLOCK)]);
      let now = 0;
      const times: number[] = [];
      for (const gap of seconds) {
        pass(gap);
        now += gap;
        times.push(now);
        const inWindow = times.filter((time) => time > now - 60).length;
        expect(actions(waf, 1)).toEqual([inWindow > 10 ? 'block' : 'allow']);
      }
    }),
  );
});
