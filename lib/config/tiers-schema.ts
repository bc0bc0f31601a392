import { z } from 'zod';
import { TIER_NAME, WAF_LIMITS } from '../../domain/tiers/limits';
import { advice, whole } from './fields';

const requests = whole(WAF_LIMITS.minRequests, WAF_LIMITS.maxRequests, 'requests');
const windowSeconds = z
  .literal(WAF_LIMITS.windows)
  .register(advice, { allowed: `${WAF_LIMITS.windows.join(', ')} (seconds)`, change: 'choose one of the windows of AWS WAF' });

export const tiersSchema = z
  .array(
    z.strictObject({
      /** The path prefix is `/t/<name>/`; the tier `anonymous` has none. */
      name: z
        .string()
        .regex(TIER_NAME)
        .register(advice, { allowed: '1 to 20 lower case letters and digits, a letter first', change: 'rename the tier' }),
      /** Who it is for, one sentence. */
      audience: z
        .string()
        .min(1)
        .max(200)
        .register(advice, { allowed: 'a sentence of 1 to 200 characters', change: 'say who the tier is for' }),
      /** Requests per client address within the window. */
      requests,
      windowSeconds,
      /** `evaluation` counts what is over the limit, `enforcement` answers it with 429. */
      mode: z.enum(['evaluation', 'enforcement']).register(advice, {
        allowed: "'evaluation' or 'enforcement'",
        change: "choose 'evaluation' to count only, 'enforcement' to answer 429",
      }),
    }),
  )
  .register(advice, {
    allowed: 'a list of tiers',
    change: 'write [{ name, audience, requests, windowSeconds, mode }, …], or leave it out for the defaults',
  });

export const ceilingSchema = z
  .strictObject({ requests, windowSeconds })
  .register(advice, { allowed: '{ requests, windowSeconds }', change: 'give both, or leave it out for the default' });
