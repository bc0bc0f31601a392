/** The three ways to spend a foundation's money, and what is asked of each. */
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import { readModel } from '../../local/assembly/read-model';
import { loadTemplate } from '../../local/assembly/template';
import { exampleConfig, synthesise } from '../lib/synthesis';
import { deployedAs } from '../local/deployed-as';
import { TOOLS } from '../traffic/tools';
import { PureBrake } from './brake';
import { attack, EVERYDAY, type Flow } from './flows';
import { type Run, type Scenario, simulate } from './simulate';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday; the attack begins with a minute, so that a whole one passes before it can be seen. */
export const START = Date.parse('2026-11-16T00:00:00Z');
export const ATTACK = START + HOUR;
/** CloudFront's quota for a distribution: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const QUOTA_BPS = 150e9;
/** The largest file that the intake takes by default. */
const LARGEST = 100_000_000;

export interface Shipped {
  readonly model: Scenario['model'];
  readonly resources: Scenario['resources'];
}

/** The small example with every ecosystem, as it is synthesised. */
export function shipped(): Shipped {
  const { directory, resources } = synthesise({ ...exampleConfig('small'), ecosystems: [...ECOSYSTEM_NAMES] });
  const template = loadTemplate(directory, STACK);
  return { model: readModel(template, deployedAs(STACK, template)), resources };
}
const STACK = 'example-registry';

export const SCENARIOS = {
  'one network': {
    flow: attack({ addresses: 256, bitsPerSecond: QUOTA_BPS, bytes: LARGEST, userAgent: 'curl/8.5', from: ATTACK, until: ATTACK + 12 * HOUR }),
    until: START + 36 * HOUR,
  },
  '10,000 addresses': {
    flow: attack({ addresses: 10_000, bitsPerSecond: QUOTA_BPS, bytes: 10_000_000, userAgent: TOOLS.pip.userAgent, from: ATTACK, until: ATTACK + 12 * HOUR }),
    until: START + 36 * HOUR,
  },
  'slow burn': {
    // Five times the pace of the budget: 5 x 1,459 GB in 30 days.
    flow: attack({ addresses: 20, bitsPerSecond: (5 * 1_459.3 * 2 ** 30 * 8) / (30 * 86_400), bytes: 1_000_000, userAgent: 'pip/26.3 {"ci":true}', from: ATTACK, until: ATTACK + 4 * DAY }),
    until: START + 5 * DAY,
  },
} as const satisfies Record<string, { flow: Flow; until: number }>;
export type ScenarioName = keyof typeof SCENARIOS;

export function play(name: ScenarioName, { model, resources }: Shipped, options: Partial<Scenario> = {}): Promise<Run> {
  const { flow, until } = SCENARIOS[name];
  const brake = new PureBrake(
    { mode: 'on', message: 'Write to us.', monthlyUsd: 50, braked: ['anonymous', 'community'] },
    { monthlyUsd: 50, idleUsd: 13, priceClass: 'PriceClass_100' },
    undefined,
  );
  return simulate({ model, resources, brake, flows: [...EVERYDAY, flow], from: START, until, ...options });
}
