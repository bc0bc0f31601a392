/** What is given for the registry: the transparency report holds it against what is drawn. */
import { z } from 'zod';
import { HOLDER, TIER_NAME } from '../../domain/tiers/limits';
import { advice, atLeastZero, flag } from './fields';

export const contributionsSchema = z
  .array(
    z
      .strictObject({
        /** Who gives it, for people. Shown only with `public`. */
        from: z.string().min(1).max(100).optional().register(advice, {
          allowed: "a name of 1 to 100 characters, e.g. 'Example Corp'",
          change: 'write the name, or leave it out',
        }),
        /** Tier that it is for. */
        tier: z.string().regex(TIER_NAME).optional().register(advice, {
          allowed: '1 to 20 lower case letters and digits, a letter first',
          change: 'write the name of a tier',
        }),
        /** Whose tokens, as in `npx registry token issue --holder`. */
        holder: z.string().regex(HOLDER).optional().register(advice, {
          allowed: '1 to 63 lower case letters, digits and hyphens, no hyphen first',
          change: "see 'npx registry token list'",
        }),
        /** US dollars a month; credits at what they pay for. */
        monthlyUsd: atLeastZero('US dollars a month'),
        /** @default 'money' */
        kind: z.enum(['money', 'credits']).optional().register(advice, {
          allowed: "'money' or 'credits'",
          change: "write 'credits' for what ends with the donor's programme",
        }),
        /** Whether they have agreed to be named in public, with what they use. @default false */
        public: flag('set it when they have agreed in writing').optional(),
      })
      .refine(({ from, tier, holder }) => from !== undefined || tier !== undefined || holder !== undefined)
      .register(advice, {
        allowed: '{ from?, tier?, holder?, monthlyUsd, kind?, public? } with at least one of from, tier and holder',
        change: 'say from whom it is',
      }),
  )
  .default([])
  .register(advice, {
    allowed: "a list of contributions, e.g. [{ tier: 'supporter', monthlyUsd: 400 }]",
    change: 'leave it out when there are none',
  });
