import { Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';
import { BurnAlarms, type BurnAlarmsProps } from '../../../constructs/cost/burn-alarms';
import { levelFor } from '../../../domain/cost/plans';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly [key: string]: unknown;
}

function synthesise(changes: Partial<BurnAlarmsProps> = {}, ids = ['E1']) {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '111122223333' } });
  const topic = new Topic(stack, 'Alerts');
  new BurnAlarms(stack, 'Burn', {
    registry: 'demo',
    monthlyUsd: 50,
    idleUsd: 13,
    priceClass: 'PriceClass_100',
    distributions: ids.map((distributionId) =>
      Distribution.fromDistributionAttributes(stack, distributionId, { distributionId, domainName: 'd1.example' }),
    ),
    topic,
    brake: 'on',
    ...changes,
  });
  const found = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  return {
    alarms: found.map((alarm) => (alarm as { Properties: AlarmProperties }).Properties),
    topic: stack.resolve(topic.topicArn) as unknown,
  };
}

test('bytes and requests of the distribution are watched over five minutes (of which the last three count) and six hours, from 1 and 3 % of what the budget leaves', () => {
  const { alarms } = synthesise();
  expect(
    alarms.map(({ AlarmName, MetricName, Period, EvaluationPeriods, Threshold }) => [
      AlarmName,
      MetricName,
      Period,
      EvaluationPeriods,
      Threshold,
    ]),
  ).toEqual([
    ['demo-burn-bytes-fast', 'BytesDownloaded', 300, 3, 15_669_051_276],
    ['demo-burn-bytes-slow', 'BytesDownloaded', 21_600, 1, 47_007_153_829],
    ['demo-burn-requests-fast', 'Requests', 300, 3, 230_187],
    ['demo-burn-requests-slow', 'Requests', 21_600, 1, 690_561],
  ]);
});

test('each alarm counts what CloudFront sums, one window above the threshold being enough, and tells the topic of begin and end', () => {
  const { alarms, topic } = synthesise();
  for (const alarm of alarms)
    expect(alarm).toMatchObject({
      Namespace: 'AWS/CloudFront',
      Dimensions: [
        { Name: 'DistributionId', Value: 'E1' },
        { Name: 'Region', Value: 'Global' },
      ],
      Statistic: 'Sum',
      DatapointsToAlarm: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [topic],
      OKActions: [topic],
    });
});

test('of several distributions the sum counts, and one that has nothing to report counts as none', () => {
  const [bytes] = synthesise({}, ['E1', 'E2', 'E3']).alarms;
  const metrics = bytes!.Metrics as readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly ReturnData?: boolean;
    readonly MetricStat?: { readonly Metric: { readonly Dimensions: unknown[] }; readonly Period: number; readonly Stat: string };
  }[];
  const [sum, ...each] = metrics;
  expect(sum).toMatchObject({ Expression: 'FILL(m0, 0) + FILL(m1, 0) + FILL(m2, 0)' });
  expect(
    each.map(({ Id, ReturnData, MetricStat }) => [
      Id,
      ReturnData,
      MetricStat?.Metric.Dimensions[0],
      MetricStat?.Period,
      MetricStat?.Stat,
    ]),
  ).toEqual(['E1', 'E2', 'E3'].map((Value, i) => [`m${i}`, false, { Name: 'DistributionId', Value }, 300, 'Sum']));
  expect([bytes!.MetricName, bytes!.Threshold, bytes!.EvaluationPeriods]).toEqual([undefined, 15_669_051_276, 3]);
});

test('a budget that the idle month uses up has the free allowance left', () => {
  const [bytes] = synthesise({ monthlyUsd: 10 }).alarms;
  expect(bytes!.Threshold).toBe(Math.round(0.01 * 1024 * 2 ** 30));
});

test('a treasurer reads what happened, what it will cost, what happens next and how to stop it', () => {
  expect(synthesise().alarms.map(({ AlarmDescription }) => AlarmDescription)).toEqual([
    "What happened: more than 14.6 GB were downloaded within 5 minutes, 1 % of all that a budget of $50.00 pays for in a month. What it will cost: at this pace the month's budget is used up in 8 hours, and every hour after that costs $14.88; the number in this mail may be many times higher. What happens next: within minutes the brake refuses what anonymous clients waste, and more of it the faster the money goes; members and donors go on. It releases itself when the burn is over. To stop it at once: `npx registry brake set 3`. To let it run: `npx registry brake release`. What to do: docs/runbook.md#burn-bytes-fast",
    "What happened: more than 43.8 GB were downloaded within 6 hours, 3 % of all that a budget of $50.00 pays for in a month. What it will cost: at this pace the month's budget is used up in 8 days, and every day after that costs $14.88; the number in this mail may be many times higher. What happens next: within minutes the brake refuses what anonymous clients waste, and more of it the faster the money goes; members and donors go on. It releases itself when the burn is over. To stop it at once: `npx registry brake set 3`. To let it run: `npx registry brake release`. What to do: docs/runbook.md#burn-bytes-slow",
    "What happened: more than 0.23 million requests were made within 5 minutes, 1 % of all that a budget of $50.00 pays for in a month. What it will cost: at this pace the month's budget is used up in 8 hours, and every hour after that costs $5.91; the number in this mail may be many times higher. What happens next: within minutes the brake refuses what anonymous clients waste, and more of it the faster the money goes; members and donors go on. It releases itself when the burn is over. To stop it at once: `npx registry brake set 3`. To let it run: `npx registry brake release`. What to do: docs/runbook.md#burn-requests-fast",
    "What happened: more than 0.691 million requests were made within 6 hours, 3 % of all that a budget of $50.00 pays for in a month. What it will cost: at this pace the month's budget is used up in 8 days, and every day after that costs $5.91; the number in this mail may be many times higher. What happens next: within minutes the brake refuses what anonymous clients waste, and more of it the faster the money goes; members and donors go on. It releases itself when the burn is over. To stop it at once: `npx registry brake set 3`. To let it run: `npx registry brake release`. What to do: docs/runbook.md#burn-requests-slow",
  ]);
});

test.each([
  [
    'dry-run',
    'What happens next: nothing by itself. The brake only writes down what it would do (budget.brake.mode is dry-run). To stop it: set budget.brake.mode to on and deploy. What to do:',
  ],
  [
    'off',
    'What happens next: nothing by itself. There is no brake (budget.brake.mode is off). To stop it: set budget.brake.mode to on and deploy. What to do:',
  ],
] as const)('with a brake that is %s it says so', (brake, text) => {
  for (const { AlarmDescription } of synthesise({ brake }).alarms) expect(AlarmDescription).toContain(text);
});

test('on a plan its allowance counts, and nothing more is paid', () => {
  const plan = levelFor('premium', { gb: 60 * 1024, requests: 1 })!;
  const [bytes, , requests] = synthesise({ plan }).alarms;
  expect([bytes!.Threshold, requests!.Threshold]).toEqual([Math.round(0.75 * 1024 * 2 ** 30), 7_500_000]);
  expect(bytes!.AlarmDescription).toMatch(
    /^What happened: more than 768 GB were downloaded within 5 minutes, 1 % of all that the plan premium CF_PREMIUM_L2 includes in a month\. What it will cost: at this pace the month's allowance is used up in 8 hours, and what comes after costs nothing more, but AWS may serve it from fewer places when that lasts; the number/,
  );
});

test('no text is longer than CloudWatch takes, whatever the budget', () => {
  for (const { AlarmDescription } of synthesise({ monthlyUsd: 1_000_000 }).alarms)
    expect(AlarmDescription.length).toBeLessThanOrEqual(1_024);
});
