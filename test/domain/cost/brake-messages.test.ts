import { readMessage } from '../../../domain/cost/brake-messages';

const SOURCE = { registry: 'demo', monthlyUsd: 50 };
const SENT = '2026-11-23T10:00:00.000Z';

const alarm = (changes: object = {}): string =>
  JSON.stringify({
    AlarmName: 'demo-burn-bytes-fast',
    AWSAccountId: '123456789012',
    NewStateValue: 'ALARM',
    NewStateReason:
      'Threshold Crossed: 1 out of the last 1 datapoints [6.0E10 (23/11/26 09:54:00)] was greater than the threshold (1.5E10) (minimum 1 datapoint for OK -> ALARM transition).',
    StateChangeTime: '2026-11-23T09:59:12.345+0000',
    ...changes,
  });

const budget = (changes: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    'Budget Name': 'demo',
    'Budget Type': 'Cost',
    'Budgeted Amount': '$50.00',
    'Alert Type': 'ACTUAL',
    'Alert Threshold': '> $50.00',
    'ACTUAL Amount': '$1,055.00',
    ...changes,
  }).reduce(
    (text, [name, value]) => `${text}${name}: ${value}\n`,
    'AWS Budget Notification November 23, 2026\n\nDear AWS Customer,\n\n',
  );

test('an alarm: when it changed, and how many times its threshold was passed', () => {
  expect(readMessage(alarm(), SENT, SOURCE)).toEqual({
    name: 'bytes-fast',
    at: '2026-11-23T09:59:12.345Z',
    alarming: true,
    ratio: 4,
  });
});

test.each(['OK', 'INSUFFICIENT_DATA'])('%s is the end of an alarm', (NewStateValue) => {
  expect(readMessage(alarm({ NewStateValue }), SENT, SOURCE)).toEqual({
    name: 'bytes-fast',
    at: '2026-11-23T09:59:12.345Z',
    alarming: false,
  });
});

test('an alarm that says no value is one all the same', () => {
  expect(readMessage(alarm({ NewStateReason: 'Set by hand' }), SENT, SOURCE)).toEqual({
    name: 'bytes-fast',
    at: '2026-11-23T09:59:12.345Z',
    alarming: true,
  });
});

test.each([
  ['ACTUAL', { name: 'budget-actual', at: SENT, alarming: true, ratio: 21.1 }],
  ['FORECASTED', { name: 'budget-forecast', at: SENT, alarming: true, ratio: 1.2 }],
])('a budget that is passed: %s', (type, signal) => {
  const text = budget(type === 'ACTUAL' ? {} : { 'Alert Type': type, 'FORECASTED Amount': '$60.00', 'ACTUAL Amount': '' });
  expect(readMessage(text, SENT, SOURCE)).toEqual(signal);
});

test.each([
  ['another registry', alarm({ AlarmName: 'other-burn-bytes-fast' }), "an alarm of another kind, 'other-burn-bytes-fast'"],
  ['an alarm about something else', alarm({ AlarmName: 'demo-server-errors' }), "an alarm of another kind, 'demo-server-errors'"],
  ['a time that is none', alarm({ StateChangeTime: 'now' }), "an alarm of another kind, 'demo-burn-bytes-fast'"],
  ['a state that is none', alarm({ NewStateValue: 'MAYBE' }), "an alarm of another kind, 'demo-burn-bytes-fast'"],
  ['a budget of hours', budget({ 'Budget Type': 'Usage' }), 'a message of AWS Budgets without a cost'],
  ['a budget without a sum', budget({ 'ACTUAL Amount': 'unknown' }), 'a message of AWS Budgets without a cost'],
  ['an anomaly', '{"anomalyId":"1"}', 'no alarm, and no message of AWS Budgets'],
  ['null', 'null', 'no alarm, and no message of AWS Budgets'],
  ['text', 'hello', 'no alarm, and no message of AWS Budgets'],
])('%s moves nothing', (_, text, why) => {
  expect(readMessage(text, SENT, SOURCE)).toBe(why);
});
