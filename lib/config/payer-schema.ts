import { z } from 'zod';
import { advice, whole } from './fields';

/** A second stack for the account that pays the bill: docs/cost-tags.md. */
export const payerSchema = z
  .strictObject({
    /** The management account of the organisation, or the registry's own where there is none. */
    account: z
      .string()
      .regex(/^\d{12}$/)
      .register(advice, { allowed: "the 12 digits of an AWS account, e.g. '111122223333'", change: 'write it as a text' }),
    /** A mail goes out when something unusual has cost this much, US dollars. @default 10 */
    anomalyUsd: whole(1, 1_000_000, 'US dollars').default(10),
    /** Days for which the exported bill is kept. @default 400, a year to compare with */
    exportDays: whole(32, 3_650, 'days').default(400),
  })
  .register(advice, {
    allowed: '{ account, anomalyUsd?, exportDays? }',
    change: 'name the account that pays, or leave it out',
  });
