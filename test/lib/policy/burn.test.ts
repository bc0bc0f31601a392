/** The burn alarms of whole stacks: within what is free, and from what an idle month really costs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESTIMATE_FILE } from '../../../domain/contracts/assembly';
import { allowanceOf, BURN_WINDOWS } from '../../../domain/cost/burn';
import type { Estimate } from '../../../domain/cost/estimate';
import { exampleConfig, type Resource, synthesise } from '../synthesis';

const small = exampleConfig('small');
const { directory, resources } = synthesise(small);
const ofType = (type: string): Resource[] => Object.values(resources).filter(({ Type }) => Type === type);

test('all alarms of the small example fit into the ten that are free', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm');
  expect(alarms.filter(({ Properties }) => 'Metrics' in Properties)).toEqual([]);
  expect(alarms).toHaveLength(10);
});

test('what the thresholds take for the idle month is what the estimate says, to a dollar', () => {
  const { idle } = JSON.parse(readFileSync(join(directory, ESTIMATE_FILE), 'utf8')) as Estimate;
  const [alarm] = ofType('AWS::CloudWatch::Alarm').filter(({ Properties }) => Properties.AlarmName === 'example-burn-bytes-fast');
  const gb = Number(alarm!.Properties.Threshold) / BURN_WINDOWS.fast.share / 2 ** 30;
  const { gb: least } = allowanceOf(small.budget.monthlyUsd - idle - 1, 'PriceClass_100');
  const { gb: most } = allowanceOf(small.budget.monthlyUsd - idle + 1, 'PriceClass_100');
  expect(gb).toBeGreaterThan(least);
  expect(gb).toBeLessThan(most);
});

describe('on a plan', () => {
  const thresholds = (approved: boolean) => {
    const { resources: found, outputs } = synthesise({ ...small, delivery: { ...small.delivery, plan: 'pro', approved } });
    const alarms = Object.values(found).filter(({ Properties }) => /-burn-/.test(String(Properties.AlarmName)));
    return { thresholds: alarms.map(({ Properties }) => Properties.Threshold), outputs };
  };

  test('alarms watch what the budget pays for until somebody says that the plan is approved', () => {
    const byUse = ofType('AWS::CloudWatch::Alarm').filter(({ Properties }) => /-burn-/.test(String(Properties.AlarmName)));
    const waiting = thresholds(false);
    expect(waiting.thresholds).toEqual(byUse.map(({ Properties }) => Properties.Threshold));
    expect(waiting.outputs).toMatchObject({ PlanApproved: { Value: 'false' } });
  });

  test('and then what the plan includes: 50 TB and 10 million requests', () => {
    const { thresholds: found, outputs } = thresholds(true);
    const month = 50 * 1024 * 2 ** 30;
    expect(found).toEqual([Math.round(0.01 * month), Math.round(0.03 * month), 100_000, 300_000]);
    expect(outputs).toMatchObject({ PlanApproved: { Value: 'true' } });
  });
});
