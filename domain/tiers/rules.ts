/** The web ACL's rules, from the tier table. */
import { blocked, killSwitches } from './blocked-rules';
import { brakeRule } from './brake-rule';
import { capacity } from './capacity';
import { ceiling, networkCeiling } from './ceilings';
import { limited } from './class-rules';
import { rateClasses } from './rate-classes';
import type { AccessRulesInput, Row } from './row';

export interface AccessRule extends Omit<Row, 'body'> {
  readonly priority: number;
}

export interface AccessRules {
  readonly rules: readonly AccessRule[];
  /** JSON bodies of the refusals, by key. */
  readonly bodies: Readonly<Record<string, string>>;
  /** Capacity units of all rules. */
  readonly capacity: number;
}

/** Rules in the order of evaluation; each costs $1 a month, so what can be one rule is one. */
export function accessRules(input: AccessRulesInput): AccessRules {
  const rows = [
    blocked(input),
    ...killSwitches(input),
    ...brakeRule(input),
    ...rateClasses(input.table).map((each) => limited(each, input)),
    // Last, so that a client above both limits reads the message of its tier.
    ceiling(input),
    ...networkCeiling(input),
  ];
  return {
    rules: rows.map(({ name, statement, action }, priority) => ({ name, priority, statement, action })),
    bodies: Object.fromEntries(rows.flatMap(({ name, body }) => (body === undefined ? [] : [[name, body]]))),
    capacity: rows.reduce((sum, { statement }) => sum + capacity(statement), 0),
  };
}
