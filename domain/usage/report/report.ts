/** The account of a month: who drew what, what it cost, what is fair. From data to data; pages and files are made from it. */
import { adviceFor } from './advice';
import { concentrationTable } from './concentration';
import { costFigures, costTable, donorExitFigures, type MonthCost, measuredTraffic, monthCost } from './cost';
import { cutsOf } from './cuts';
import { dayTable, hourTable, tierDayTable } from './days';
import { cutTable, kOf } from './drawn';
import { brakeTable, faultTable } from './events';
import { findTable, type ReportInput, rowsOf } from './input';
import { contributionTable, givenUsd, ofHolder, ofTier, withContributions } from './money';
import { type Totals, totalFigures, totalsOf } from './totals';
import type { Figure, ReportTable, TransparencyReport } from './types';
import { repeatTable, wasteFigures } from './waste';

/**
 * The same input gives the same report. Numbers of fewer than k addresses in all are withheld altogether.
 * @throws Error naming a table of the period that is missing
 */
export function reportOf(input: ReportInput): TransparencyReport {
  const { registry, foundation, period, published, version = 1, correction, cost: costInput, ledger = null } = input;
  const totals = totalsOf(input);
  const cost = costInput && monthCost(costInput, measuredTraffic(costInput, totals, rowsOf(input.tables, 'files', period.name)));
  const enough = totals.addresses >= kOf(input);
  const usage = enough ? usageTables(input, totals, cost) : {};
  return {
    schema: 1,
    registry,
    foundation,
    period: period.name,
    from: period.from,
    until: period.until,
    version,
    published,
    ...(correction !== undefined && { correction }),
    ...(published <= period.until && { preliminary: true as const }),
    k: kOf(input),
    rules: findTable(input.tables, 'clients', period.name)?.rules ?? '-',
    figures: enough ? figuresOf(input, totals, cost) : withheld(figuresOf(input, totals, cost), input),
    tables: { ...usage, ...otherTables(input, enough ? cost : undefined) },
    ledger: ledger && { entries: ledger.entries, head: ledger.head },
    advice: adviceFor((usage.ecosystems?.rows ?? []).map(({ ecosystem }) => ecosystem)),
  };
}

function figuresOf(input: ReportInput, totals: Totals, cost: MonthCost | undefined): Record<string, Figure> {
  return {
    ...totalFigures(totals, input),
    ...costFigures(cost, input.cost, totals),
    ...wasteFigures(input, totals, cost),
    ...(cost && input.cost && donorExitFigures(cost, input.cost, givenUsd(input.contributions ?? []))),
  };
}

const withheld = (figures: Readonly<Record<string, Figure>>, input: ReportInput): Record<string, Figure> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [
      name,
      { ...figure, value: null, note: `withheld: fewer than ${kOf(input)} addresses in the whole period` },
    ]),
  );

function usageTables(input: ReportInput, totals: Totals, cost: MonthCost | undefined): Record<string, ReportTable> {
  const contributions = input.contributions ?? [];
  const { tiers, holders, ...rest } = Object.fromEntries(
    Object.entries(cutsOf(contributions)).map(([name, cut]) => [name, cutTable(input, cut, { totals, cost })]),
  );
  return {
    days: dayTable(input),
    tierDays: tierDayTable(input),
    hours: hourTable(input),
    tiers: withContributions(tiers!, ofTier(contributions)),
    holders: withContributions(holders!, ofHolder(contributions)),
    ...rest,
    concentration: concentrationTable(input, totals),
    repeats: repeatTable(input),
  };
}

const otherTables = (input: ReportInput, cost: MonthCost | undefined): Record<string, ReportTable> => ({
  ...(cost && { cost: costTable(cost, input.cost?.actual) }),
  contributions: contributionTable(input.contributions ?? []),
  brake: brakeTable(input),
  faults: faultTable(input.faults ?? []),
});
