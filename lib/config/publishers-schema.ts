import { z } from 'zod';
import { advice, isoTime, whole } from './fields';
import { pipelinesSchema, usersSchema } from './pipelines-schema';

const keyName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
  .register(advice, { allowed: '1 to 64 letters, digits and ._-', change: 'rename the key' });

const identity = z.strictObject({
  /** Certificate identity, compared exactly: the URL of a workflow with its ref, or a mail address. */
  identity: z
    .string()
    .regex(/^[^\s*?]{3,2000}$/)
    .register(advice, {
      allowed: 'one exact identity, without wildcards or spaces',
      change: 'name the workflow file and the ref in full; identities are compared exactly',
    }),
  /** The OIDC issuer that vouches for the identity. */
  issuer: z
    .string()
    .regex(/^https:\/\/[^\s*?]+[^\s*?/]$/)
    .register(advice, {
      allowed: 'one exact https:// address without a slash at the end',
      change: "e.g. 'https://token.actions.githubusercontent.com' for GitHub Actions",
    }),
  /** The identity is the path of a workflow without a ref, and may run for any tag, or for any ref. @default it names one ref */
  refs: z
    .enum(['tags', 'any'])
    .optional()
    .register(advice, { allowed: "'tags' or 'any'", change: "write 'tags' when releases are made from tags" }),
  /** When it may sign: from the first, before the second. @default at any time */
  from: isoTime.optional(),
  to: isoTime.optional(),
  /** Which Sigstore instance vouches for it: 'public-good', or a name in `signing.instances`. @default that of `signing.trustedRoot` */
  instance: z
    .string()
    .optional()
    .register(advice, { allowed: "'public-good' or a name in signing.instances", change: 'name one of them, or leave it out' }),
});

const pgpKey = z.strictObject({
  /** Name for records and messages. */
  name: keyName,
  /** One public key in ASCII armour, as `gpg --armor --export` writes it; relative to the configuration file. */
  publicKeyFile: z
    .string()
    .min(1)
    .register(advice, { allowed: 'the path of an armoured key, relative to the configuration file', change: 'write its path' }),
});

const pgp = z.strictObject({
  keys: z
    .array(pgpKey)
    .min(1)
    .register(advice, { allowed: 'a list of { name, publicKeyFile }', change: 'write [{ name, publicKeyFile }]' }),
  /** Whether every file needs a `.asc`. @default false: those that are there are verified */
  required: z.boolean().optional().register(advice, { allowed: 'true or false', change: 'write one of them' }),
});

const key = z.strictObject({
  /** Name for records and messages. */
  name: keyName,
  /** PEM file (SPKI), relative to the configuration file; or give `publicKeyPem`. */
  publicKeyFile: z
    .string()
    .min(1)
    .optional()
    .register(advice, { allowed: 'the path of a PEM file, relative to the configuration file', change: 'write its path' }),
  publicKeyPem: z
    .string()
    .min(1)
    .optional()
    .register(advice, { allowed: 'a public key in PEM', change: "paste it, from '-----BEGIN PUBLIC KEY-----' on" }),
  /** @default base64 SHA-256 of the key's DER */
  hints: z
    .array(z.string().min(1).register(advice, { allowed: 'a hint as bundles carry it', change: 'write it as text' }))
    .optional()
    .register(advice, { allowed: 'a list of hints', change: "write ['…']" }),
  /** @default always valid */
  from: isoTime.optional(),
  to: isoTime.optional(),
  /** Whether a bundle needs a transparency-log entry. @default true */
  requireLog: z
    .boolean()
    .optional()
    .register(advice, { allowed: 'true or false', change: 'leave it out unless the signer cannot reach the log' }),
});

export const publishersSchema = z
  .array(
    z.strictObject({
      ecosystem: z
        .string()
        .register(advice, { allowed: 'one of the ecosystems of this registry', change: "write one that 'ecosystems' lists" }),
      /** In the normalised form of its ecosystem. */
      project: z
        .string()
        .register(advice, { allowed: 'the normalised name of a project', change: 'write it as the ecosystem normalises it' }),
      /** Keyless signers, any one of them. */
      identities: z
        .array(identity)
        .default([])
        .register(advice, { allowed: 'a list of { identity, issuer }', change: 'write [{ identity, issuer }]' }),
      /** Pinned keys, any one of them. */
      keys: z.array(key).default([]).register(advice, {
        allowed: 'a list of { name, publicKeyFile } or { name, publicKeyPem }',
        change: 'write [{ name, publicKeyFile }]',
      }),
      /** How many different signers each file needs. @default 1 */
      signatures: whole(1, 8, 'signers').optional(),
      /** OpenPGP signatures (`.asc`, Maven only), in addition to bundles. @default none is verified */
      pgp: pgp.optional().register(advice, {
        allowed: '{ keys, required? }',
        change: 'write { keys: [{ name, publicKeyFile }] }, or leave it out',
      }),
      /** Release jobs that may upload without a secret. @default none: the stack makes a policy, attached to nobody */
      pipelines: pipelinesSchema.default([]),
      /** People who may upload, after MFA. @default nobody */
      people: usersSchema.default([]),
    }),
  )
  .register(advice, { allowed: 'a list of publishers', change: 'write [{ ecosystem, project, identities }]' });
