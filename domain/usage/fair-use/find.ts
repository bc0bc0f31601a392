/** Who drew more than is fair in a day or a week. */
import type { Engine } from '../engine';
import { type Period, TABLES, type UsageTable } from '../tables';
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
  const served = { period: period.name, kind: period.kind, bytes: sumOf(tiers, 'bytes') };
  const share = fairShare(settings, served);
  if (served.bytes <= share.bytes && sumOf(tiers, 'downloads') <= share.repeats) return [];
  return findings(await drawersOf(engine, period, { tiers, served, settings }), served, settings);
}

const sumOf = ({ rows }: UsageTable, measure: 'bytes' | 'downloads'): number =>
  rows.reduce((sum, row) => sum + Number(row[TABLES.tiers.keys.length + TABLES.tiers.measures.indexOf(measure)]), 0);
