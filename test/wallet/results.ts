/** Every run that docs/denial-of-wallet.md tells of. */
import {
  ATTACK,
  DAY,
  HOUR,
  play,
  playFlow,
  requestFlood,
  SCENARIOS,
  type ScenarioName,
  type Shipped,
  START,
  slowBurn,
} from './scenarios';
import type { Run } from './simulate';

export const NAMES = Object.keys(SCENARIOS) as ScenarioName[];
const DELAYS = [1, 2, 3, 5, 10];

export interface Results {
  /** As deployed: alarms, the brake's count of the month, and AWS Budgets. */
  readonly deployed: Readonly<Record<ScenarioName, Run>>;
  /** The same brake, which only hears AWS Budgets. */
  readonly budgetsAlone: Readonly<Record<ScenarioName, Run>>;
  /** `one network`, by minutes that CloudFront's metrics are late. */
  readonly delays: readonly { readonly minutes: number; readonly run: Run }[];
  /** Requests instead of bytes, for two hours. */
  readonly requests: Run;
  /** The slow burn, which ends after a day within the budget. */
  readonly recovery: Run;
  /** `one network`, after whose end an operator releases the brake. */
  readonly released: Run;
}

export const RELEASED_AT = ATTACK + 13 * HOUR;

export async function results(made: Shipped): Promise<Results> {
  const all = async (alarms: boolean): Promise<Results['deployed']> => {
    const runs: [ScenarioName, Run][] = [];
    for (const name of NAMES) runs.push([name, await play(name, made, { alarms })]);
    return Object.fromEntries(runs) as Results['deployed'];
  };
  const delays: Results['delays'][number][] = [];
  for (const minutes of DELAYS)
    delays.push({ minutes, run: await play('one network', made, { delayMs: minutes * 60_000, until: ATTACK + HOUR }) });
  return {
    deployed: await all(true),
    budgetsAlone: await all(false),
    delays,
    requests: await playFlow(requestFlood, made, { until: ATTACK + 3 * HOUR }),
    recovery: await playFlow(slowBurn(DAY), made, { until: START + 2 * DAY }),
    released: await play('one network', made, {
      operator: { at: RELEASED_AT, act: (brake, now) => brake.release(now) },
    }),
  };
}
