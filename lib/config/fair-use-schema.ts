/** The part `fairUse` of `registry.config.ts`. */
import { z } from 'zod';
import { FAIR_USE_DEFAULTS } from '../../domain/usage/fair-use/settings';
import { advice, whole } from './fields';

const share = z
  .number()
  .min(0.1)
  .max(100)
  .default(FAIR_USE_DEFAULTS.percentOfBytes)
  .register(advice, { allowed: 'a percentage from 0.1 to 100', change: 'set what one drawer may have of everything' });

export const fairUseSchema = z
  .strictObject({
    /** `evaluation` (an operator applies proposals) or `automatic` (they are applied when they are made). @default 'evaluation' */
    mode: z
      .enum(['evaluation', 'automatic'])
      .default(FAIR_USE_DEFAULTS.mode)
      .register(advice, { allowed: "'evaluation' or 'automatic'", change: 'leave it out, or read docs/fair-use.md' }),
    /** Percent of all bytes of a day or a week above which one drawer is looked at. @default 2 */
    percentOfBytes: share,
    /** And not below so many bytes a day. @default 10 GB */
    bytesPerDay: whole(1_000_000, 1_000_000_000_000_000, 'bytes').default(FAIR_USE_DEFAULTS.bytesPerDay),
    /** Repeated downloads a day of files that one drawer had already. @default 5,000 */
    repeatsPerDay: whole(1, 1_000_000_000, 'downloads').default(FAIR_USE_DEFAULTS.repeatsPerDay),
    /** How long an entry lasts. @default 7 */
    forDays: whole(1, 90, 'days').default(FAIR_USE_DEFAULTS.forDays),
  })
  .prefault({})
  .register(advice, {
    allowed: '{ mode?, percentOfBytes?, bytesPerDay?, repeatsPerDay?, forDays? }',
    change: 'leave it out for the defaults',
  });
