import type { BrakeCause, BrakeMove } from '../../../domain/contracts/brake';
import { brakeMail, type Money } from '../../../domain/cost/brake-mail';
import { readMessage } from '../../../domain/cost/brake-messages';

const AT = '2026-11-23T10:00:00.000Z';
const MONEY: Money = { monthlyUsd: 50, month: { monthlyUsd: 50, idleUsd: 13, priceClass: 'PriceClass_100' } };
const MOVE: BrakeMove = { id: 'brake-1', sequence: 7, at: AT, from: 0, to: 2, cause: 'bytes-fast' };
const signal = (name: string, ratio: number) => ({ signals: { [name]: [{ at: AT, alarming: true, ratio }] } });
const mail = (move: Partial<BrakeMove> = {}, ratio = 5, money = MONEY) =>
  brakeMail('demo', { ...MOVE, ...move }, signal(move.cause ?? MOVE.cause, ratio), money);
const paragraphs = (move: Partial<BrakeMove>, ratio?: number, money?: Money) => mail(move, ratio, money).text.split('\n\n');

test('says what happened, what it will cost, what happens next, and how to stop it', () => {
  expect(mail()).toEqual({
    subject: 'demo: brake at degree 2 (move 7)',
    text: [
      'What happened: the brake of the registry demo went from degree 0 to degree 2 at 2026-11-23 10:00 UTC, because more was downloaded within 5 minutes than the budget bears.',
      // 5 x $14.88, the hour at the threshold
      'What it will cost: up to $74.42 an hour at the pace that was measured, until the brake is everywhere, in about a minute; less after that.',
      "What happens next: robots and CI without a token are refused, and what an address without a token sends above 1,000 requests in 5 minutes. It goes up by itself when the burn grows or lasts, and down by one degree an hour once the burn has been over for an hour; above the month's budget it stays until the month ends.",
      'How to stop it: `npx registry brake hold --until 12h` keeps it where it is, `npx registry brake release` lets go at once and forgets what was signalled, `npx registry brake status` says why it is where it is. What each degree means: docs/brake.md',
    ].join('\n\n'),
  });
});

test.each<[BrakeCause, number, string]>([
  ['month', 1.1, 'about $55.00 were spent this month, of a budget of $50.00; what is still served comes on top.'],
  ['budget-actual', 1.25, 'about $62.50 were spent this month, of a budget of $50.00; what is still served comes on top.'],
  ['budget-forecast', 1.2, 'about $60.00 this month, of a budget of $50.00, if it goes on like this.'],
  ['quiet', 1, 'whoever is served draws on the budget of $50.00 a month; burn alarms and budgets go on watching it.'],
  ['operator', 1, 'whoever is served draws on the budget of $50.00 a month; burn alarms and budgets go on watching it.'],
])('what it costs, moved by %s', (cause, ratio, text) => {
  expect(paragraphs({ cause }, ratio)[1]).toBe(`What it will cost: ${text}`);
});

test('under a plan a burn costs nothing more', () => {
  expect(paragraphs({}, 5, { monthlyUsd: 50 })[1]).toBe('What it will cost: nothing more than the fee of the delivery plan.');
});

test('a burn whose alarm said no number is counted at its threshold', () => {
  const { text } = brakeMail('demo', MOVE, { signals: {} }, MONEY);
  expect(text.split('\n\n')[1]).toMatch(/^What it will cost: up to \$14\.88 an hour /);
});

test('an order that holds it says until when', () => {
  const [what, , next] = paragraphs({ from: 2, cause: 'operator', order: 'brake-hold', until: '2026-11-24T08:30:00.000Z' });
  expect(what).toBe(
    'What happened: the brake of the registry demo stays at degree 2 at 2026-11-23 10:00 UTC, because an operator has ordered it.',
  );
  expect(next).toMatch(/ Alarms are noted and move nothing until 2026-11-24 08:30 UTC; then they decide again\.$/);
});

test.each<[Partial<BrakeMove>, string]>([
  [{ from: 1, to: 0, cause: 'quiet' }, 'What happens next: everybody is served. The next burn moves it again.'],
  [
    { from: 3, to: 0, cause: 'operator', order: 'brake-release' },
    'What happens next: everybody is served. What is signalled from now on moves it again.',
  ],
])('once it is off: %j', (move, next) => {
  expect(paragraphs(move)[2]).toBe(next);
});

test('a dry run refuses nobody, and says so three times', () => {
  const { subject, text } = mail({ dry: true });
  expect(subject).toBe('demo: brake at degree 2 (move 7), dry run');
  expect(text).toContain(' (dry run: nobody is refused).');
  expect(text).toContain('What happens next: everybody is served; without the dry run, robots and CI');
});

test('SNS takes the subject of the longest name, and the brake knows its mail again', () => {
  const { subject, text } = brakeMail('a'.repeat(32), { ...MOVE, sequence: 999_999, dry: true }, { signals: {} }, MONEY);
  expect(subject).toMatch(/^[ -~]{1,100}$/);
  expect(readMessage(text, AT, { registry: 'demo', monthlyUsd: 50 })).toBe('a mail of its own');
});
