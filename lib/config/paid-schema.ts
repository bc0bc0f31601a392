import { z } from 'zod';
import { advice, whole } from './fields';

const ruleGroups = z
  .array(
    z
      .string()
      .regex(/^[\w-]{1,128}$/)
      .register(advice, {
        allowed: "the name of a rule group, e.g. 'AWSManagedRulesBotControlRuleSet'",
        change: 'copy it from the web ACL',
      }),
  )
  .register(advice, { allowed: "a list of names, e.g. ['AWSManagedRulesBotControlRuleSet']", change: 'write a list' });

/** What may cost something every month beyond what AWS gives for nothing; the rules of docs/rules.md refuse it otherwise. */
export const allowPaidSchema = z
  .strictObject({
    /** Alarms beyond the 10 of an account that are free, $0.10 a month each. @default 0 */
    alarms: whole(0, 1_000, 'alarms').default(0),
    /** Dashboards beyond the 3 that are free, $3 a month each. @default 0 */
    dashboards: whole(0, 100, 'dashboards').default(0),
    /** Rule groups of AWS WAF with a monthly fee. @default none */
    ruleGroups: ruleGroups.default([]),
  })
  .prefault({})
  .register(advice, {
    allowed: '{ alarms?, dashboards?, ruleGroups? }',
    change: 'leave it out; the shipped registry needs none',
  });
