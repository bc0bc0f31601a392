/** Shape of `registry.config.ts`. Beside each field stands what problems say about it. */
import { z } from 'zod';
import { LEAST_LOG_DAYS } from '../../domain/contracts/retention';
import type { Component } from '../../domain/contracts/tags';
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import type { Pipeline } from '../../domain/signing/pipeline-trust';
import type { ProjectPolicy } from '../../domain/signing/policy';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../domain/tiers/defaults';
import { brakeSchema } from './brake-schema';
import { contributionsSchema } from './contributions-schema';
import { DEFAULT_LIMITS } from './defaults';
import { certificateArn, deliverySchema } from './delivery-schema';
import { fairUseSchema } from './fair-use-schema';
import { advice, domainName, flag, percents, TAG_ADVICE, tagValue, whole } from './fields';
import { allowPaidSchema } from './paid-schema';
import { payerSchema } from './payer-schema';
import { accessSchema } from './pipelines-schema';
import { publishersSchema } from './publishers-schema';
import { replicaSchema } from './replica-schema';
import { screeningSchema } from './screening-schema';
import { securitySchema } from './security-schema';
import { signingKeySchema } from './signing-key-schema';
import { ceilingSchema, customersSchema, tiersSchema } from './tiers-schema';
import { trafficSchema } from './traffic-schema';

const domain = z
  .union([
    z.strictObject({
      name: domainName,
      hostedZoneId: z
        .string()
        .regex(/^Z[A-Z0-9]{1,31}$/)
        .register(advice, {
          allowed: "the id of a Route 53 zone, e.g. 'Z0123456789ABCDEFGHIJ'",
          change: 'copy it from the Route 53 console',
        }),
      zoneName: domainName,
    }),
    z.strictObject({
      name: domainName,
      certificateArn,
    }),
  ])
  .register(advice, {
    allowed: '{ name, hostedZoneId, zoneName } or { name, certificateArn }',
    change: 'give the zone when Route 53 serves it, else the certificate',
  });

const trustedRootFile = z
  .string()
  .min(1)
  .register(advice, { allowed: 'the path of a trusted root, relative to the configuration file', change: 'write its path' });

const ecosystemsSchema = z
  .array(
    z.enum(ECOSYSTEM_NAMES).register(advice, {
      allowed: ECOSYSTEM_NAMES.map((name) => `'${name}'`).join(', '),
      change: 'take it out; other ecosystems are not supported yet',
    }),
  )
  .min(1)
  .register(advice, { allowed: 'a list of at least one ecosystem', change: "write ['pypi']" });

const componentUsd = z
  .number()
  .min(1)
  .max(1_000_000)
  .optional()
  .register(advice, { allowed: 'US dollars a month from 1 to 1000000', change: 'set what the component may cost' });

export const schema = z.strictObject({
  /** Name of the foundation, for people and for the cost tag. */
  foundation: tagValue.register(advice, TAG_ADVICE),
  /** Short name of this registry; the stack is called `<registry>-registry`. */
  registry: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,19}$/)
    .register(advice, {
      allowed: '2 to 20 lower case letters, digits and hyphens, a letter first',
      change: 'shorten or respell it; names of resources begin with it',
    }),
  /** @default 'production' */
  environment: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/)
    .default('production')
    .register(advice, {
      allowed: '1 to 20 lower case letters, digits and hyphens, a letter first',
      change: "e.g. 'production' or 'test'",
    }),
  /** Where the foundation's books put the bill. */
  costCentre: tagValue.register(advice, TAG_ADVICE),
  /** Who is told about money and failures. */
  ownerEmail: z.email().max(254).register(advice, { allowed: 'a mail address', change: 'give an address that somebody reads' }),
  /** The registry's own host name. @default none: the name that CloudFront gives */
  domain: domain.optional(),
  /** @default ['pypi'] */
  ecosystems: ecosystemsSchema.default(['pypi']),
  /** Who may draw how much. @default anonymous, community, supporter, commercial: see `domain/tiers/defaults.ts` */
  tiers: tiersSchema.default(DEFAULT_TIERS),
  /** Most requests of one address, whatever tier it claims. @default 30,000 in 300 seconds */
  ceiling: ceilingSchema.default(DEFAULT_CEILING),
  /** Holders of tokens with a limit of their own, each a rule of the web ACL ($1 a month). @default none */
  customers: customersSchema.default([]),
  /** Who is asked, or made, to draw less: docs/fair-use.md. @default evaluation of more than 2 % of a day's or a week's bytes */
  fairUse: fairUseSchema,
  /** Whether the registry answers by IPv6 too, where limits by address hardly hold: docs/adr/0008-ipv4-only.md. @default false */
  ipv6: flag('turn it on when clients without IPv4 matter more than exact limits').default(false),
  /** Whether operators can shut out countries and networks at run time, for $1 a month and $1 for each rule. @default false */
  killSwitches: flag('turn it on when you want to be ready; it costs $1 a month').default(false),
  budget: z
    .strictObject({
      /** US dollars a month. */
      monthlyUsd: z
        .number()
        .min(1)
        .max(1_000_000)
        .register(advice, { allowed: 'US dollars a month from 1 to 1000000', change: 'set what the foundation can pay' }),
      /** Mails when the month's cost passes these shares of the budget; the brake needs the last three. @default 50, 80, 100, 110, 125 */
      actualPercent: percents.default([50, 80, 100, 110, 125]),
      /** Mails when the forecast for the month passes these shares. @default 100 */
      forecastPercent: percents.default([100]),
      /**
       * What single components may cost in a month, US dollars, told at the same shares. They filter by the tag `component` and stay silent
       * until the payer has activated it: `npx registry tags activate`. @default none
       */
      components: z
        .strictObject({
          storage: componentUsd,
          delivery: componentUsd,
          intake: componentUsd,
          tiers: componentUsd,
          cost: componentUsd,
          analytics: componentUsd,
          operations: componentUsd,
        } satisfies Record<Component, typeof componentUsd>)
        .default({})
        .register(advice, { allowed: '{ delivery: 30 }, by component', change: 'leave it out for one budget' }),
      /** What `monthlyUsd` watches: the whole account. A budget on a tag stays silent until the payer has activated the tag. */
      scope: z.literal('account').default('account').register(advice, {
        allowed: "'account'",
        change: 'leave it out; budgets on parts of the account are budget.components',
      }),
      /** What happens by itself when the money goes too fast. @default on, see docs/brake.md */
      brake: brakeSchema,
      /** What may cost something every month beyond what is free. @default nothing */
      allowPaid: allowPaidSchema,
    })
    .register(advice, {
      allowed: '{ monthlyUsd, actualPercent?, forecastPercent?, components?, brake?, allowPaid? }',
      change: 'set at least monthlyUsd',
    }),
  /** A stack in the account that pays: cost category, anomaly monitor, data export. @default none */
  payer: payerSchema.optional(),
  /** How readers are served, and how that is paid for. */
  delivery: deliverySchema,
  storage: z
    .strictObject({
      /** Days for which nobody can delete or replace an accepted file. @default 365 */
      lockDays: whole(1, 36_500, 'days').default(365),
      /** Days for which raw access logs, which hold addresses, are kept: the report of a month reads all of it. @default 40, the least */
      logDays: whole(LEAST_LOG_DAYS, 3_650, 'days').default(LEAST_LOG_DAYS),
      /** A copy of files and records in another region or account. @default none */
      replica: replicaSchema.optional(),
    })
    .prefault({})
    .register(advice, { allowed: '{ lockDays?, logDays?, replica? }', change: 'leave it out for the defaults' }),
  usage: z
    .strictObject({
      /** GiB of packed logs, about 9 million requests each, that one query of the daily count may read; $0.005 each. @default 20 */
      gigabytesPerQuery: whole(1, 10_000, 'GiB').default(20),
    })
    .prefault({})
    .register(advice, { allowed: '{ gigabytesPerQuery? }', change: 'leave it out for the default' }),
  /** Who may publish what. @default nobody */
  publishers: publishersSchema.default([]),
  /** Which people may do more than publish, and the identity providers of the account. */
  access: accessSchema,
  signing: z
    .strictObject({
      /** Which authorities are believed. @default 'public-good': Sigstore's public instance */
      trustedRoot: z
        .union([z.literal('public-good'), z.strictObject({ file: trustedRootFile })])
        .default('public-good')
        .register(advice, {
          allowed: "'public-good' or { file: 'trusted-root.json' }",
          change: "leave it out to trust Sigstore's public instance",
        }),
      /** Further Sigstore instances, by the name that identities of publishers have as `instance`. @default none */
      instances: z
        .record(
          z
            .string()
            .regex(/^(?!public-good$)[a-z][a-z0-9-]{0,31}$/)
            .register(advice, {
              allowed: "1 to 32 lower-case letters, digits and hyphens, but not 'public-good'",
              change: 'rename the instance',
            }),
          z.strictObject({ file: trustedRootFile }).register(advice, {
            allowed: "{ file: 'trusted-root.json' }",
            change: 'name the trusted root of the instance',
          }),
        )
        .default({})
        .register(advice, { allowed: "{ name: { file: 'trusted-root.json' } }", change: 'leave it out unless there is another' }),
    })
    .prefault({})
    .register(advice, { allowed: '{ trustedRoot?, instances? }', change: 'leave it out for the defaults' }),
  /** The key that countersigns releases and the ledger. @default the first one */
  signingKey: signingKeySchema,
  /** What an upload may be at most. */
  limits: z
    .strictObject({
      maxFileBytes: whole(1, 1_000_000_000, 'bytes').default(DEFAULT_LIMITS.maxFileBytes),
      maxFiles: whole(1, 1_000, 'files').default(DEFAULT_LIMITS.maxFiles),
      maxArchiveEntries: whole(1, 1_000_000, 'entries').default(DEFAULT_LIMITS.maxArchiveEntries),
      maxUnpackedBytes: whole(1, 10_000_000_000, 'bytes').default(DEFAULT_LIMITS.maxUnpackedBytes),
      /** Unpacked size over packed size. */
      maxRatio: z
        .number()
        .min(1)
        .max(1_032)
        .default(DEFAULT_LIMITS.maxRatio)
        .register(advice, { allowed: 'a number from 1 to 1032', change: 'DEFLATE cannot pack tighter than 1 to 1032; set less' }),
    })
    .prefault({})
    .register(advice, {
      allowed: '{ maxFileBytes?, maxFiles?, maxArchiveEntries?, maxUnpackedBytes?, maxRatio? }',
      change: 'leave it out for the defaults',
    }),
  screening: screeningSchema,
  /** Where vulnerabilities are reported. */
  security: securitySchema,
  /** What is given for the registry, for the transparency report: docs/transparency.md. @default none */
  contributions: contributionsSchema,
  /** What the estimator prices. @default 1 TB and 4 million requests a month */
  traffic: trafficSchema,
  /** Further tags for every resource. @default none */
  tags: z
    .record(z.string(), tagValue.register(advice, TAG_ADVICE))
    .default({})
    .register(advice, { allowed: "{ key: 'value' }", change: 'write each tag as a key with a text' }),
});

/** What a foundation writes. */
export type RegistryConfigInput = z.input<typeof schema>;

/** The schema's own output: shapes are right and defaults filled, files not yet read. */
export type ParsedConfig = z.output<typeof schema>;

/** A valid configuration with defaults filled and files read. */
export interface RegistryConfig extends Omit<ParsedConfig, 'publishers' | 'signing'> {
  readonly publishers: readonly PublisherConfig[];
  readonly signing: {
    /** Sigstore's public instance, or the content of the given trusted-root file. */
    readonly trustedRoot: 'public-good' | RootFile;
    readonly instances: Readonly<Record<string, RootFile>>;
  };
}

/** A trusted root, and where it came from. */
export interface RootFile {
  readonly file: string;
  readonly content: unknown;
}

/** Who may sign for a project, and who may upload for it. */
export interface PublisherConfig extends ProjectPolicy {
  readonly pipelines: readonly Pipeline[];
  /** ARNs of IAM users. */
  readonly people: readonly string[];
}
