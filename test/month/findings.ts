/** What a simulated month has to show, and what it did. */
import { floored } from '../../domain/usage/report/cells';
import { recordsOf, totalOf } from '../../domain/usage/report/input';
import type { TransparencyReport } from '../../domain/usage/report/types';
import type { UsageTable } from '../../domain/usage/tables';
import type { TrueClass } from './kinds';
import { found, secretsOf } from './leaks';
import type { Month } from './month';

export interface Finding {
  readonly expected: string;
  readonly saw: string;
  readonly holds: boolean;
}

export interface Outcome {
  readonly month: Month;
  readonly tables: readonly UsageTable[];
  readonly report: TransparencyReport;
  /** Everything that is published. */
  readonly texts: readonly string[];
}

/** Percent of all requests and of all bytes: what they are, and what the rules make of them. */
export interface ClassShare {
  readonly class: TrueClass;
  readonly requests: readonly [true_: number, told: number];
  readonly bytes: readonly [true_: number, told: number];
}

const CLASSES: readonly TrueClass[] = ['ci', 'human', 'mirror', 'agent', 'scanner', 'unknown'];

export function classShares({ month, tables }: Outcome): readonly ClassShare[] {
  const all = month.truth.of('all', '');
  const rows = recordsOf(tables.find(({ table, period }) => table === 'tiers' && period === '2026-10')!);
  const shares = (name: TrueClass, measure: 'requests' | 'bytes'): readonly [number, number] => {
    const told = rows.filter((row) => row.class === name).reduce((sum, row) => sum + Number(row[measure]), 0);
    return [(100 * month.truth.of('classes', name)[measure]) / all[measure], (100 * told) / all[measure]];
  };
  return CLASSES.map((name) => ({ class: name, requests: shares(name, 'requests'), bytes: shares(name, 'bytes') }));
}

export const findings = (outcome: Outcome): readonly Finding[] => [
  ...totals(outcome),
  days(outcome),
  ...repeats(outcome),
  classes(outcome),
  concentration(outcome),
  leaks(outcome),
];

function totals({ month, report }: Outcome): Finding[] {
  const all = month.truth.of('all', '');
  const expected = {
    requests: all.requests,
    bytes: all.bytes,
    downloads: all.downloads,
    refused: all.refused,
    addresses: floored(month.truth.addresses('all', '')),
  };
  return Object.entries(expected).map(([name, value]) => {
    const told = report.figures[name]!.value;
    return {
      expected: `the report's ${name} are ${value.toLocaleString('en')}`,
      saw: String(told?.toLocaleString('en')),
      holds: told === value,
    };
  });
}

function days({ month, report }: Outcome): Finding {
  const rows = report.tables.days!.rows;
  const right = rows.filter(({ day, requests, bytes }) => {
    const truth = month.truth.of('days', String(day));
    return requests === floored(truth.requests) && bytes === floored(truth.bytes);
  });
  return {
    expected: 'each of 31 days is what happened, rounded down',
    saw: `${right.length} of ${rows.length}`,
    holds: rows.length === 31 && right.length === 31,
  };
}

/** Weeks that end in the month, with the days on which they began. */
const WEEKS = { '2026-W40': '2026-09-28', '2026-W41': '2026-10-05', '2026-W42': '2026-10-12', '2026-W43': '2026-10-19' };

function repeats({ month, tables, report }: Outcome): Finding[] {
  const weeks = Object.values(WEEKS).map((monday) => month.truth.of('weeks', monday));
  const all = (measure: 'downloads' | 'repeats'): number => weeks.reduce((sum, week) => sum + week[measure], 0);
  const percent = Math.floor((1000 * all('repeats')) / all('downloads') + 1e-9) / 10;
  const told = report.figures.repeatsPercent!.value;
  const ofHolders = recordsOf(tables.find(({ table, period }) => table === 'tiers' && period === '2026-10')!);
  const holders = month.truth.keys('tiers').filter((key) => key !== 'anonymous/-');
  const right = holders.filter((key) => {
    const rows = ofHolders.filter(({ tier, holder }) => `${tier}/${holder}` === key);
    const { downloads, repeats: repeated } = month.truth.of('tiers', key);
    return totalOf(rows, 'downloads') === downloads && totalOf(rows, 'repeats') === repeated;
  });
  return [
    {
      expected: `of the downloads of a week, its network had had ${percent} % in that week`,
      saw: `${told} %`,
      holds: told === percent,
    },
    {
      expected: `downloads and repeats of each of ${holders.length} holders of tokens are what happened`,
      saw: `${right.length} of ${holders.length}`,
      holds: right.length === holders.length,
    },
  ];
}

function classes(outcome: Outcome): Finding {
  const off = classShares(outcome)
    .flatMap(({ requests, bytes }) => [requests, bytes])
    .map(([true_, told]) => Math.abs(true_ - told));
  const worst = Math.max(...off);
  return {
    expected: 'classes are told within 1 % of all requests and of all bytes',
    saw: `at most ${worst.toFixed(2)} % off`,
    holds: worst < 1,
  };
}

function concentration({ report }: Outcome): Finding {
  const row = report.tables.concentration!.rows.find(({ addressesPercent }) => addressesPercent === 1);
  const percent = Number(row?.bytesPercent);
  return {
    expected: '1 % of the addresses draw 82 % of the bytes (within 2 points)',
    saw: `${percent} %`,
    holds: Math.abs(percent - 82) <= 2,
  };
}

function leaks({ month, texts }: Outcome): Finding {
  const secrets = secretsOf(month);
  const leaked = found(secrets, texts);
  return {
    expected: `none of ${secrets.length.toLocaleString('en')} addresses, ranges, tokens, rare user agents and mistyped paths is in what is published`,
    saw: `${leaked.length} found in ${texts.length.toLocaleString('en')} documents`,
    holds: leaked.length === 0,
  };
}
