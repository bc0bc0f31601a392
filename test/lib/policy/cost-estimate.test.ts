import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnNatGateway } from 'aws-cdk-lib/aws-ec2';
import type { Stack } from 'aws-cdk-lib/core';
import { ESTIMATE_FILE, PREVIOUS_ESTIMATE_FILE } from '../../../domain/contracts/assembly';
import { stackName } from '../../../domain/contracts/outputs';
import { comparedTraffic, comparisons } from '../../../domain/cost/comparison';
import type { Estimate } from '../../../domain/cost/estimate';
import type { Template } from '../../../domain/cost/template';
import type { RegistryConfig } from '../../../lib/config';
import { CostEstimate } from '../../../lib/policy/cost-estimate';
import { EXAMPLE_NAMES, exampleConfig, findingsWith, synthesise } from '../synthesis';

const estimateIn = (directory: string, file = ESTIMATE_FILE): Estimate =>
  JSON.parse(readFileSync(join(directory, file), 'utf8')) as Estimate;
const small = exampleConfig('small');
const synthesised = synthesise(small);

test.each(EXAMPLE_NAMES)('%s: the estimate is within the budget and stands in the assembly', (name) => {
  const config = exampleConfig(name);
  const { month, budgetUsd, traffic } = estimateIn(name === 'small' ? synthesised.directory : synthesise(config).directory);
  expect([budgetUsd, traffic]).toEqual([config.budget.monthlyUsd, config.traffic]);
  expect(month).toBeLessThanOrEqual(budgetUsd);
});

test('the small example costs at most $13.50 idle, and at most $16 on Pro', () => {
  const { idle, idleOnPro } = estimateIn(synthesised.directory);
  expect(idle).toBeLessThanOrEqual(13.5);
  expect(idleOnPro).toBeLessThanOrEqual(16);
});

test('the small example subscribed to Pro costs at most $16 idle, and its fee is in the month', () => {
  const onPro = { ...small, delivery: { ...small.delivery, plan: 'pro' as const } };
  const { idle, plan, month, overPlan } = estimateIn(synthesise(onPro).directory);
  expect([plan, overPlan]).toEqual(['pro', []]);
  expect(idle).toBeLessThanOrEqual(16);
  expect(month).toBeGreaterThan(15);
});

test('at 10 TB and 250 KiB the recommended way, which an example deploys, costs at most a thirteenth of the plain stack and of CodeArtifact', () => {
  const splitThree = exampleConfig('split-three');
  expect(splitThree.traffic).toEqual(comparedTraffic(3));
  const [row] = comparisons([synthesised.template.toJSON() as Template], [synthesise(splitThree).template.toJSON() as Template]);
  expect(row!.way).toBe('split: index pay-as-you-go, files 3 x pro');
  expect(row!.plainStack / row!.monthly).toBeGreaterThanOrEqual(13);
  expect(row!.codeArtifact / row!.monthly).toBeGreaterThanOrEqual(13);
});

/** What synthesis prints about its findings. */
const failureOf = (config: RegistryConfig, spoil: (stack: Stack) => void = () => undefined): string =>
  findingsWith(config, spoil).text;

test('traffic that costs more than the budget fails the synthesis: by how much, why, and the three cheapest ways out', () => {
  const traffic = { ...small.traffic, terabytesPerMonth: 10, millionRequestsPerMonth: 42.95 };
  const text = failureOf({ ...small, traffic });
  expect(text).toContain('The expected month costs $868.74, $818.74 more than budget.monthlyUsd ($50.00).');
  expect(text).toContain('$391.68 CloudFront data transfer out to internet, Europe, Israel, Turkiye');
  expect(text).toMatch(
    /1\. lower the limit of the anonymous tier, and enforce it, until it draws 87 % less \(1\.3 TB a month in all\): \$\d+\.\d\d a month/,
  );
  expect(text).toContain('raise budget.monthlyUsd to 869: $868.74 a month');
});

test('a resource without a price fails the synthesis by name', () => {
  const text = failureOf(small, (stack) => {
    new CfnNatGateway(stack, 'Nat', { subnetId: 'subnet-1' });
  });
  expect(text).toContain('Cannot price Nat (AWS::EC2::NatGateway), which AWS bills by the hour: take it out.');
});

test('a synthesis that costs something else keeps the estimate before it', () => {
  const { directory } = synthesise(small);
  const context = { templatePaths: [join(directory, `${stackName(small.registry)}.template.json`)] } as unknown as Parameters<
    CostEstimate['validate']
  >[0];
  const before = estimateIn(directory);
  expect(new CostEstimate(small.traffic, small.budget.monthlyUsd).validate(context).success).toBe(true);
  expect(existsSync(join(directory, PREVIOUS_ESTIMATE_FILE))).toBe(false);
  expect(new CostEstimate({ ...small.traffic, storedGb: 500 }, small.budget.monthlyUsd).validate(context).success).toBe(true);
  expect(estimateIn(directory, PREVIOUS_ESTIMATE_FILE)).toEqual(before);
  expect(estimateIn(directory).month).toBeGreaterThan(before.month);
});
