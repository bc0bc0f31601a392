import { z } from 'zod';
import { advice, whole } from './fields';

/** The registry's own key. docs/runbook.md has the drill by which it is changed. */
export const signingKeySchema = z
  .strictObject({
    /** Counts the keys that the registry has had; one more makes a new key, which signs from then on. @default 1 */
    generation: whole(1, 1_000, 'generations').default(1),
    /** Whether the key before it may still sign (`kept`, $1 a month) or never again (`retired`). @default 'kept' */
    previous: z.enum(['kept', 'retired']).default('kept').register(advice, {
      allowed: "'kept' or 'retired'",
      change: 'keep it until the ledger has introduced the new key, then retire it',
    }),
  })
  .prefault({})
  .register(advice, { allowed: '{ generation?, previous? }', change: 'leave it out for the first key' });
