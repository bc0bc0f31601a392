/**
 * How often the edge function looks into its store: each look-up is billed, whether it finds something or not. test/functions/edge/reads.test.ts
 * holds this table against the function.
 */

/** Shares of the requests, 0 to 1. */
export interface RequestMix {
  /** Come with a token. */
  readonly tokens: number;
  /** Name a project; documents of a whole ecosystem and of the registry do not. */
  readonly projects: number;
  /** Name a project of which something is blocked. */
  readonly blocked: number;
}

interface Read {
  /** What is looked up. */
  readonly what: string;
  /** Which part of the requests looks it up. */
  readonly share: (mix: RequestMix) => number;
}

/**
 * In the order in which the function reads. Who is over a limit already is answered before the brake, and a path that nothing stands for before the
 * block: both are counted as if they read on. A revoked token reads one entry more, which is too rare for a profile.
 */
export const STORE_READS: readonly Read[] = [
  { what: 'whether a token of the holder is revoked', share: ({ tokens }) => tokens },
  { what: 'the key that verifies the token', share: ({ tokens }) => tokens },
  { what: 'which tokens of the holder are revoked', share: () => 0 },
  { what: 'the brake, which has an entry while it is on', share: () => 1 },
  { what: 'whether something of the project is blocked', share: ({ projects }) => projects },
  { what: 'what of the project is blocked', share: ({ blocked }) => blocked },
  { what: 'whether the file is blocked', share: ({ blocked }) => blocked },
  { what: 'why the file is blocked', share: ({ blocked }) => blocked },
];

/** Of the mean request: 2 for one without a token that names a project, 2 more with a token. */
export const readsPerRequest = (mix: RequestMix): number => STORE_READS.reduce((sum, { share }) => sum + share(mix), 0);

/** No request reads more often. */
export const MOST_READS = STORE_READS.length;
