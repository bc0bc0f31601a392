/** The three ways to spend a foundation's money, and what is asked of each. */
import { brakedTiers } from '../../domain/cost/brake-effects';
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import { DEFAULT_TIERS } from '../../domain/tiers/defaults';
import { readModel } from '../../local/assembly/read-model';
import { loadTemplate } from '../../local/assembly/template';
import { exampleConfig, synthesise } from '../lib/synthesis';
import { deployedAs } from '../local/deployed-as';
import { TOOLS } from '../traffic/tools';
import { SimulatedBrake } from './brake';
import { attack, EVERYDAY, type Flow } from './flows';
import { type Run, type Scenario, simulate } from './simulate';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
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

/** Five times the pace of a budget of $50: 5 x 1,459 GB in 30 days. */
const PACE_BPS = (1_459.3 * 2 ** 30 * 8) / (30 * 86_400);
export function slowBurn(lasts: number): Flow {
  return attack({
    addresses: 20,
    bitsPerSecond: 5 * PACE_BPS,
    bytes: 1_000_000,
    userAgent: 'pip/26.3 {"ci":true}',
    from: ATTACK,
    until: ATTACK + lasts,
  });
}

/** CloudFront's quota of requests, of answers that are nearly empty: what a refusal costs. */
export const requestFlood = attack({
  addresses: 10_000,
  bitsPerSecond: 250_000 * 300 * 8,
  bytes: 300,
  userAgent: TOOLS.pip.userAgent,
  from: ATTACK,
  until: ATTACK + 2 * HOUR,
});

export const SCENARIOS = {
  'one network': {
    what: '150 Gbps from the 256 addresses of one network, which fetch the largest file over and over',
    flow: attack({
      addresses: 256,
      bitsPerSecond: QUOTA_BPS,
      bytes: LARGEST,
      userAgent: 'curl/8.5',
      from: ATTACK,
      until: ATTACK + 12 * HOUR,
    }),
    until: START + 24 * HOUR,
  },
  '10,000 addresses': {
    what: '150 Gbps from 10,000 addresses, each of which looks like one person with pip',
    flow: attack({
      addresses: 10_000,
      bitsPerSecond: QUOTA_BPS,
      bytes: 10_000_000,
      userAgent: TOOLS.pip.userAgent,
      from: ATTACK,
      until: ATTACK + 12 * HOUR,
    }),
    until: START + 24 * HOUR,
  },
  'slow burn': {
    what: 'five times the pace of the budget, 84 Mbps, from 20 machines of a CI without a cache, for four days',
    flow: slowBurn(4 * DAY),
    until: START + 5 * DAY,
  },
} as const satisfies Record<string, { what: string; flow: Flow; until: number }>;
export type ScenarioName = keyof typeof SCENARIOS;

export const play = (name: ScenarioName, made: Shipped, options: Partial<Scenario> = {}): Promise<Run> =>
  playFlow(SCENARIOS[name].flow, made, { until: SCENARIOS[name].until, ...options });

export function playFlow(
  flow: Flow,
  { model, resources }: Shipped,
  options: Partial<Scenario> & Pick<Scenario, 'until'>,
): Promise<Run> {
  const brake = new SimulatedBrake({
    registry: 'example',
    file: {
      monthlyUsd: 50,
      settings: { mode: 'on', message: 'Write to us.', braked: brakedTiers(DEFAULT_TIERS) },
      month: { monthlyUsd: 50, idleUsd: 13, priceClass: 'PriceClass_100' },
    },
    arns: { brakeIpv4: setOf(model, 'BrakeIpv4'), brakeIpv6: setOf(model, 'BrakeIpv6') },
  });
  return simulate({ model, resources, brake, flows: [...EVERYDAY, flow], from: START, ...options });
}

/** ARN of a set of the web ACL by its construct. */
function setOf(model: Shipped['model'], id: string): string {
  const arns = [...model.distributions[0]!.webAcl!.ipSets.keys()];
  return arns.find((arn) => arn.includes(id)) ?? id;
}
