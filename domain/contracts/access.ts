/** What operators allow and block without a deployment: the words that template, intake and command line share. */

/** The web ACL's lists. `killSwitches` (countries and networks) is there only where the configuration has it. */
export const ACCESS_LISTS = ['allowIpv4', 'allowIpv6', 'blockIpv4', 'blockIpv6', 'killSwitches'] as const;
export type AccessList = (typeof ACCESS_LISTS)[number];

/** Where they are; one that is left out the stack has not. */
export type AccessListArns = Readonly<Partial<Record<AccessList, string>>>;

/** Actions of commands about them. */
export const ACCESS_ACTIONS = ['access-allow', 'access-block', 'access-forget', 'access-restore'] as const;
export type AccessAction = (typeof ACCESS_ACTIONS)[number];

/** What the schedule sends to the intake, so that what is over ends. */
export const ACCESS_CLOCK_MESSAGE = { clock: 'access' } as const;

/** Most subjects of one command. */
export const MOST_SUBJECTS = 500;

/** Stands where commands name a project. */
export const ACCESS_PROJECT = 'access';

/** One thing that is allowed or blocked, and why. */
export interface AccessEntry {
  /** Canonical: an address range in CIDR form, `country:<ISO 3166 code>` or `asn:<number>`. */
  readonly what: string;
  readonly effect: 'allow' | 'block';
  /** For operators; never published. */
  readonly reason: string;
  /** Who asked for it, by their own word. */
  readonly by: string;
  /** AWS account whose credentials asked, as S3 told it. */
  readonly requester?: string;
  /** ISO 8601, as all times here. */
  readonly since: string;
  /** When it ends by itself. @default - never */
  readonly until?: string;
  /** When it was forgotten, or was seen to be over. */
  readonly ended?: string;
  /** It has ended, and may still be in its list. */
  readonly leaving?: true;
}

/** What one move did, as the public ledger has it: without addresses, reasons and names. */
export interface AccessChange {
  readonly action: 'allow' | 'block' | 'forget' | 'expire' | 'restore';
  /** How many of each. */
  readonly addresses?: number;
  readonly countries?: number;
  readonly networks?: number;
  readonly until?: string;
}

/** One change of the record, kept for as long as its command may come again. */
export interface AccessMove {
  /** Name of the command, or of the expiry. */
  readonly id: string;
  readonly at: string;
  readonly change: AccessChange;
  /** It is in the ledger. */
  readonly logged?: true;
}

/** Why each entry is in its list; the lists themselves hold bare addresses. What is in a list and not here was put there by hand. */
export interface AccessRecord {
  readonly schema: 1;
  readonly entries: readonly AccessEntry[];
  readonly moves: readonly AccessMove[];
}

/** What each list holds, as {@link AccessEntry.what} writes it; a list that the stack has not is left out. */
export type AccessLists = Readonly<Partial<Record<AccessList, readonly string[]>>>;
