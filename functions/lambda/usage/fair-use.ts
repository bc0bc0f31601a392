/** Once the tables of a day or a week are there: who drew more than is fair, and what is proposed or done about it. */
import { ACCESS_PROJECT, MOST_SUBJECTS } from '../../../domain/contracts/access';
import { commandKey } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { FAIR_USE_KEY } from '../../../domain/contracts/usage';
import { OWN } from '../../../domain/records/ledger';
import { parse } from '../../../domain/usage/aggregate';
import type { Engine } from '../../../domain/usage/engine';
import { entriesOf } from '../../../domain/usage/fair-use/entries';
import { type FairUsePeriod, findUnfair } from '../../../domain/usage/fair-use/find';
import type { Finding } from '../../../domain/usage/fair-use/propose';
import { fairUseObject } from '../../../domain/usage/fair-use/public';
import type { FairUseSettings } from '../../../domain/usage/fair-use/settings';
import { AUTOMATIC, type FairUseState, NO_PROPOSALS, type Proposal, withFindings } from '../../../domain/usage/fair-use/state';
import { madeOnce } from '../../../domain/usage/schedule';
import { type Period, tableKey } from '../../../domain/usage/tables';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import type { Clock, ObjectStore } from '../../shared/ports';
import { publicWrite } from '../../shared/public-write';
import { ifStill, untilUndisturbed } from '../../shared/retry';

export interface FairUse {
  readonly engine: Engine;
  readonly usage: ObjectStore;
  readonly packages: Pick<ObjectStore, 'put'>;
  /** Where the intake takes commands from. */
  readonly staging: Pick<ObjectStore, 'put'>;
  readonly settings: FairUseSettings;
  readonly clock: Clock;
}

/** Repeated, it changes nothing. @param made periods whose tables are new @param today `YYYY-MM-DD` */
export async function runFairUse(run: FairUse, made: readonly Period[], today: string): Promise<void> {
  const week = newestOf('week', [...made, ...(await overlookedWeek(run, today))]);
  const day = newestOf('day', made);
  const ofWeek = week && (await foundIn(run, { ...week, kind: 'week' }));
  const ofDay = day && (await foundIn(run, { ...day, kind: 'day' }));
  const state = await noted(run, [...(ofWeek ?? []), ...(ofDay ?? [])], ofWeek && week.name);
  for (const proposal of state.proposals.filter(({ status, by }) => status === 'applied' && by === AUTOMATIC))
    await order(run, proposal);
  const document = fairUseObject(state, run.settings, run.clock());
  await run.packages.put(document.key, publicWrite(document));
}

const newestOf = (kind: Period['kind'], periods: readonly Period[]): Period | undefined =>
  periods.filter((period) => period.kind === kind).sort((a, b) => (a.from < b.from ? 1 : -1))[0];

/** The last week, when a run has made its tables and could not look who drew most. */
async function overlookedWeek({ usage }: FairUse, today: string): Promise<Period[]> {
  const { week = '' } = (await getJson<FairUseState>(usage, FAIR_USE_KEY))?.value ?? NO_PROPOSALS;
  return madeOnce(today).filter(({ kind, name }) => kind === 'week' && name > week);
}

/** Undefined when the period has no tables: nothing was served, or they could not be made. */
async function foundIn({ engine, usage, settings }: FairUse, period: FairUsePeriod): Promise<Finding[] | undefined> {
  const stored = await usage.get(tableKey('tiers', period.name));
  return stored && findUnfair(engine, period, parse(stored.body.toString()), settings);
}

const noted = ({ usage, settings, clock }: FairUse, found: readonly Finding[], week: string | undefined): Promise<FairUseState> =>
  untilUndisturbed(FAIR_USE_KEY, async () => {
    const stored = await getJson<FairUseState>(usage, FAIR_USE_KEY);
    const before = stored?.value ?? NO_PROPOSALS;
    const next = { ...before, ...withFindings(before, found, settings, clock()), ...(week !== undefined && { week }) };
    if (JSON.stringify(next) === JSON.stringify(stored?.value)) return next;
    const write = { body: toJson(next), contentType: JSON_TYPE, when: ifStill(stored) };
    return (await usage.put(FAIR_USE_KEY, write)) === 'stored' ? next : undefined;
  });

/** Asks the intake as an operator would. The name follows from what is asked, so it is asked once for each end. */
async function order({ staging }: FairUse, proposal: Proposal): Promise<void> {
  for (const [i, entries] of entriesOf(proposal).entries()) {
    const upload = `command-${proposal.id}-${proposal.until.slice(0, 10).replaceAll('-', '')}-${i * MOST_SUBJECTS}`;
    const command: Command = {
      schema: 1,
      action: 'access-block',
      ecosystem: OWN,
      project: ACCESS_PROJECT,
      ...entries,
      by: AUTOMATIC,
    };
    const key = commandKey({ ecosystem: OWN, project: ACCESS_PROJECT, upload });
    await staging.put(key, { body: toJson(command), contentType: JSON_TYPE, when: 'absent' });
  }
}
