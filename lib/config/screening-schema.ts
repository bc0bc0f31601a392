import { z } from 'zod';
import { MODES, type Mode, RULE_NAMES, type RuleName } from '../../domain/contracts/screening';
import { DEFAULT_SCREENING } from './defaults';
import { advice, whole } from './fields';

const mode = (rule: RuleName): z.ZodDefault<z.ZodType<Mode>> =>
  z
    .enum(MODES)
    .register(advice, {
      allowed: MODES.map((name) => `'${name}'`).join(', '),
      change: 'say what is to happen when the rule finds something: see docs/watch.md',
    })
    .default(DEFAULT_SCREENING.rules[rule]);

const rules = Object.fromEntries(RULE_NAMES.map((rule) => [rule, mode(rule)])) as Record<RuleName, ReturnType<typeof mode>>;

/** When a release waits for a person, or for a scanner: docs/watch.md and docs/screening.md. */
export const screeningSchema = z
  .strictObject({
    /** What each rule does. @default see docs/watch.md */
    rules: z
      .strictObject(rules)
      .prefault({})
      .register(advice, { allowed: '{ <rule>: <mode> }', change: `name rules of docs/watch.md: ${RULE_NAMES.join(', ')}` }),
    /** Days without a release after which a project is called silent. */
    silentDays: whole(1, 36_500, 'days').default(DEFAULT_SCREENING.silentDays),
    /** Most releases of a project within `burstHours`. */
    burstReleases: whole(1, 10_000, 'releases').default(DEFAULT_SCREENING.burstReleases),
    burstHours: whole(1, 8_760, 'hours').default(DEFAULT_SCREENING.burstHours),
    /** Projects whose names are well although they are like another's: `<ecosystem>/<project>`. @default none */
    allowNames: z
      .array(
        z
          .string()
          .regex(/^[a-z]+\/\S+$/)
          .register(advice, { allowed: "'<ecosystem>/<project>'", change: "write e.g. 'pypi/requestz'" }),
      )
      .default([])
      .register(advice, { allowed: 'a list of projects', change: "write ['<ecosystem>/<project>']" }),
    /** Whether GuardDuty scans every upload, for $0.09 a GB. @default 'off' */
    malware: z
      .enum(['off', 'guardduty'])
      .default('off')
      .register(advice, { allowed: "'off' or 'guardduty'", change: 'choose one; docs/screening.md says what it costs' }),
    /** Minutes for which a release waits for the scanner; then it goes to quarantine. @default 60 */
    scanMinutes: whole(1, 1_440, 'minutes').default(60),
  })
  .prefault({})
  .register(advice, {
    allowed: '{ rules?, silentDays?, burstReleases?, burstHours?, allowNames?, malware?, scanMinutes? }',
    change: 'leave it out for the defaults',
  });
