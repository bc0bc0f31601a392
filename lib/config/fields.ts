/** Kinds of fields that the schema is made of, each with what problems say about it. */
import { z } from 'zod';

/** What a problem says: what is allowed in a field, and what to change. */
export interface Advice {
  readonly allowed: string;
  readonly change: string;
}
export const advice = z.registry<Advice>();

/** What AWS accepts as the value of a tag. */
export const tagValue = z.string().regex(/^[\p{L}\p{N} _.:/=+@-]{1,256}$/u);
export const TAG_ADVICE: Advice = {
  allowed: '1 to 256 letters, digits, spaces and any of _.:/=+@-',
  change: 'take other characters out; it becomes the value of a tag',
};

export const whole = (min: number, max: number, unit: string) =>
  z
    .int()
    .min(min)
    .max(max)
    .register(advice, {
      allowed: `a whole number of ${unit} from ${min} to ${max}`,
      change: `set a number of ${unit} in that range`,
    });
export const flag = (change: string) => z.boolean().register(advice, { allowed: 'true or false', change });
export const atLeastZero = (unit: string) =>
  z
    .number()
    .min(0)
    .register(advice, { allowed: `a number of ${unit}, 0 or more`, change: 'estimate it' });

export const percents = z
  .array(
    z
      .number()
      .min(1)
      .max(1000)
      .register(advice, { allowed: 'a number of percent from 1 to 1000', change: 'set a percentage of the budget' }),
  )
  .refine((list) => new Set(list).size === list.length)
  .register(advice, { allowed: 'a list of percentages, each once', change: 'write e.g. [50, 80, 100]' });

export const domainName = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
  .register(advice, {
    allowed: "a host name in lower case, e.g. 'packages.example.org'",
    change: 'write it without https:// and without a slash',
  });

export const isoTime = z.iso
  .datetime()
  .register(advice, { allowed: "a time in UTC as ISO 8601, e.g. '2026-01-31T00:00:00Z'", change: 'write it in that form' });
