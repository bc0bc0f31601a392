/** Who drew more than is fair in a day or a week. */
import type { Engine } from '../engine';
import { recordsOf, totalOf } from '../report/input';
import type { Period, UsageTable } from '../tables';
import type { Served } from './drawer';
import { drawersOf } from './drawers';
import { type Finding, findings } from './propose';
import { type FairUseSettings, fairShare } from './settings';

export interface FairUsePeriod extends Period {
  readonly kind: Served['kind'];
}

/** @param tiers table of the period. Where all together have drawn less than the fair share of one, the engine is not asked. */
export async function findUnfair(
  engine: Engine,
  period: FairUsePeriod,
  tiers: UsageTable,
  settings: FairUseSettings,
): Promise<Finding[]> {
  const records = recordsOf(tiers);
  const served = { period: period.name, kind: period.kind, bytes: totalOf(records, 'bytes') };
  const share = fairShare(settings, served);
  if (served.bytes <= share.bytes && totalOf(records, 'downloads') <= share.repeats) return [];
  return findings(await drawersOf(engine, period, { tiers, served, settings }), served, settings);
}
