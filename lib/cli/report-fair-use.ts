/** What fair use would propose, for a look: nothing is noted. */
import { tableOf } from '../../domain/usage/aggregate';
import type { Engine } from '../../domain/usage/engine';
import { findUnfair } from '../../domain/usage/fair-use/find';
import type { Finding } from '../../domain/usage/fair-use/propose';
import type { FairUseSettings } from '../../domain/usage/fair-use/settings';
import type { Needed } from '../../domain/usage/report/needed';
import { tableQuery } from '../../domain/usage/sql/tables';

/** As the daily job does it: of the newest day with lines, and of the newest week. */
export async function unfairUse(
  engine: Engine,
  { needed, folders, settings }: { needed: readonly Needed[]; folders: readonly string[]; settings: FairUseSettings },
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const kind of ['week', 'day'] as const) {
    const newest = needed
      .map(({ period }) => period)
      .filter((period) => period.kind === kind && folders.some((day) => day >= period.from && day <= period.until))
      .sort((a, b) => (a.from < b.from ? 1 : -1))[0];
    if (!newest) continue;
    const tiers = tableOf('tiers', newest.name, await engine.select(tableQuery('tiers', newest, engine.staged)));
    found.push(...(await findUnfair(engine, { ...newest, kind }, tiers, settings)));
  }
  return found;
}
