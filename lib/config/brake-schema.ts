/** The part `budget.brake` of `registry.config.ts`. */
import { z } from 'zod';
import { BRAKE_MODES } from '../../domain/contracts/brake';
import { BRAKE_MESSAGE_CHARACTERS } from '../../domain/cost/brake-effects';
import { advice } from './fields';

export const brakeSchema = z
  .strictObject({
    /** `on`, `dry-run` (moves are logged, nobody is refused) or `off` (no rule, no function: $1 less a month). @default 'on' */
    mode: z
      .enum(BRAKE_MODES)
      .default('on')
      .register(advice, { allowed: "'on', 'dry-run' or 'off'", change: 'leave it out, or read docs/brake.md' }),
    /** What the foundation says to those who are refused: one or two sentences in ASCII. */
    message: z
      .string()
      .regex(/^[ !#-[\]-~]+$/)
      .max(BRAKE_MESSAGE_CHARACTERS)
      .default('Tokens are free: /-/limits')
      .register(advice, {
        allowed: `1 to ${BRAKE_MESSAGE_CHARACTERS} visible ASCII characters and spaces, without " and \\`,
        change: 'say why and what helps in one sentence',
      }),
  })
  .prefault({})
  .register(advice, { allowed: '{ mode?, message? }', change: 'leave it out for the defaults' });
