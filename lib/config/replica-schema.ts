import { z } from 'zod';
import { advice } from './fields';

const account = z
  .string()
  .regex(/^\d{12}$/)
  .register(advice, { allowed: "the 12 digits of an AWS account, e.g. '111122223333'", change: 'write it as a text' });

/** A copy of files and records in another region or account: docs/runbook.md, "The packages bucket is lost". */
export const replicaSchema = z
  .strictObject({
    /** AWS account of the registry itself; the replica is deployed with credentials of its own account, and must know it. */
    registryAccount: account,
    /** AWS account of the replica; may be the same. */
    account,
    /** AWS region of the replica. */
    region: z
      .string()
      .regex(/^(?=.{1,14}$)[a-z]{2}(-[a-z]+)+-\d$/)
      .register(advice, { allowed: "an AWS region, e.g. 'eu-central-1'", change: 'name the region of the replica' }),
  })
  .refine((replica) => replica.account !== replica.registryAccount || replica.region !== 'us-east-1')
  .register(advice, {
    allowed: '{ registryAccount, account, region }, in another region than us-east-1 or another account',
    change: 'what happens to the registry must not happen to its replica; choose another region or account',
  });
