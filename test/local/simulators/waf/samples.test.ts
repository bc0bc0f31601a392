/** What can be asked of a web ACL afterwards. */
import { BLOCK, COUNT, path, rate, request, rule, setUp } from './harness';

const MINUTE = 60_000;

describe('WAF-O1 sampled requests', () => {
  test('name the request, what was done and when, newest first', () => {
    const { waf, pass } = setUp([rule('a', 0, path('/a'), { Block: { CustomResponse: { ResponseCode: 429 } } })]);
    waf.evaluate(request({ path: '/a/1' }), 'id');
    pass(2);
    waf.evaluate(request({ path: '/a/2', query: 'q', headers: [['Authorization', 'Basic c2VjcmV0']] }), 'id');
    waf.evaluate(request({ path: '/b' }), 'id');
    expect(waf.sampledRequests({ rule: 'a' })).toMatchObject({
      PopulationSize: 2,
      SampledRequests: [
        {
          Request: {
            ClientIP: '192.0.2.1',
            Country: '-',
            URI: '/a/2?q',
            Method: 'GET',
            HTTPVersion: 'HTTP/2.0',
            Headers: [{ Name: 'Authorization', Value: expect.stringMatching(/^#[0-9a-f]{8}$/) as string }],
          },
          Weight: 1,
          Timestamp: '1970-01-01T00:00:02.000Z',
          Action: 'BLOCK',
          ResponseCodeSent: 429,
        },
        { Request: { URI: '/a/1' }, Timestamp: '1970-01-01T00:00:00.000Z' },
      ],
    });
    expect(waf.sampledRequests({ rule: 'Default_Action' }).SampledRequests).toMatchObject([
      { Request: { URI: '/b' }, Action: 'ALLOW' },
    ]);
    expect(waf.sampledRequests({ rule: 'nobody' })).toMatchObject({ PopulationSize: 0, SampledRequests: [] });
  });

  test('are the first 100 of a minute, 500 in all, of at most 5,000, from the last three hours', () => {
    const { waf, pass } = setUp([rule('a', 0, path('/'), COUNT)]);
    const perMinute = (minutes: number, times: number) => {
      for (let i = 0; i < minutes; i++) {
        for (let n = 0; n < times; n++) waf.evaluate(request({ path: `/${n}` }), 'id');
        pass(60);
      }
    };
    perMinute(1, 101);
    expect(waf.sampledRequests({ rule: 'a' })).toMatchObject({
      PopulationSize: 101,
      SampledRequests: Array.from({ length: 100 }, (_, i) => ({ Request: { URI: `/${99 - i}` }, Action: 'COUNT' })),
    });
    perMinute(60, 100);
    const { PopulationSize, SampledRequests } = waf.sampledRequests({ rule: 'a' });
    expect([PopulationSize, SampledRequests.length]).toEqual([5000, 500]);
    expect(waf.sampledRequests({ rule: 'a', maxItems: 3 }).SampledRequests).toHaveLength(3);
    pass(3 * 3600);
    expect(waf.sampledRequests({ rule: 'a' })).toMatchObject({ PopulationSize: 0, SampledRequests: [] });
    expect(() => waf.sampledRequests({ rule: 'a', maxItems: 501 })).toThrow(
      new RangeError("'maxItems' must be from 1 to 500, got: 501."),
    );
  });
});

test('WAF-O2 counts by minute: only minutes with requests, of one day', () => {
  const { waf, pass } = setUp([rule('a', 0, path('/a'), BLOCK)]);
  waf.evaluate(request({ path: '/a' }), 'id');
  pass(119);
  waf.evaluate(request({ path: '/a' }), 'id');
  waf.evaluate(request(), 'id');
  const minute = (at: number, counts: object) => ({ at, allowed: 0, counted: 0, blocked: 0, ...counts });
  expect(waf.stats().map(({ minutes }) => minutes)).toEqual([
    [minute(0, { blocked: 1 }), minute(MINUTE, { blocked: 1 })],
    [minute(MINUTE, { allowed: 1 })],
  ]);
  pass(1440 * 60 - 60);
  waf.evaluate(request({ path: '/a' }), 'id');
  expect(waf.stats()[0]!.minutes.map(({ at }) => at / MINUTE)).toEqual([1, 1440]);
});

describe('WAF-R15 limited addresses', () => {
  test('are listed for rules that count by address alone', () => {
    const { waf } = setUp([rule('r', 0, rate(10), COUNT)]);
    for (const clientIp of ['192.0.2.1', '2001:db8::1', '192.0.2.2'])
      for (let i = 0; i < (clientIp === '192.0.2.2' ? 10 : 11); i++) waf.evaluate(request({ clientIp }), 'id');
    expect(waf.managedKeys('r')).toEqual({
      ManagedKeysIPV4: { IPAddressVersion: 'IPV4', Addresses: ['192.0.2.1/32'] },
      ManagedKeysIPV6: { IPAddressVersion: 'IPV6', Addresses: ['2001:db8::1/128'] },
    });
  });

  test.each(['path', 'constant', 'none'])('are refused for others: %s', (name) => {
    const constant = rate(10, { AggregateKeyType: 'CONSTANT', ScopeDownStatement: path('/') });
    const { waf } = setUp([rule('path', 0, path('/'), COUNT), rule('constant', 1, constant, COUNT)]);
    expect(() => waf.managedKeys(name)).toThrow(
      new Error(
        `WAFUnsupportedAggregateKeyTypeException: '${name}' is no rule that counts by address alone; only those list whom they limit.`,
      ),
    );
  });
});

describe('who was over the limit and when', () => {
  /** 15 requests, one a second, then a pause, then 11 at once. */
  function intervals(action: Record<string, unknown>) {
    const { waf, pass } = setUp([rule('r', 0, rate(10), action)]);
    for (let i = 0; i < 15; i++) {
      waf.evaluate(request(), 'id');
      pass(1);
    }
    pass(100);
    for (let i = 0; i < 11; i++) waf.evaluate(request(), 'id');
    return waf.stats()[0]!.rate!;
  }

  test('is told as intervals', () => {
    expect(intervals(BLOCK)).toMatchObject({
      counting: 1,
      limited: [{ key: '192.0.2.1', requests: 11 }],
      intervals: [
        { key: '192.0.2.1', from: 10_000, until: 14_000, requests: 5, most: 15 },
        { key: '192.0.2.1', from: 115_000, until: 115_000, requests: 1, most: 11 },
      ],
      intervalsForgotten: 0,
    });
  });

  test('and is the same in evaluation', () => {
    expect(intervals(COUNT)).toEqual(intervals(BLOCK));
  });
});

test('memory does not grow with time: who is idle for a window is forgotten', () => {
  const { waf, pass } = setUp([rule('r', 0, rate(10), BLOCK)]);
  for (let i = 0; i < 5000; i++) {
    waf.evaluate(request({ clientIp: `10.0.${i >> 8}.${i & 255}` }), 'id');
    pass(1);
  }
  expect(waf.stats()[0]!.rate!.counting).toBe(59);
});
