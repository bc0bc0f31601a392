import { z } from 'zod';
import { HOLDER, TIER_NAME, WAF_LIMITS } from '../../domain/tiers/limits';
import { advice, whole } from './fields';

const requests = whole(WAF_LIMITS.minRequests, WAF_LIMITS.maxRequests, 'requests');
const windowSeconds = z
  .literal(WAF_LIMITS.windows)
  .register(advice, { allowed: `${WAF_LIMITS.windows.join(', ')} (seconds)`, change: 'choose one of the windows of AWS WAF' });
const mode = z.enum(['evaluation', 'enforcement']).register(advice, {
  allowed: "'evaluation' or 'enforcement'",
  change: "choose 'evaluation' to count only, 'enforcement' to answer 429",
});
const name = z
  .string()
  .regex(TIER_NAME)
  .register(advice, { allowed: '1 to 20 lower case letters and digits, a letter first', change: 'rename the tier' });
/** It goes through a header, which takes at most 255 characters with all else that stands in it. */
const message = z
  .string()
  .regex(/^[!-~]([ -~]{0,198}[!-~])?$/)
  .optional()
  .register(advice, {
    allowed: 'a sentence of 1 to 200 ASCII characters, no space at either end',
    change: 'say in one short sentence what helps; leave it out if nothing does',
  });

export const tiersSchema = z
  .array(
    z.strictObject({
      /** The path prefix is `/t/<name>/`; the tier `anonymous` has none. */
      name,
      /** Who it is for, one sentence. */
      audience: z
        .string()
        .min(1)
        .max(200)
        .register(advice, { allowed: 'a sentence of 1 to 200 characters', change: 'say who the tier is for' }),
      /** Requests within the window from one client. */
      requests,
      windowSeconds,
      /** What counts as one client: an address, or a token from wherever it is used. @default 'address' */
      aggregation: z
        .enum(['address', 'token'])
        .default('address')
        .register(advice, { allowed: "'address' or 'token'", change: "choose 'token' where one holder has many machines" }),
      /** `evaluation` counts what is over the limit, `enforcement` answers it with 429. */
      mode,
      /** `function` answers in the form each client shows, `web-acl` with JSON, free of CloudFront's charge. @default 'function' */
      refuseBy: z.enum(['function', 'web-acl']).optional().register(advice, {
        allowed: "'function' or 'web-acl'",
        change: 'leave it out unless a flood should cost less than it explains',
      }),
      /** What a 429 says beside its own words. @default nothing */
      message,
      /** What it costs, for people. @default nothing is said */
      price: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .register(advice, { allowed: "a text of 1 to 200 characters, e.g. 'From $500 a year.'", change: 'say what it costs' }),
      /** Requests over the limit within five minutes above which the owner is told ($0.10 a month past ten alarms). @default never */
      alarmAbove: whole(0, 1_000_000_000, 'requests').optional(),
    }),
  )
  .register(advice, {
    allowed: 'a list of tiers',
    change: 'write [{ name, audience, requests, windowSeconds, mode }, …], or leave it out for the defaults',
  });

export const ceilingSchema = z
  .strictObject({ requests, windowSeconds })
  .register(advice, { allowed: '{ requests, windowSeconds }', change: 'give both, or leave it out for the default' });

/** What is left out is as in the tier. */
export const customersSchema = z
  .array(
    z.strictObject({
      /** Whose tokens, as in `npx registry token issue --holder`. */
      holder: z.string().regex(HOLDER).register(advice, {
        allowed: '1 to 63 lower case letters, digits and hyphens, no hyphen first',
        change: "see 'npx registry token list'",
      }),
      /** The tier that the tokens are of. */
      tier: name,
      requests: requests.optional(),
      windowSeconds: windowSeconds.optional(),
      mode: mode.optional(),
      message,
    }),
  )
  .register(advice, {
    allowed: 'a list of customers',
    change: 'write [{ holder, tier, requests }, …], or leave it out when every holder has the limit of the tier',
  });
