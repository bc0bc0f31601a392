import fc from 'fast-check';
import type { Drawer, Served } from '../../../../domain/usage/fair-use/drawer';
import { findings } from '../../../../domain/usage/fair-use/propose';
import { FAIR_USE_DEFAULTS } from '../../../../domain/usage/fair-use/settings';

const WEEK: Served = { period: '2026-W41', kind: 'week', bytes: 10e12 };

const drawer = (more: Partial<Drawer>): Drawer => ({
  kind: 'range',
  name: '192.0.2.0/24',
  ranges: ['192.0.2.0/24'],
  requests: 1_000,
  human: 0,
  bytes: 1e9,
  downloads: 900,
  repeats: 10,
  ...more,
});

const found = (...drawers: Drawer[]) => findings(drawers, WEEK, FAIR_USE_DEFAULTS);

test('who draws more than two percent of a week is proposed, with numbers and without an address in the reason', () => {
  expect(found(drawer({ bytes: 812.34e9 }), drawer({ name: '198.51.100.0/24' }))).toEqual([
    {
      id: expect.stringMatching(/^fu-[0-9a-f]{8}$/) as string,
      kind: 'range',
      name: '192.0.2.0/24',
      ranges: ['192.0.2.0/24'],
      rule: 'bytes',
      period: '2026-W41',
      drew: 812.34e9,
      fair: 200e9,
      reason: 'Drew 812.3 GB in the week 2026-W41, 8.1 % of everything served; fair use is 200.0 GB.',
    },
  ]);
});

test('who downloads the same again and again is proposed for that', () => {
  expect(found(drawer({ repeats: 120_000, downloads: 120_001 })).map(({ rule, reason }) => [rule, reason])).toEqual([
    [
      'repeats',
      'Downloaded files that it had already 120000 times in the week 2026-W41, of 120001 downloads; fair use is 25000. A cache would spare them.',
    ],
  ]);
});

test('an office of people behind one address is not proposed, whatever it draws', () => {
  expect(found(drawer({ human: 501, bytes: 5e12, repeats: 1e6 }))).toEqual([]);
});

test('a share of little is little', () => {
  const served: Served = { period: '2026-10-05', kind: 'day', bytes: 20e9 };
  expect(findings([drawer({ bytes: 9.9e9 })], served, FAIR_USE_DEFAULTS)).toEqual([]);
  expect(findings([drawer({ bytes: 10.1e9 })], served, FAIR_USE_DEFAULTS)).toHaveLength(1);
});

test('a range of a fleet is proposed with the fleet, and one cause once', () => {
  const fleet = drawer({
    kind: 'fleet',
    name: 'AS64500 pip 26.0',
    ranges: ['198.51.100.0/24', '192.0.2.0/24'],
    bytes: 3e12,
    repeats: 1e6,
  });
  const part = drawer({ bytes: 1e12 });
  expect(found(part, fleet).map(({ name, rule, ranges }) => [name, rule, ranges])).toEqual([
    ['AS64500 pip 26.0', 'bytes', ['192.0.2.0/24', '198.51.100.0/24']],
  ]);
});

test('a holder is never given ranges', () => {
  const holder = drawer({ kind: 'holder', name: 'supporter/acme', ranges: ['192.0.2.0/24'], bytes: 3e12 });
  expect(found(holder).map(({ kind, ranges }) => [kind, ranges])).toEqual([['holder', []]]);
});

test('the order of the input does not matter, and all above are found', () => {
  const some = fc.array(
    fc.record({
      name: fc.integer({ min: 0, max: 255 }).map((n) => `10.0.${n}.0/24`),
      bytes: fc.integer({ min: 0, max: 1e12 }),
      repeats: fc.integer({ min: 0, max: 1e5 }),
      human: fc.integer({ min: 0, max: 1_000 }),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(some, (parts) => {
      const drawers = [...new Map(parts.map((one) => [one.name, drawer({ ...one, ranges: [one.name] })])).values()];
      const above = drawers.filter((one) => one.human <= 500 && (one.bytes > 200e9 || one.repeats > 25_000));
      expect(found(...drawers)).toEqual(found(...[...drawers].reverse()));
      expect(new Set(found(...drawers).map(({ name }) => name))).toEqual(new Set(above.map(({ name }) => name)));
    }),
  );
});
