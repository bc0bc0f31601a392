/** What is published of a month beside its account: public statistics, and the private pages of holders. */
import { FAIR_USE_KEY } from '../../domain/contracts/usage';
import type { PublicObject } from '../../domain/packages/ecosystem';
import { parse } from '../../domain/usage/aggregate';
import type { FairUseState } from '../../domain/usage/fair-use/state';
import { holderUsageObjects } from '../../domain/usage/partner/objects';
import { earlierMonths, recentMonths } from '../../domain/usage/report/needed';
import { reportKey } from '../../domain/usage/report/publish';
import type { TransparencyReport } from '../../domain/usage/report/types';
import { HISTORY_MONTHS, statsObjects } from '../../domain/usage/stats/objects';
import { type Period, tableKey, type UsageTable } from '../../domain/usage/tables';
import type { RegistryConfig } from '../config';
import { type Find, type Keeping, keptTable } from './report-kept';
import type { UsageRegistry, World } from './world';

export interface CountedMonth {
  readonly options: Keeping & { readonly k: number };
  readonly config: RegistryConfig;
  readonly period: Period;
  readonly registry: UsageRegistry | undefined;
  readonly tables: readonly UsageTable[];
}

/** With the other months that are published, so that pointers stay at the newest. */
export async function statistics(
  { options, config, period, registry, tables }: CountedMonth,
  found: Find,
  world: World,
): Promise<PublicObject[]> {
  const months = [{ month: period.name, tables }];
  for (const { name } of recentMonths(world.clock().toISOString().slice(0, 10), HISTORY_MONTHS)) {
    if (name === period.name || !(await found(reportKey(name)))) continue;
    const stored = await Promise.all(
      (['hours', 'files'] as const).map((table) => keptTable(options, registry, tableKey(table, name))),
    );
    const kept = stored.filter((bytes) => bytes !== undefined).map((bytes) => parse(bytes.toString()));
    if (kept.length === stored.length) months.push({ month: name, tables: kept });
  }
  return statsObjects({ registry: config.registry, month: period.name, months, k: options.k });
}

export async function holderPages(
  { options, config, period, registry, tables }: CountedMonth,
  made: TransparencyReport,
  found: Find,
): Promise<PublicObject[]> {
  const earlier = earlierMonths(period).map(({ name }) => name);
  const reports = await Promise.all(earlier.map((name) => found<TransparencyReport>(reportKey(name))));
  const kept = await Promise.all(earlier.map((name) => keptTable(options, registry, tableKey('tiers', name))));
  const fairUse = await registry?.findTable(FAIR_USE_KEY);
  return holderUsageObjects({
    registry: config.registry,
    contact: config.ownerEmail,
    month: period,
    until: made.preliminary ? made.published : period.until,
    tables: [...tables, ...kept.flatMap((bytes) => (bytes ? [parse(bytes.toString())] : []))],
    reports: [made, ...reports.filter((one) => one !== undefined)],
    contributions: config.contributions,
    proposals: fairUse ? (JSON.parse(fairUse.toString()) as FairUseState).proposals : [],
  });
}
