import { z } from 'zod';
import { advice } from './fields';

const webAddress = z.string().regex(/^https:\/\/[!#-[\]-~]{1,500}$/);

/** What `/.well-known/security.txt` says (RFC 9116). */
export const securitySchema = z
  .strictObject({
    /** Where a vulnerability is reported. @default ownerEmail */
    contact: z
      .union([z.email().max(254), webAddress])
      .optional()
      .register(advice, { allowed: 'a mail address or an https URL', change: 'give what reaches those who can act on a report' }),
    /** The page that says how reports are handled. @default none */
    policyUrl: webAddress
      .optional()
      .register(advice, { allowed: 'an https URL', change: 'write the whole address, from https:// on' }),
    /** Languages in which reports are read, by their tags. @default ['en'] */
    languages: z
      .array(z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))
      .min(1)
      .default(['en'])
      .register(advice, { allowed: "tags of languages, e.g. ['en', 'de']", change: 'leave it out for English' }),
  })
  .prefault({})
  .register(advice, { allowed: '{ contact?, policyUrl?, languages? }', change: 'leave it out: reports go to ownerEmail' });
