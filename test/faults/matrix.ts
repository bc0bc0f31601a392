/** Every call of every scenario, with everything that can go wrong with it. */
import { callsOf, faultsOf, runWith } from './faults';
import { Observer } from './observer';
import { copyOf } from './registry';
import { History, type Scenario } from './scenarios';
import { decisionsIn, differences, stateOf } from './state';

/** How many runs a scenario takes, by the kind of call that fails. */
type Tally = Readonly<Record<string, number>>;

/** What was made to go wrong, to be read by reviewers: a call that is new shows in a snapshot. */
export const listOf = (tally: Tally): string =>
  Object.entries(tally)
    .map(([name, runs]) => `${name} ${runs / faultsOf(name).length}`)
    .sort()
    .join(', ');

/** @returns what was run */
export async function tryEverything({ prepare, deployment }: Scenario): Promise<Tally> {
  const history = new History(deployment);
  const message = await prepare(history);
  const observer = new Observer(history.known, history.registry, message.deployment.filesUrls !== undefined);
  const watch = (registry: typeof history.registry, seen: string[]) => (name: string) => {
    seen.push(...observer.see(registry, name).map((sentence) => `After ${name}: ${sentence}`));
  };

  const good = copyOf(history.registry);
  const seen: string[] = [];
  const calls = await callsOf(good, message, watch(good, seen));
  expect([calls.length > 0, seen]).toEqual([true, []]);
  const [state, decisions] = [stateOf(good), decisionsIn(good)];

  const tally: Record<string, number> = {};
  const wrong: string[] = [];
  for (const [i, name] of calls.entries()) {
    for (const fault of faultsOf(name)) {
      const registry = copyOf(history.registry);
      const sights: string[] = [];
      const error = await runWith(fault, i + 1, registry, message, watch(registry, sights)).catch(String);
      const differing = differences(stateOf(registry), state);
      const found = [...new Set([...(error === undefined ? [] : [error]), ...sights, ...differing])];
      wrong.push(...found.map((sentence) => `Call ${i + 1}, ${name}, ${fault}: ${sentence}`));
      if (differing.length > 0) expect([name, fault, decisionsIn(registry)]).toEqual([name, fault, decisions]);
      tally[name] = (tally[name] ?? 0) + 1;
    }
  }
  expect(wrong).toEqual([]);
  return tally;
}
