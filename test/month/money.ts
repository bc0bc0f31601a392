/** What the report says of money is what follows from what happened, at the price list's numbers as they stand there. */
import type { HolderUsage } from '../../domain/usage/partner/usage';
import type { CostInput } from '../../domain/usage/report/input';
import { TABLES, type UsageTable } from '../../domain/usage/tables';
import { SAMPLE_TRAFFIC, sampleTemplate } from '../domain/cost/sample-template';
import { holderObjectsOf, reportOfMonth } from './published';
import { OCTOBER, type SmallMonth } from './small-month';
import type { Sums } from './truth';

/** As if each request had been made so often: such a month draws more than is free of charge, and from no region more than 10 TB. */
const TIMES = 500;
const COST: CostInput = { templates: [sampleTemplate()], planned: SAMPLE_TRAFFIC };
/** All agree to be named, so that every tier has a row of its own. */
const GIVEN = { 'community/uni-example': 0, 'supporter/acme': 100, 'commercial/initech': 80, 'supporter/lapsed': 0 };
const CREDITS_USD = 40;
const GB = 2 ** 30;
const [USD_A_GB, FREE_GB] = [0.085, 1024];
const WAF_USD = { acl: 5, rule: 1, rules: 6, million: 0.6 };
/** Inspection, requests of viewers half in America and half in Europe, the edge function; and with its look-ups and what the origin is asked. */
const [LEAST_USD_A_MILLION, MOST_USD_A_MILLION] = [0.6 + (1 + 1.2) / 2 + 0.1, 2.2];

export function moneyTests(month: () => SmallMonth): void {
  const tables = () => month().tables.map(manifold);
  const report = () =>
    reportOfMonth(tables(), OCTOBER, {
      cost: COST,
      contributions: [
        ...Object.entries(GIVEN).map(([name, monthlyUsd]) => {
          const [tier, holder] = name.split('/') as [string, string];
          return { tier, holder, monthlyUsd, public: true };
        }),
        { from: 'A cloud', kind: 'credits', monthlyUsd: CREDITS_USD },
      ],
    });
  const figure = (name: string): number => report().figures[name]!.value!;
  const happened = (set: 'all' | 'tiers', key: string): Pick<Sums, 'requests' | 'bytes' | 'downloads'> => {
    const { requests, bytes, downloads } = month().truth.of(set, key);
    return { requests: requests * TIMES, bytes: bytes * TIMES, downloads: downloads * TIMES };
  };
  const gigabytes = () => happened('all', '').bytes / GB;
  /** In proportion to bytes and requests, each at what they cost; the rest as those two. */
  const shareOf = (keys: readonly string[]): number => {
    const { requests, bytes } = happened('all', '');
    const [bytesUsd, requestsUsd] = [figure('bytesUsd'), figure('requestsUsd')];
    const own = keys
      .map((key) => happened('tiers', key))
      .reduce((sum, use) => sum + (bytesUsd * use.bytes) / bytes + (requestsUsd * use.requests) / requests, 0);
    return (figure('estimatedUsd') * own) / (bytesUsd + requestsUsd);
  };

  test('bytes cost what the price list asks for those above the free ones', () => {
    expect(figure('bytesUsd')).toBeCloseTo(USD_A_GB * (gigabytes() - FREE_GB), 1);
    expect(figure('bytesUsd')).toBeGreaterThan(200);
  });

  test('components and causes add up to the estimate, and inspection costs what was inspected', () => {
    const components = report().tables.cost!.rows;
    const sum = components.reduce((all, { estimatedUsd }) => all + Number(estimatedUsd), 0);
    expect(Math.abs(sum - figure('estimatedUsd'))).toBeLessThan(0.01 * components.length);
    expect(figure('bytesUsd') + figure('requestsUsd') + figure('restUsd')).toBeCloseTo(figure('estimatedUsd'), 1);
    const tiers = components.find(({ component }) => component === 'tiers');
    const { acl, rule, rules, million } = WAF_USD;
    expect(tiers!.estimatedUsd).toBeCloseTo(acl + rule * rules + (million * happened('all', '').requests) / 1e6, 1);
  });

  test('a million installs cost the estimate by the millions that were installed', () => {
    const millions = happened('all', '').downloads / 1e6;
    expect(Math.abs(figure('estimatedUsdPerMillion') - figure('estimatedUsd') / millions)).toBeLessThan(0.01);
  });

  test('the fair shares of the tiers are in proportion to what was drawn, never more, and add up to the estimate', () => {
    const { rows } = report().tables.tiers!;
    const tiers = [
      ...new Set(
        month()
          .truth.keys('tiers')
          .map((key) => key.split('/')[0]!),
      ),
    ];
    expect(rows.map(({ tier }) => tier).sort()).toEqual(tiers.sort());
    for (const { tier, fairShareUsd } of rows) {
      const exact = shareOf(
        month()
          .truth.keys('tiers')
          .filter((key) => key.startsWith(`${String(tier)}/`)),
      );
      // Cells are rounded down to three digits, which takes up to one percent.
      expect([tier, Number(fairShareUsd) <= exact + 0.01, Number(fairShareUsd) >= 0.99 * exact - 0.01]).toEqual([
        tier,
        true,
        true,
      ]);
    }
    const sum = rows.reduce((all, { fairShareUsd }) => all + Number(fairShareUsd), 0);
    expect(sum / figure('estimatedUsd')).toBeGreaterThan(0.99);
    expect(sum).toBeLessThan(figure('estimatedUsd') + 0.01 * rows.length);
  });

  test('what is given stands beside the fair share', () => {
    const rows = report().tables.holders!.rows.filter(({ contributedUsd }) => Number(contributedUsd) > 0);
    expect(rows.map(({ holder, contributedUsd }) => [holder, contributedUsd]).sort()).toEqual([
      ['acme (supporter)', 100],
      ['initech (commercial)', 80],
    ]);
    for (const { contributedUsd, fairShareUsd, balanceUsd } of rows)
      expect(balanceUsd).toBeCloseTo(Number(contributedUsd) - Number(fairShareUsd), 9);
  });

  test('the shares on the pages of all holders and of those without a token are the estimate, to the cent', () => {
    const shares = holderObjectsOf(report(), tables())
      .filter(({ key }) => key.endsWith('usage.json'))
      .map(({ body }) => JSON.parse(body.toString()) as HolderUsage)
      .map(({ tier, holder, figures }) => [`${tier}/${holder}`, figures.fairShareUsd!.value!] as const);
    expect(shares.length).toBeGreaterThan(2);
    for (const [key, share] of shares) expect([key, Math.abs(share - shareOf([key])) < 0.011]).toEqual([key, true]);
    const sum = shares.reduce((all, [, share]) => all + share, shareOf(['anonymous/-']));
    expect(Math.abs(sum - figure('estimatedUsd'))).toBeLessThan(0.01 * shares.length);
  });

  test('waste is what the repeats of its weeks cost, by bytes and by requests', () => {
    const weeks = ['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19'].map((monday) => month().truth.of('weeks', monday));
    const share = (part: keyof Sums, whole: keyof Sums) =>
      weeks.reduce((sum, week) => sum + week[part], 0) / weeks.reduce((sum, week) => sum + week[whole], 0);
    const bytesUsd = USD_A_GB * gigabytes() * share('repeat_bytes', 'bytes');
    const millions = (happened('all', '').downloads * share('repeats', 'downloads')) / 1e6;
    const ofRequests = figure('wasteUsd') - bytesUsd;
    expect(ofRequests / millions).toBeGreaterThan(LEAST_USD_A_MILLION);
    expect(ofRequests / millions).toBeLessThan(MOST_USD_A_MILLION);
  });

  test('without donors it is the estimate, or the cheapest plan less what is given in money', () => {
    const given = Object.values(GIVEN).reduce((sum, usd) => sum + usd, 0);
    expect([figure('contributedMoneyUsd'), figure('contributedCreditsUsd')]).toEqual([given, CREDITS_USD]);
    expect(figure('donorExitUsd')).toBe(figure('estimatedUsd'));
    expect(figure('donorExitCheapestUsd')).toBeLessThan(figure('donorExitUsd'));
    expect(figure('uncoveredUsd')).toBeCloseTo(figure('donorExitCheapestUsd') - given, 9);
  });
}

function manifold({ columns, rows, ...table }: UsageTable): UsageTable {
  const { keys, measures } = TABLES[table.table];
  const isSum = columns.map((_, i) => i >= keys.length && measures[i - keys.length] !== 'addresses');
  return { ...table, columns, rows: rows.map((row) => row.map((value, i) => (isSum[i] ? Number(value) * TIMES : value))) };
}
