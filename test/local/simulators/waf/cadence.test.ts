/** How promptly limits begin and end, and what is inferred of how they count. */
import { ASSUMPTIONS } from '../../../../local/assumptions';
import { CADENCES, shareOf } from '../../../../local/simulators/waf/cadence';
import { ALLOW, BLOCK, byteMatch, COUNT, path, rate, request, rule, setUp } from './harness';

const REALISTIC = { cadence: CADENCES.realistic };
const clients = Array.from({ length: 20 }, (_, i) => `192.0.2.${i}`);

/** Seconds until each of 20 clients that send 3 requests a second, a minute long, is limited first and last. */
function limitedDuring(action: Record<string, unknown> = BLOCK): Map<string, { first: number; last: number }> {
  const { waf, pass } = setUp([rule('limit', 0, rate(100), action)], {}, REALISTIC);
  const seen = new Map<string, { first: number; last: number }>();
  for (let second = 0; second < 240; second++) {
    for (const clientIp of clients) {
      let limited = false;
      for (let i = 0; i < (second < 60 ? 3 : 1); i++) {
        const verdict = waf.evaluate(request({ clientIp }), 'id');
        limited = verdict.action === 'block' || verdict.countedRules.length > 0;
      }
      if (limited) seen.set(clientIp, { first: seen.get(clientIp)?.first ?? second, last: second });
    }
    pass(1);
  }
  return seen;
}

describe('realistic', () => {
  const during = limitedDuring();

  test('WAF-R3 everything passes until the limit is seen, within 30 seconds of the 101st request', () => {
    const first = clients.map((client) => during.get(client)!.first);
    expect(Math.min(...first)).toBe(40); // the 34th second has the 101st request, the tick after it sees it
    expect(Math.max(...first)).toBe(60);
    expect(new Set(first).size).toBe(3);
  });

  test('WAF-R3 it ends as late', () => {
    for (const client of clients) {
      const { first, last } = during.get(client)!;
      expect(last - first).toBeGreaterThan(40);
      expect(last).toBeLessThan(120);
    }
  });

  test('every run is the same, and count mode sees the same as block mode', () => {
    expect(limitedDuring()).toEqual(during);
    expect(limitedDuring(COUNT)).toEqual(during);
  });
});

test('property of shares: from 0 to below 1, spread over names', () => {
  const shares = Array.from({ length: 3000 }, (_, i) => shareOf(`rule 192.0.2.${i}`));
  const thirds = [0, 1, 2].map((third) => shares.filter((share) => Math.floor(share * 3) === third).length);
  expect(thirds.reduce((sum, each) => sum + each)).toBe(3000);
  for (const third of thirds) expect(third).toBeGreaterThan(800);
});

describe('what is inferred can be flipped', () => {
  const block = [rule('limit', 0, rate(10), BLOCK)];
  const twelve = (flipped: Partial<typeof ASSUMPTIONS>, rules = block) => {
    const { waf, pass } = setUp(rules, {}, { assumptions: { ...ASSUMPTIONS, ...flipped } });
    const send = (changes = {}) => waf.evaluate(request(changes), 'id').action;
    return { send, pass };
  };

  test('UNK-15 requests that an earlier rule ended count too', () => {
    const { send } = twelve({ wafEndsCounting: false }, [
      rule('first', 0, path('/early'), ALLOW),
      rule('limit', 1, rate(10), BLOCK),
    ]);
    for (let i = 0; i < 10; i++) send({ path: '/early' });
    expect(send()).toBe('block');
  });

  test('UNK-16 each of repeated headers is a value of its own', () => {
    const headers = [
      ['x-a', '1'],
      ['x-a', '2'],
    ] as const;
    const second = rule('r', 0, byteMatch({ SingleHeader: { Name: 'x-a' } }, 'EXACTLY', '2'), BLOCK);
    expect(twelve({ wafJoinsRepeatedHeaders: false }, [second]).send({ headers })).toBe('block');
  });

  test('UNK-18 blocked requests do not count: limited clients come back while they still try', () => {
    const { send, pass } = twelve({ wafCountsBlockedRequests: false });
    for (let i = 0; i < 10; i++) send();
    for (let i = 0; i < 59; i++) {
      pass(1);
      expect(send()).toBe('block');
    }
    pass(1);
    expect(send()).toBe('allow');
  });

  test('UNK-20 an IPv6 client is its /64', () => {
    const { send } = twelve({ wafCountsFullIpv6: false });
    for (let i = 0; i < 10; i++) send({ clientIp: `2001:db8:0:7::${i}` });
    expect(send({ clientIp: '2001:db8:0:7:ffff::1' })).toBe('block');
    expect(send({ clientIp: '2001:db8:0:8::1' })).toBe('allow');
  });
});
