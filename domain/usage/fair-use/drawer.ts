/** Who drew what, as fair use looks at it. */

/**
 * - `range`: an address range, /24 or /48.
 * - `fleet`: one crawler in one network (autonomous system), or all programs there that no rule knows, however many addresses they
 *   come from.
 * - `holder`: who has a token.
 */
export type DrawerKind = 'range' | 'fleet' | 'holder';

export interface Drawer {
  readonly kind: DrawerKind;
  /** The range in CIDR form, `AS64500 gptbot`, or `<tier>/<holder>`. */
  readonly name: string;
  /** Ranges that are mostly its own, in CIDR form; none for holders. */
  readonly ranges: readonly string[];
  readonly requests: number;
  /** Those of class `human`, see `domain/usage/rules.ts`. */
  readonly human: number;
  readonly bytes: number;
  readonly downloads: number;
  /** Downloads of what it had downloaded before in the period. */
  readonly repeats: number;
}

/** All that was served in the same period. */
export interface Served {
  /** A day (`2026-10-05`) or an ISO week (`2026-W41`). */
  readonly period: string;
  readonly kind: 'day' | 'week';
  readonly bytes: number;
}
