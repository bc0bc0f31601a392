import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** A whole number that a prop takes. */
export interface WholeNumberRule {
  readonly min: number;
  readonly max: number;
  /** What the number means and what to do when the bounds are in the way; ends the error sentence. */
  readonly advice: string;
}

/**
 * Checks a prop that must be a whole number.
 *
 * @throws Error when it is not, or when it is only known at deployment, since then nothing could check it
 */
export function wholeNumber(at: IConstruct, prop: string, value: number, rule: WholeNumberRule): number {
  const got = Token.isUnresolved(value) ? 'a value that is only known at deployment' : String(value);
  if (Token.isUnresolved(value) || !Number.isInteger(value) || value < rule.min || value > rule.max) {
    throw new Error(
      `'${prop}' of '${at.node.path}' must be a whole number from ${rule.min} to ${rule.max}, got: ${got}. ${rule.advice}`,
    );
  }
  return value;
}
