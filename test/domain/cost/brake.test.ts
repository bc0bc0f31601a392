import { BRAKE_DEGREES, type BrakeSignal } from '../../../domain/contracts/brake';
import { type BrakeInput, NO_BRAKE, nextBrake, settleLog, unloggedMoves } from '../../../domain/cost/brake';
import { BUDGET_PERCENTS } from '../../../domain/cost/brake-degrees';

const DAY = '2026-11-23T';
const at = (time: string): Date => new Date(`${DAY}${time}:00.000Z`);
const alarm = (name: BrakeSignal['name'], time: string, ratio = 1): BrakeSignal => ({
  name,
  at: at(time).toISOString(),
  alarming: true,
  ratio,
});
const ok = (name: BrakeSignal['name'], time: string): BrakeSignal => ({ name, at: at(time).toISOString(), alarming: false });

/** @returns the degree after each step */
function degrees(steps: readonly (readonly [time: string, input?: BrakeInput])[]): number[] {
  let state = NO_BRAKE;
  return steps.map(([time, input = {}]) => {
    state = nextBrake(state, input, at(time), 'on');
    return state.degree;
  });
}

describe('a signal asks', () => {
  test.each<[BrakeSignal['name'], number, number]>([
    ['bytes-fast', 1, 1],
    ['bytes-fast', 3.9, 1],
    ['bytes-fast', 4, 2],
    ['bytes-fast', 12, 3],
    ['requests-fast', 500, 3],
    ['bytes-slow', 1, 1],
    ['requests-slow', 500, 2],
    ['month', 1, 1],
    ['month', 1.25, 3],
    ['budget-actual', 0.99, 0],
    ['budget-actual', 1.1, 2],
    ['budget-forecast', 9, 1],
  ])('%s at %f times its threshold for degree %i', (name, ratio, degree) => {
    expect(degrees([['10:00', { signals: [alarm(name, '10:00', ratio)] }]])).toEqual([degree]);
  });
});

test('AWS Budgets tells at the percentages at which its signals ask for another degree', () => {
  expect(BUDGET_PERCENTS).toEqual({ 'budget-actual': [100, 110, 125], 'budget-forecast': [100] });
});

test('a fast burn that goes on asks for more each quarter of an hour', () => {
  const signals = [alarm('bytes-fast', '10:00')];
  expect(degrees([['10:00', { signals }], ['10:14'], ['10:15'], ['10:30'], ['11:30']])).toEqual([1, 1, 2, 3, 3]);
});

test('a slow burn asks for more after six hours, and never for the last degree', () => {
  const signals = [alarm('bytes-slow', '01:00')];
  expect(degrees([['01:00', { signals }], ['06:59'], ['07:00'], ['23:00']])).toEqual([1, 1, 2, 2]);
});

test('each quiet hour takes one degree, from the time at which it became quiet', () => {
  expect(
    degrees([
      ['10:00', { signals: [alarm('bytes-fast', '10:00', 12)] }],
      ['10:20', { signals: [ok('bytes-fast', '10:10')] }],
      ['11:09'],
      ['11:10'],
      ['12:10'],
      ['13:10'],
    ]),
  ).toEqual([3, 3, 3, 2, 1, 0]);
});

test('a smaller burn after a greater one does not make it release sooner', () => {
  expect(
    degrees([
      ['10:00', { signals: [alarm('bytes-fast', '10:00', 12)] }],
      ['10:10', { signals: [ok('bytes-fast', '10:10')] }],
      ['10:20', { signals: [alarm('bytes-fast', '10:20')] }],
      ['10:25', { signals: [ok('bytes-fast', '10:25')] }],
      ['11:10'],
      ['13:10'],
    ]),
  ).toEqual([3, 3, 3, 3, 2, 0]);
});

test('what a budget says holds until the month is over', () => {
  const signals: BrakeSignal[] = [{ name: 'budget-actual', at: '2026-11-05T08:00:00.000Z', alarming: true, ratio: 1.2 }];
  const braked = nextBrake(NO_BRAKE, { signals }, new Date('2026-11-05T08:01:00Z'), 'on');
  expect(nextBrake(braked, {}, new Date('2026-11-30T23:59:59Z'), 'on')).toBe(braked);
  expect(nextBrake(braked, {}, new Date('2026-12-01T00:00:00Z'), 'on')).toMatchObject({ degree: 0, sequence: 2 });
});

describe('an operator', () => {
  const set = (id: string, degree: 0 | 1 | 2 | 3, until: string): BrakeInput => ({
    order: { id, action: 'brake-set', degree, until: at(until).toISOString() },
  });

  test('sets a degree until a time, and signals rule after that', () => {
    expect(
      degrees([['10:00', set('one', 3, '12:00')], ['11:00', { signals: [alarm('bytes-slow', '11:00')] }], ['11:59'], ['12:00']]),
    ).toEqual([3, 3, 3, 1]);
  });

  test('sets it to 0 while signals ask for more', () => {
    expect(
      degrees([['10:00', { signals: [alarm('bytes-slow', '10:00')] }], ['10:01', set('one', 0, '12:00')], ['12:00']]),
    ).toEqual([1, 0, 1]);
  });

  test('holds what there is', () => {
    expect(
      degrees([
        ['10:00', { signals: [alarm('bytes-fast', '10:00', 4)] }],
        ['10:01', { signals: [ok('bytes-fast', '10:01')] }],
        ['10:02', { order: { id: 'one', action: 'brake-hold', until: at('18:00').toISOString() } }],
        ['17:59'],
        ['18:00'],
      ]),
    ).toEqual([2, 2, 2, 2, 0]);
  });

  test('releases, and what was signalled before asks for nothing any more', () => {
    expect(
      degrees([
        ['10:00', { signals: [alarm('bytes-fast', '10:00', 12)] }],
        ['10:05', { order: { id: 'one', action: 'brake-release' } }],
        ['10:06', { signals: [alarm('bytes-fast', '10:00', 12)] }],
        ['11:00'],
        ['11:10', { signals: [alarm('bytes-fast', '11:10')] }],
      ]),
    ).toEqual([3, 0, 0, 0, 1]);
  });

  test('ends a hold by releasing', () => {
    expect(
      degrees([
        ['10:00', set('one', 2, '23:00')],
        ['10:05', { order: { id: 'two', action: 'brake-release' } }],
      ]),
    ).toEqual([2, 0]);
  });

  test('is not obeyed twice for one command', () => {
    expect(
      degrees([
        ['10:00', set('one', 2, '23:00')],
        ['10:01', set('two', 1, '23:00')],
        ['10:02', set('one', 2, '23:00')],
      ]),
    ).toEqual([2, 1, 1]);
  });

  test('leaves a move, also where the degree stays', () => {
    const state = nextBrake(NO_BRAKE, { order: { id: 'one', action: 'brake-release' } }, at('10:00'), 'on');
    expect(state.moves).toEqual([
      { id: 'one', sequence: 1, at: at('10:00').toISOString(), from: 0, to: 0, cause: 'operator', order: 'brake-release' },
    ]);
  });
});

test('moves say what has moved them, and that they are dry', () => {
  const up = nextBrake(NO_BRAKE, { signals: [alarm('requests-fast', '10:00', 5)] }, at('10:01'), 'dry-run');
  const down = nextBrake(up, { signals: [ok('requests-fast', '10:02')] }, at('12:02'), 'on');
  expect(down.moves).toEqual([
    {
      id: 'brake-20261123t100100000z-1',
      sequence: 1,
      at: '2026-11-23T10:01:00.000Z',
      from: 0,
      to: 2,
      cause: 'requests-fast',
      dry: true,
    },
    { id: 'brake-20261123t120200000z-2', sequence: 2, at: '2026-11-23T12:02:00.000Z', from: 2, to: 0, cause: 'quiet' },
  ]);
  expect(unloggedMoves(settleLog(down, 1)!).map(({ sequence }) => sequence)).toEqual([2]);
  expect(settleLog(settleLog(down, 2)!, 1)).toBeUndefined();
});

test('nothing new is the same state', () => {
  const signals = [alarm('bytes-fast', '10:00'), ok('bytes-fast', '10:03')];
  const state = nextBrake(NO_BRAKE, { signals }, at('10:05'), 'on');
  expect(nextBrake(state, { signals: [...signals].reverse() }, at('10:06'), 'on')).toBe(state);
});

test('a message from a clock that is a day ahead is not believed', () => {
  const signals: BrakeSignal[] = [{ name: 'bytes-fast', at: '2027-01-01T00:00:00.000Z', alarming: true }];
  expect(nextBrake(NO_BRAKE, { signals }, at('10:00'), 'on')).toBe(NO_BRAKE);
});

test('keeps all moves that are not logged, and the last fifty of others', () => {
  let state = NO_BRAKE;
  for (let i = 0; i < 60; i++)
    state = nextBrake(state, { order: { id: `order-${i}`, action: 'brake-release' } }, at('10:00'), 'on');
  expect(state.moves).toHaveLength(60);
  state = nextBrake({ ...state, logged: 60 }, { order: { id: 'last', action: 'brake-release' } }, at('10:01'), 'on');
  expect(state.moves).toHaveLength(50);
});

test('has the degrees that the contract names', () => {
  expect(BRAKE_DEGREES).toEqual([0, 1, 2, 3]);
});
