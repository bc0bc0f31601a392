/** Whether AWS WAF will take the rules: what no tool sees before deployment. */
import { type TierProblem, WAF_LIMITS } from './limits';
import type { AccessRules } from './rules';

export function rulesProblems({ rules, bodies, capacity }: AccessRules): TierProblem[] {
  return [
    ...bodyProblems(bodies),
    ...atMost(capacity, WAF_LIMITS.maxCapacity, 'capacity units', {
      code: 'CAPACITY_EXCEEDED',
      path: ['rules'],
      change: 'merge tiers',
    }),
    ...repeated(rules.map(({ name }) => `'${name}'`)).map((name) => twice('RULE_NAME_DUPLICATE', `name ${name}`)),
    ...repeated(rules.map(({ priority }) => priority)).map((priority) =>
      twice('RULE_PRIORITY_DUPLICATE', `priority ${priority}`),
    ),
  ];
}

function bodyProblems(bodies: AccessRules['bodies']): TierProblem[] {
  const sizes = Object.entries(bodies).map(([key, body]) => ({ key, bytes: Buffer.byteLength(body) }));
  const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const change = 'shorten the registry URL or the contact';
  return [
    ...sizes.flatMap(({ key, bytes }) =>
      atMost(bytes, WAF_LIMITS.bodyBytes, 'bytes in one body', { code: 'BODY_TOO_LARGE', path: ['bodies', key], change }),
    ),
    ...atMost(all, WAF_LIMITS.allBodiesBytes, 'bytes in all bodies', { code: 'BODIES_TOO_LARGE', path: ['bodies'], change }),
  ];
}

const atMost = (value: number, most: number, unit: string, rest: Pick<TierProblem, 'code' | 'path' | 'change'>): TierProblem[] =>
  value > most ? [{ ...rest, got: `${value} ${unit}`, allowed: `at most ${most}` }] : [];

const twice = (code: TierProblem['code'], what: string): TierProblem => ({
  code,
  path: ['rules'],
  got: `two rules of ${what}`,
  allowed: 'names and priorities that occur once',
  change: 'rename or renumber one of them',
});

const repeated = <T>(values: readonly T[]): T[] => [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
