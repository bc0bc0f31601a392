/** Cost-allocation tags on their way into the bill: what the payer account knows of each, and what is to be done. */
import { COST_TAGS, type CostTag } from '../contracts/tags';

/** A tag as AWS lists it. */
export interface ListedTag {
  readonly key: string;
  readonly active: boolean;
}

/** `unseen`: AWS lists a tag only some time after a resource with it was made, and refuses to activate it before. */
export type TagState = 'active' | 'inactive' | 'unseen';

export type TagStates = Readonly<Record<CostTag, TagState>>;

/** Most hours from a tag's first use until AWS lists it, and from its activation until bills show it: the same for both. */
export const TAG_HOURS = 24;

/** What is known of each of the six. */
export function tagStates(listed: readonly ListedTag[]): TagStates {
  const active = new Map(listed.map((tag) => [tag.key, tag.active]));
  const state = (key: CostTag): TagState => (active.has(key) ? (active.get(key) ? 'active' : 'inactive') : 'unseen');
  return Object.fromEntries(COST_TAGS.map((key) => [key, state(key)])) as TagStates;
}

export const tagsIn = (states: TagStates, wanted: TagState): CostTag[] => COST_TAGS.filter((key) => states[key] === wanted);

/** When it is worth looking again: after {@link TAG_HOURS}. */
export const lookAgain = (now: Date): Date => new Date(now.getTime() + TAG_HOURS * 3_600_000);

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_StartCostAllocationTagBackfill.html */
const MOST_MONTHS = 12;

/**
 * The instant that a backfill from this month begins at; undefined when AWS would refuse it: in the future, or more than twelve months ago.
 * @param month `YYYY-MM`
 */
export function backfillFrom(month: string, now: Date): string | undefined {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined) return undefined;
  const ago = (now.getUTCFullYear() - Number(year)) * 12 + now.getUTCMonth() + 1 - Number(number);
  return ago >= 0 && ago <= MOST_MONTHS ? `${month}-01T00:00:00Z` : undefined;
}
