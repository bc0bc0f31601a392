import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** The cdk-nag packs that gate a synth, by the name each registers under. */
const PACKS = { aws: 'AwsSolutions', nist: 'NIST.800.53.R5', serverless: 'Serverless' } as const;

/** A cdk-nag pack that runs at every synth. */
export type Pack = keyof typeof PACKS;

/**
 * Sets a cdk-nag finding aside at a construct and everything below it.
 *
 * The rule is written with its pack's name before it: without that the finding vanishes instead of being recorded, with
 * this reason, under `suppressedViolations` of `validation-report.json`.
 *
 * @param at where the finding is; a resource rather than a parent, so that nothing else is covered
 * @param packs every pack that reports it, and no other: an acknowledgement that is not needed fails the policy test
 * @param rule the rule without its pack, e.g. `S1`, or one finding of it, e.g. `IAM5[Resource::*]`
 * @param reason why fixing it would protect nothing, in a sentence for the operator
 */
export function acknowledge(at: IConstruct, packs: readonly Pack[], rule: string, reason: string): void {
  for (const pack of packs) {
    Validations.of(at).acknowledge({ id: `${PACKS[pack]}::${PACKS[pack]}-${rule}`, reason });
  }
}
