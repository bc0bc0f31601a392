/** The traffic that a foundation expects: what the estimator prices. */
import { z } from 'zod';
import { PRICE_REGIONS, type PriceRegion } from '../../domain/cost/regions';
import { DEFAULT_TRAFFIC } from './defaults';
import { advice, atLeastZero } from './fields';

const share = z.number().min(0).max(1).register(advice, { allowed: 'a number from 0 to 1', change: 'write 90 % as 0.9' });
const sizeOf = (unit: string) =>
  z
    .number()
    .gt(0)
    .register(advice, { allowed: `a number of ${unit} above 0`, change: 'estimate it' });
const sum = (shares: object): number => Object.values(shares).reduce((total: number, one: unknown) => total + Number(one), 0);

type RegionFields = Record<PriceRegion, z.ZodOptional<typeof share>>;
const regions = z
  .strictObject(Object.fromEntries(PRICE_REGIONS.map((region) => [region, share.optional()])) as RegionFields)
  .refine((shares) => Math.abs(sum(shares) - 1) < 1e-6)
  .register(advice, {
    allowed: `shares that add up to 1, of ${PRICE_REGIONS.join(', ')}`,
    change: 'write e.g. { us_mx_ca: 0.5, eu_il_tr: 0.5 }',
  });
const tiers = z
  .record(z.string(), share)
  .refine((shares) => sum(shares) <= 1 + 1e-6)
  .register(advice, {
    allowed: 'shares by tier that add up to at most 1',
    change: 'write e.g. { commercial: 0.2 }; the rest is anonymous',
  });

export const trafficSchema = z
  .strictObject({
    terabytesPerMonth: atLeastZero('terabytes').default(DEFAULT_TRAFFIC.terabytesPerMonth),
    millionRequestsPerMonth: atLeastZero('million requests').default(DEFAULT_TRAFFIC.millionRequestsPerMonth),
    /** Share of requests that the cache answers. */
    hitRatio: share.default(DEFAULT_TRAFFIC.hitRatio),
    storedGb: atLeastZero('gigabytes').default(DEFAULT_TRAFFIC.storedGb),
    publishesPerMonth: atLeastZero('releases').default(DEFAULT_TRAFFIC.publishesPerMonth),
    /** Where the viewers are. @default North America and Europe, half and half */
    regions: regions.optional(),
    /** Share of the traffic by access tier. @default everybody is anonymous */
    tiers: tiers.optional(),
    /** Share of requests that name a project, and that name one of which something is blocked. @default 1, 0 */
    projects: z
      .strictObject({ share, blocked: share })
      .refine((of) => of.blocked <= of.share)
      .optional()
      .register(advice, {
        allowed: '{ share, blocked }, of which blocked is a part of share',
        change: 'leave it out for 1 and 0',
      }),
    /** Requests for index documents, and their mean size. @default 60 % of all, 20 KiB */
    index: z
      .strictObject({ share, kib: sizeOf('KiB') })
      .optional()
      .register(advice, { allowed: '{ share, kib }', change: 'leave it out for 0.6 and 20' }),
    /** Most host names that files may be served from, each with a plan of its own. @default 1 */
    fileHosts: z.int().min(1).max(100).optional().register(advice, {
      allowed: 'a whole number from 1 to 100',
      change: 'AWS allows 100 plans an account; leave it out for 1',
    }),
    /** Share of the requests for files, and of their bytes, that is for pypi, npm, composer, cargo and generic. @default 1 */
    splitShare: share.optional(),
    /** Share of the stored bytes in files above 256 KiB, and their mean size. @default 0.8, 2 MiB */
    large: z
      .strictObject({ share, mib: sizeOf('MiB') })
      .optional()
      .register(advice, { allowed: '{ share, mib }', change: 'leave it out for 0.8 and 2' }),
    /** By how much traffic and storage grow in a month. @default 0 */
    growthPercent: atLeastZero('percent').optional(),
    /** Files of a release, and their mean size. @default 2 of 1 MiB */
    release: z
      .strictObject({ files: sizeOf('files'), mib: sizeOf('MiB') })
      .optional()
      .register(advice, { allowed: '{ files, mib }', change: 'leave it out for 2 and 1' }),
  })
  .prefault({})
  .register(advice, {
    allowed:
      '{ terabytesPerMonth?, millionRequestsPerMonth?, hitRatio?, storedGb?, publishesPerMonth?, regions?, tiers?, projects?, index?, fileHosts?, splitShare?, large?, growthPercent?, release? }',
    change: 'leave it out for the defaults',
  });
