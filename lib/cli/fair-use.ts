/** `registry fair-use ...`: shows what is proposed about those who draw more than is fair, and carries it out. */
import { entriesOf } from '../../domain/usage/fair-use/entries';
import { decideOn, type FairUseState, type Proposal } from '../../domain/usage/fair-use/state';
import { changeAccess } from './access';
import type { CommandOptions } from './command';
import { CliError } from './failure';
import { proposalsText } from './fair-use-text';
import { findPlace } from './place';
import type { FairUseStore, World } from './world';

export interface FairUseOptions extends CommandOptions {
  readonly dryRun?: boolean;
}

/** @returns the exit code, 0 */
export async function listFairUse(options: FairUseOptions, world: World): Promise<number> {
  const { state } = await (await world.connectFairUse(findPlace(options))).read();
  const now = world.clock().getTime();
  const proposals = state.proposals.filter(({ until }) => Date.parse(until) > now);
  world.out(options.json ? JSON.stringify({ schema: 1, proposals }, null, 2) : proposalsText(proposals));
  return 0;
}

/**
 * Blocks the ranges of what is proposed, until the proposal's end.
 * @returns the exit code: 0 applied (or shown, for a dry run), 1 rejected
 */
export const applyFairUse = (ids: readonly string[], options: FairUseOptions, world: World): Promise<number> =>
  decide(ids, 'applied', options, world, ({ status, kind }) =>
    status !== 'forgotten' && kind !== 'holder' ? 'access-block' : undefined,
  );

/** Lets go of what is proposed or applied; it is not proposed again until its end. */
export const forgetFairUse = (ids: readonly string[], options: FairUseOptions, world: World): Promise<number> =>
  decide(ids, 'forgotten', options, world, ({ status }) => (status === 'applied' ? 'access-forget' : undefined));

type ActionOf = (proposal: Proposal) => 'access-block' | 'access-forget' | undefined;

/** The lists first: a proposal is decided when it has been carried out, so what fails in between is done by the next try. */
async function decide(
  ids: readonly string[],
  status: 'applied' | 'forgotten',
  options: FairUseOptions,
  world: World,
  actionOf: ActionOf,
): Promise<number> {
  const store = await world.connectFairUse(findPlace(options));
  const to = { status, by: options.by ?? world.user };
  const { state } = await store.read();
  decided(state, ids, to);
  for (const proposal of state.proposals.filter(({ id }) => ids.includes(id))) {
    const action = actionOf(proposal);
    if (action === undefined) continue;
    for (const { what, reason, until } of entriesOf(proposal)) {
      const end = action === 'access-block' && { until: `${until.slice(0, 19)}Z` };
      const code = await changeAccess(action, what, { ...options, reason, ...end }, world);
      if (code !== 0) return code;
    }
  }
  if (options.dryRun) return 0;
  await change(store, (known) => decided(known, ids, to));
  if (!options.json) world.out(`${status}: ${ids.join(', ')}`);
  return 0;
}

function decided(...given: Parameters<typeof decideOn>): FairUseState {
  const next = decideOn(...given);
  if (typeof next === 'string') throw new CliError(next);
  return next;
}

const MOST_TRIES = 5;

async function change(store: FairUseStore, to: (state: FairUseState) => FairUseState): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { state, revision } = await store.read();
    if (await store.write(to(state), revision)) return;
  }
  throw new CliError('Others change the proposals at the same time; the lists are as they should be. Try again in a minute.');
}
