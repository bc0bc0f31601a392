/** Issue: denial of wallet. Attacks against the alarms, the web ACL and the function as they ship, and the brake's own handler. */
import { readFileSync } from 'node:fs';
import { walletDocument } from './document';
import { plot } from './plot';
import { settledAt, shares, usdAt, usdBefore } from './reading';
import { NAMES, RELEASED_AT, type Results, results } from './results';
import { ATTACK, HOUR, SCENARIOS, shipped } from './scenarios';

let all: Results;

beforeAll(async () => {
  all = await results(shipped());
}, 300_000);

test.each(['one network', '10,000 addresses'] as const)(
  '150 Gbps from %s cost at most $500 until degree 3 is in force',
  (name) => {
    const run = all.deployed[name];
    expect(run.bites.map(({ degree }) => degree)).toEqual([3]);
    expect(usdBefore(run, 3)).toBeLessThanOrEqual(500);
    // As long as the flood is refused it costs little more.
    expect(usdAt(run, ATTACK + 12 * HOUR)).toBeLessThan(600);
    expect(shares(run, 'attack', settledAt(3, run)).served).toBeUndefined();
  },
);

test('the slow burn reaches every degree within its month’s budget', () => {
  const run = all.deployed['slow burn'];
  expect([1, 2, 3].map((degree) => run.bites.find((bite) => bite.degree === degree)?.degree)).toEqual([1, 2, 3]);
  expect(usdBefore(run, 1)).toBeLessThan(5);
  expect(run.minutes.at(-1)!.usd).toBeLessThan(50);
});

test('people without a token are served at degrees 1 and 2, members at every degree; what is wasted is refused', () => {
  const run = all.deployed['slow burn'];
  for (const degree of [1, 2] as const) {
    expect(shares(run, 'people', settledAt(degree, run))).toEqual({ served: 1 });
    expect(shares(run, 'CI without a token', settledAt(degree, run))).toEqual({ 'refused by the function': 1 });
  }
  expect(shares(run, 'people', settledAt(3, run))).toEqual({ 'refused by the function': 1 });
  for (const degree of [0, 1, 2, 3] as const) expect(shares(run, 'a member', settledAt(degree, run))).toEqual({ served: 1 });
});

test('after a burn within the budget everything is back to normal by itself', () => {
  const { minutes } = all.recovery;
  const end = minutes.at(-1)!.at;
  const last = (minute: { readonly at: number }): boolean => minute.at > end - 6 * HOUR;
  expect(minutes.filter(last).every(({ degree }) => degree === 0)).toBe(true);
  for (const flow of ['people', 'CI without a token', 'a member'])
    expect(shares(all.recovery, flow, last)).toEqual({ served: 1 });
});

test('after a flood an operator releases the brake, and it stays off though the month is over its budget', () => {
  const after = (minute: { readonly at: number }): boolean => minute.at > RELEASED_AT + HOUR / 12;
  const degrees = new Set(all.released.minutes.filter(after).map(({ degree }) => degree));
  expect([...degrees]).toEqual([0]);
  expect(shares(all.released, 'people', after)).toEqual({ served: 1 });
});

test('budgets alone see a flood after hours and tens of thousands of dollars', () => {
  for (const name of ['one network', '10,000 addresses'] as const) {
    const alone = all.budgetsAlone[name];
    expect(usdBefore(alone, 1)).toBeGreaterThan(20_000);
    expect(alone.bites[0]!.at - ATTACK).toBeGreaterThan(8 * HOUR);
  }
  expect(usdAt(all.budgetsAlone['slow burn'], SCENARIOS['slow burn'].until)).toBeGreaterThan(
    1.4 * usdAt(all.deployed['slow burn'], SCENARIOS['slow burn'].until),
  );
});

test('a flood is seen though its sums come ten minutes late', () => {
  expect(all.delays.map(({ run }) => run.bites.map(({ degree }) => degree))).toEqual(all.delays.map(() => [3]));
});

test('a refused flood of requests costs what the web ACL asks for them: no more than a third of an answer', () => {
  const hour = usdAt(all.requests, ATTACK + 2 * HOUR) - usdAt(all.requests, ATTACK + HOUR);
  expect(hour).toBeCloseTo(250_000 * 3_600 * 0.6e-6, -1);
});

test('docs/denial-of-wallet.md and its plot tell of these runs: npx tsx scripts/simulate-wallet.ts', () => {
  expect(NAMES).toHaveLength(3);
  expect(readFileSync('docs/denial-of-wallet.md', 'utf8')).toBe(walletDocument(all));
  expect(readFileSync('docs/denial-of-wallet.svg', 'utf8')).toBe(plot(all));
});
