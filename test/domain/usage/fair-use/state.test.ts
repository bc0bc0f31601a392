import type { Finding } from '../../../../domain/usage/fair-use/propose';
import { FAIR_USE_DEFAULTS } from '../../../../domain/usage/fair-use/settings';
import { decideOn, NO_PROPOSALS, noticesOf, withFindings } from '../../../../domain/usage/fair-use/state';

const DAY = new Date('2026-10-06T05:30:00Z');
const days = (count: number) => new Date(DAY.getTime() + count * 86_400_000);

const finding = (more: Partial<Finding> = {}): Finding => ({
  id: 'fu-00000001',
  kind: 'range',
  name: '192.0.2.0/24',
  ranges: ['192.0.2.0/24'],
  rule: 'bytes',
  period: '2026-10-05',
  drew: 2,
  fair: 1,
  reason: 'Drew much.',
  ...more,
});
const holder = finding({ id: 'fu-00000002', kind: 'holder', name: 'supporter/acme', ranges: [] });

const found = (mode: 'evaluation' | 'automatic' = 'evaluation') =>
  withFindings(NO_PROPOSALS, [finding(), holder], { ...FAIR_USE_DEFAULTS, mode }, DAY);

test('in evaluation what is found is proposed for a week, and holders are advised', () => {
  expect(found().proposals.map(({ id, status, since, until }) => [id, status, since, until])).toEqual([
    ['fu-00000001', 'proposed', '2026-10-06T05:30:00.000Z', '2026-10-14T00:00:00.000Z'],
    ['fu-00000002', 'advice', '2026-10-06T05:30:00.000Z', '2026-10-14T00:00:00.000Z'],
  ]);
});

test('when the configuration says so it is applied at once, but not to holders', () => {
  expect(found('automatic').proposals.map(({ status, by }) => [status, by])).toEqual([
    ['applied', 'fair-use'],
    ['advice', undefined],
  ]);
});

test('a second run on the same day changes nothing', () => {
  const later = new Date(DAY.getTime() + 3_600_000);
  expect(withFindings(found(), [finding(), holder], FAIR_USE_DEFAULTS, later)).toEqual(found());
});

test('found again it stays as decided and lasts longer; not found again it ends with its ranges', () => {
  const applied = decideOn(found(), ['fu-00000001'], { status: 'applied', by: 'Ada' });
  if (typeof applied === 'string') throw new Error(applied);
  const again = withFindings(applied, [finding({ period: '2026-10-10' })], FAIR_USE_DEFAULTS, days(5));
  expect(again.proposals[0]).toEqual({
    ...finding({ period: '2026-10-10' }),
    status: 'applied',
    by: 'Ada',
    since: '2026-10-06T05:30:00.000Z',
    until: '2026-10-19T00:00:00.000Z',
  });
  expect(withFindings(again, [], FAIR_USE_DEFAULTS, days(20))).toEqual(NO_PROPOSALS);
});

test('what is forgotten is not proposed again until its time is over', () => {
  const forgotten = decideOn(found(), ['fu-00000001'], { status: 'forgotten', by: 'Ada' });
  if (typeof forgotten === 'string') throw new Error(forgotten);
  const statusAfter = (count: number) =>
    withFindings(forgotten, [finding()], FAIR_USE_DEFAULTS, days(count)).proposals[0]!.status;
  expect([statusAfter(1), statusAfter(9)]).toEqual(['forgotten', 'proposed']);
});

test('what nobody proposed cannot be decided on, and holders are not blocked', () => {
  expect(decideOn(found(), ['fu-99999999'], { status: 'applied', by: 'Ada' })).toBe(
    "Nothing is proposed by the name fu-99999999; allowed: fu-00000001, fu-00000002. See 'npx registry fair-use list'.",
  );
  expect(decideOn(found(), ['fu-00000002'], { status: 'applied', by: 'Ada' })).toBe(
    "fu-00000002 is about the holder supporter/acme: holders are written to and not blocked. To end a token, see 'npx registry token revoke'.",
  );
});

test('the notice for everybody has neither range nor name nor holder', () => {
  const text = JSON.stringify(noticesOf(found(), DAY));
  expect(JSON.parse(text)).toEqual([
    {
      id: 'fu-00000001',
      kind: 'range',
      status: 'proposed',
      reason: 'Drew much.',
      since: '2026-10-06T05:30:00.000Z',
      until: '2026-10-14T00:00:00.000Z',
    },
  ]);
  expect(noticesOf(found(), days(30))).toEqual([]);
});
