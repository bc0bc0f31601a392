/** The private page of each holder, every morning: the month so far, and those before it. */
import { FAIR_USE_KEY } from '../../../domain/contracts/usage';
import type { FairUseState } from '../../../domain/usage/fair-use/state';
import { holderUsageObjects } from '../../../domain/usage/partner/objects';
import { addDays, daysOf, periodOf } from '../../../domain/usage/period';
import { earlierMonths } from '../../../domain/usage/report/needed';
import { reportKey } from '../../../domain/usage/report/publish';
import type { TransparencyReport } from '../../../domain/usage/report/types';
import { tableKey } from '../../../domain/usage/tables';
import { publicWrite } from '../../shared/public-write';
import { type Reporting, read, tablesAt } from './publish-report';

/** @param today `YYYY-MM-DD`; the day before is the last one that is told of */
export async function publishHolders({ usage, packages, file }: Reporting, today: string): Promise<void> {
  const until = addDays(today, -1);
  const month = periodOf('month', until);
  const months = earlierMonths(month);
  const reports = await Promise.all(months.map(({ name }) => read<TransparencyReport>(packages, reportKey(name))));
  const days = daysOf({ from: month.from, until }).flatMap((day) => [tableKey('tiers', day), tableKey('holder_projects', day)]);
  const fairUse = await read<FairUseState>(usage, FAIR_USE_KEY);
  const objects = holderUsageObjects({
    registry: file.registry,
    contact: file.contact,
    month,
    until,
    tables: await tablesAt(usage, [...days, ...months.map(({ name }) => tableKey('tiers', name))]),
    reports: reports.filter((report) => report !== undefined),
    contributions: file.contributions,
    proposals: fairUse?.proposals ?? [],
  });
  for (const object of objects) await packages.put(object.key, publicWrite(object));
}
