/**
 * How the brake tells the edge function whom to refuse: one entry of the KeyValueStore. The whole decision is in the entry, so the
 * function holds no table of degrees, and a new rule needs no deployment. This module is bundled into the edge function too, so it is
 * written in that runtime's subset of the language.
 */

/** Not there at degree 0, so that a request costs one look-up then. */
export const BRAKE_ENTRY_KEY = 'brake';

/**
 * Two lines: a regular expression over `<tier> <user agent>` of whoever is refused, and the answer as of limit-signal.ts.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html: a value ends at 1 KB
 */
export const brakeEntry = (refused: string, signal: string): string => `${refused}\n${signal}`;
