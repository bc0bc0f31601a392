/** What fair use would propose, for a look: nothing is noted. */
import { tableOf } from '../../domain/usage/aggregate';
import type { Engine } from '../../domain/usage/engine';
import { findUnfair } from '../../domain/usage/fair-use/find';
import type { Finding } from '../../domain/usage/fair-use/propose';
import type { FairUseSettings } from '../../domain/usage/fair-use/settings';
import { findTable } from '../../domain/usage/report/input';
import type { Needed } from '../../domain/usage/report/needed';
import { tableQuery } from '../../domain/usage/sql/tables';
import type { UsageTable } from '../../domain/usage/tables';

interface Looked {
  readonly needed: readonly Needed[];
  /** Those that the report has made. */
  readonly tables: readonly UsageTable[];
  /** Days that have lines. */
  readonly folders: readonly string[];
  readonly settings: FairUseSettings;
}

/** As the daily job does it: of the newest day with lines, and of the newest week. */
export async function unfairUse(engine: Engine, { needed, tables, folders, settings }: Looked): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const kind of ['week', 'day'] as const) {
    const newest = needed
      .map(({ period }) => period)
      .filter((period) => period.kind === kind && folders.some((day) => day >= period.from && day <= period.until))
      .sort((a, b) => (a.from < b.from ? 1 : -1))[0];
    if (!newest) continue;
    // Of days the report has made it.
    const tiers =
      findTable(tables, 'tiers', newest.name) ??
      tableOf('tiers', newest.name, await engine.select(tableQuery('tiers', newest, engine.staged)));
    found.push(...(await findUnfair(engine, { ...newest, kind }, tiers, settings)));
  }
  return found;
}
