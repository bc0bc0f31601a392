/** `registry tags`: cost-allocation tags in the account that pays. */
import { COST_TAGS } from '../../domain/contracts/tags';
import { backfillFrom, lookAgain, TAG_HOURS, type TagStates, tagStates, tagsIn } from '../../domain/cost/tag-activation';
import { UsageError } from './failure';
import { table } from './table';
import type { CostTagStore, World } from './world';

export interface TagsOptions {
  readonly json?: boolean;
}
export interface ActivateTagsOptions extends TagsOptions {
  /** Month as `YYYY-MM` from which on past costs are to be split by what is active. */
  readonly backfill?: string;
  readonly dryRun?: boolean;
}

/** What a run did and found. */
interface Outcome {
  readonly tags: TagStates;
  /** Activated by this run. */
  readonly activated: readonly string[];
  /** What AWS refused, with its reason. */
  readonly refused: readonly { readonly key: string; readonly why: string }[];
  readonly backfill?: { readonly from: string; readonly result: 'started' | 'busy' | 'postponed' };
}

/** @returns the exit code: 0 when all six tags are active, else 1 */
export async function tagsStatus(options: TagsOptions, world: World): Promise<number> {
  const store = await world.connectCostTags();
  return report({ tags: tagStates(await store.list(COST_TAGS)), activated: [], refused: [] }, options, world);
}

/**
 * Activates what AWS lists and is not active; safe to repeat.
 * @returns the exit code: 0 when all six tags are active, else 1
 */
export async function activateTags(options: ActivateTagsOptions, world: World): Promise<number> {
  const from = options.backfill === undefined ? undefined : monthOf(options.backfill, world.clock());
  const store = await world.connectCostTags();
  const before = tagStates(await store.list(COST_TAGS));
  const wanted = tagsIn(before, 'inactive');
  if (options.dryRun) {
    world.note(`Nothing was done; would activate: ${wanted.join(', ') || 'nothing'}.`);
    return report({ tags: before, activated: [], refused: [] }, options, world);
  }
  const refused = wanted.length ? await store.activate(wanted) : [];
  const tags = wanted.length ? tagStates(await store.list(COST_TAGS)) : before;
  const activated = wanted.filter((key) => tags[key] === 'active');
  const backfill = from === undefined ? undefined : { from, result: await startBackfill(store, from, tags) };
  return report({ tags, activated, refused, ...(backfill && { backfill }) }, options, world);
}

function monthOf(month: string, now: Date): string {
  const from = backfillFrom(month, now);
  if (from !== undefined) return from;
  throw new UsageError(
    `--backfill must be a month of the last twelve, or this one, as YYYY-MM, got: '${month}'; AWS fills in no more than twelve months`,
  );
}

/** One a day is allowed, so it waits until it can do the whole work. */
const startBackfill = (store: CostTagStore, from: string, tags: TagStates): Promise<'started' | 'busy' | 'postponed'> =>
  tagsIn(tags, 'active').length === COST_TAGS.length ? store.backfill(from) : Promise.resolve('postponed');

function report(outcome: Outcome, { json }: TagsOptions, world: World): number {
  const again = lookAgain(world.clock());
  const complete = tagsIn(outcome.tags, 'active').length === COST_TAGS.length;
  world.out(
    json
      ? JSON.stringify({ schema: 1, complete, ...(!complete && { lookAgain: again.toISOString() }), ...outcome }, null, 2)
      : textOf(outcome, again),
  );
  return complete ? 0 : 1;
}

function textOf({ tags, activated, refused, backfill }: Outcome, again: Date): string {
  const [inactive, unseen] = [tagsIn(tags, 'inactive'), tagsIn(tags, 'unseen')];
  const when = `${again.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const sentences = [
    activated.length && `Activated now: ${activated.join(', ')}. Bills show them within ${TAG_HOURS} hours, from now on.`,
    ...refused.map(({ key, why }) => `AWS did not activate ${key} (${why}).`),
    inactive.length && `Not active: ${inactive.join(', ')}. Run: npx registry tags activate`,
    unseen.length &&
      `Not visible yet: ${unseen.join(', ')}. AWS lists a tag up to ${TAG_HOURS} hours after the first resource with it was deployed; come back after ${when}, and run: npx registry tags activate`,
    !inactive.length && !unseen.length && 'All six are active.',
    backfill && BACKFILL[backfill.result](backfill.from.slice(0, 7)),
  ];
  return [table(Object.entries(tags)), ...sentences.filter((line) => typeof line === 'string')].join('\n');
}

const BACKFILL = {
  started: (month: string) => `AWS now fills in costs from ${month} on, which takes up to ${TAG_HOURS} hours.`,
  busy: () => 'AWS fills in earlier costs already, or did today: it does so once a day. Ask again tomorrow.',
  postponed: () => 'No earlier costs are filled in yet: AWS does so once a day, so it is asked when all six are active.',
} as const;
