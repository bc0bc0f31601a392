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
