import fc from 'fast-check';
import { type BrakeSignal, type BrakeState, BUDGET_SIGNALS, BURN_SIGNALS } from '../../../domain/contracts/brake';
import { NO_BRAKE, nextBrake } from '../../../domain/cost/brake';
import { QUIET } from '../../../domain/cost/brake-degrees';
import { type BrakeSettings, edgeEntry, setItems } from '../../../domain/cost/brake-effects';

const START = Date.parse('2026-11-10T00:00:00Z');
const MINUTE = 60_000;
const SPAN = 10 * 24 * 60;

const signal: fc.Arbitrary<BrakeSignal> = fc
  .record({
    name: fc.constantFrom(...BURN_SIGNALS, ...BUDGET_SIGNALS),
    minute: fc.integer({ min: 0, max: SPAN }),
    alarming: fc.boolean(),
    ratio: fc.constantFrom(0.5, 1, 1.1, 2, 4, 12, 100),
  })
  .map(({ minute, ...rest }) => ({ ...rest, at: new Date(START + minute * MINUTE).toISOString() }));
const signals = fc.array(signal, { maxLength: 30 });
const END = new Date(START + SPAN * MINUTE);

const tell = (state: BrakeState, told: readonly BrakeSignal[], now: Date): BrakeState =>
  told.reduce((before, each) => nextBrake(before, { signals: [each] }, now, 'on'), state);

const SETTINGS: BrakeSettings = { mode: 'on', message: 'Words.', braked: ['anonymous', 'community'] };

/** Who the edge function refuses. */
function refuses(state: BrakeState, text: string): boolean {
  const entry = edgeEntry(state, SETTINGS);
  return entry !== undefined && new RegExp(entry.split('\n')[0]!).test(text);
}

test('neither order nor repetition of messages makes a difference', () => {
  fc.assert(
    fc.property(signals, fc.infiniteStream(fc.nat()), (told, random) => {
      const mixed = [...told, ...told]
        .map((each) => [random.next().value ?? 0, each] as const)
        .sort(([a], [b]) => a - b)
        .map(([, each]) => each);
      const [first, second] = [tell(NO_BRAKE, told, END), tell(NO_BRAKE, mixed, END)];
      for (const later of [0, 30, 90, 200, 1000]) {
        const now = new Date(END.getTime() + later * MINUTE);
        expect(nextBrake(second, {}, now, 'on').degree).toBe(nextBrake(first, {}, now, 'on').degree);
      }
    }),
    { numRuns: 300 },
  );
});

test('messages that are told at once or one by one, late or in time, come to the same', () => {
  fc.assert(
    fc.property(signals, (told) => {
      const inTime = [...told]
        .sort((a, b) => (a.at < b.at ? -1 : 1))
        .reduce((state, each) => nextBrake(state, { signals: [each] }, new Date(each.at), 'on'), NO_BRAKE);
      expect(nextBrake(inTime, {}, END, 'on').degree).toBe(nextBrake(NO_BRAKE, { signals: told }, END, 'on').degree);
    }),
    { numRuns: 300 },
  );
});

test('never stuck on: when alarms are quiet for three hours and the month is over, the degree is 0', () => {
  fc.assert(
    fc.property(signals, (told) => {
      const quietAt = new Date(END.getTime() + MINUTE);
      const quiet = BURN_SIGNALS.map((name) => ({ name, at: quietAt.toISOString(), alarming: false }));
      const state = tell(tell(NO_BRAKE, told, END), quiet, quietAt);
      const after = nextBrake(state, {}, new Date(quietAt.getTime() + 3 * QUIET), 'on');
      const sums: readonly string[] = ['month', ...BUDGET_SIGNALS];
      const ofMonth = told.some(({ name, alarming }) => alarming && sums.includes(name));
      if (!ofMonth) expect(after.degree).toBe(0);
      expect(nextBrake(after, {}, new Date('2026-12-01T00:00:00Z'), 'on').degree).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('never half on: entry and sets follow from the degree', () => {
  fc.assert(
    fc.property(signals, (told) => {
      const state = tell(NO_BRAKE, told, END);
      expect(edgeEntry(state, SETTINGS) === undefined).toBe(state.degree === 0);
      for (const list of ['brakeIpv4', 'brakeIpv6'] as const)
        expect(setItems(list, state, SETTINGS)).toHaveLength(state.degree >= 2 ? 2 : 0);
    }),
  );
});

const userAgent = fc.oneof(
  fc.string(),
  fc.constantFrom('pip/26.3 {"ci":true}', 'npm/11 node/v24 linux x64 workspaces/false ci/github-actions', 'Googlebot/2.1'),
);

test('supporters and commercial are touched at no degree, community at the last one only', () => {
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 2, 3 as const), userAgent, (degree, agent) => {
      const state = { ...NO_BRAKE, degree };
      expect(refuses(state, `supporter ${agent}`)).toBe(false);
      expect(refuses(state, `commercial ${agent}`)).toBe(false);
      expect(refuses(state, `community ${agent}`)).toBe(degree === 3);
      if (degree === 3) expect(refuses(state, `anonymous ${agent}`)).toBe(true);
    }),
  );
});
