/** How readers are served, and how that is paid for. */
import { z } from 'zod';
import { MOST_FILES_HOSTS } from '../../domain/contracts/outputs';
import { PLAN_NAMES, USAGE_LEVELS } from '../../domain/cost/plans';
import { advice, domainName } from './fields';

const SPLIT_STAGES = ['prepare', 'serve', 'leave'] as const;

const usageLevel = z
  .enum(USAGE_LEVELS)
  .optional()
  .register(advice, {
    allowed: USAGE_LEVELS.map((level) => `'${level}'`).join(', '),
    change: 'choose one, or leave it out; AWS sells higher ones by contract only',
  });

const approved = z.boolean().optional().register(advice, {
  allowed: 'true or false',
  change: 'set it to true once `npx registry doctor` says that the plan is active',
});

export const certificateArn = z
  .string()
  .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/)
  .register(advice, {
    allowed: 'the ARN of an ACM certificate in us-east-1',
    change: 'CloudFront reads certificates from us-east-1 only; request or import it there',
  });

const files = z
  .strictObject({
    /** The flat-rate plan of each files host. */
    plan: z.enum(PLAN_NAMES).register(advice, {
      allowed: "'pro', 'business' or 'premium'",
      change: 'choose one; files of which each byte is billed are as cheap on one host',
    }),
    /** Of premium: how much is included. @default DEFAULT, 50 TB and 500 million requests a month */
    usageLevel,
    /** How many files hosts there are, each with a plan of its own; projects are dealt out between them. @default 1 */
    hosts: z
      .int()
      .min(1)
      .max(MOST_FILES_HOSTS)
      .default(1)
      .register(advice, {
        allowed: `a whole number from 1 to ${MOST_FILES_HOSTS}`,
        change: 'take as many as the requests for files need: npx registry estimate',
      }),
    /** That somebody has approved the plan of each of them: until then they are billed by use, and alarms and brake watch that. @default false */
    approved,
    /** Host name, in the zone of `domain` unless it has a certificate here; of further hosts `-2` and so on follows its first label. @default the names that CloudFront gives */
    name: domainName.optional(),
    /** Certificate for all of these names, where Route 53 does not serve their zone. @default the stack makes one for each */
    certificateArn: certificateArn.optional(),
  })
  .register(advice, {
    allowed: '{ plan, usageLevel?, hosts?, approved?, name?, certificateArn? }',
    change: "write { plan: 'pro' }",
  });

export const deliverySchema = z
  .strictObject({
    /** How delivery is paid for: by use, or by a flat-rate plan of CloudFront (docs/plans.md). @default 'pay-as-you-go' */
    plan: z
      .enum(['pay-as-you-go', ...PLAN_NAMES])
      .default('pay-as-you-go')
      .register(advice, {
        allowed: "'pay-as-you-go', 'pro', 'business' or 'premium'",
        change: 'choose one; the free plan has neither access logs nor a key-value store',
      }),
    /** Of premium: how much is included. @default DEFAULT, 50 TB and 500 million requests a month */
    usageLevel,
    /** That somebody has approved the plan: until then delivery is billed by use, and alarms and brake watch that. @default false */
    approved,
    /** Where CloudFront serves from. `PriceClass_100` (North America, Europe, Israel) costs least; a plan ignores it. @default 'PriceClass_100' */
    priceClass: z.enum(['PriceClass_100', 'PriceClass_200', 'PriceClass_All']).default('PriceClass_100').register(advice, {
      allowed: "'PriceClass_100', 'PriceClass_200' or 'PriceClass_All'",
      change: 'choose one; more places cost more a byte',
    }),
    /** Files of readers without a token come from hosts of their own: docs/adr/0009-split-delivery.md. @default one host */
    split: z
      .strictObject({
        files,
        /**
         * `prepare`: documents get their second variant, nobody is sent to the files host, and it serves nothing. `serve`: set it once
         * `npx registry reindex` has run after that deployment. `leave`: nobody is sent there, and whoever still comes is served. @default 'prepare'
         */
        stage: z
          .enum(SPLIT_STAGES)
          .default('prepare')
          .register(advice, {
            allowed: SPLIT_STAGES.map((stage) => `'${stage}'`).join(', '),
            change: "begin with 'prepare', and see the runbook for what comes next",
          }),
      })
      .optional()
      .register(advice, { allowed: '{ files: { plan }, stage? }', change: 'leave it out for one host' }),
  })
  .prefault({})
  .register(advice, {
    allowed: '{ plan?, usageLevel?, approved?, priceClass?, split? }',
    change: 'leave it out for the defaults',
  });
