/** The rhythm of the month, day by day. */

import { OTHER } from '../k-anonymity';
import { daysOf } from '../period';
import { cellsOf, type Part, roundingFor } from './cells';
import { kOf } from './drawn';
import { findTable, type ReportInput, recordsOf, rowsOf, totalOf, type UsageRecord } from './input';
import { addressesOf } from './totals';
import type { Column, ReportTable } from './types';

const DAY: Column = { name: 'day', title: 'Day (UTC)' };
const COUNTED = ['requests', 'bytes', 'downloads', 'limited', 'refused'] as const;

/** Days with fewer than k addresses are left out: a day is a cell too. */
export function dayTable(input: ReportInput): ReportTable {
  return {
    title: 'By day',
    about: 'Days, in UTC. Rounded, and left out with too few addresses; so they do not add up to the totals.',
    columns: [
      DAY,
      { name: 'requests', title: 'Requests', unit: 'requests' },
      { name: 'bytes', title: 'Bytes', unit: 'bytes' },
      { name: 'downloads', title: 'Downloads', unit: 'downloads' },
      { name: 'limited', title: 'Above a limit', unit: 'requests' },
      { name: 'refused', title: 'Refused', unit: 'requests' },
    ],
    rows: daysOf(input.period).flatMap((day) => {
      const hours = ofDay(input, 'hours', day);
      if (!hours || addressesOf(ofDay(input, 'concentration', day) ?? []) < kOf(input)) return [];
      return [
        { day, ...Object.fromEntries(COUNTED.map((measure) => [measure, roundingFor(kOf(input))(totalOf(hours, measure))])) },
      ];
    }),
  };
}

/**
 * Bytes of each day by tier. A tier is in it only when each of its days has at least k addresses: else the month less the days that are
 * shown would tell of the day that is not.
 */
export function tierDayTable(input: ReportInput): ReportTable {
  const days = daysOf(input.period).map((day) => ({ day, rows: ofDay(input, 'tiers', day) ?? [] }));
  const shown = shownTiers(
    input,
    days.map(({ rows }) => rows),
  );
  return {
    title: 'Bytes by day and tier',
    about: `Tiers with too few addresses on any day are ${OTHER} on all days.`,
    columns: [DAY, { name: 'tier', title: 'Tier' }, { name: 'bytes', title: 'Bytes', unit: 'bytes' }],
    rows: days.flatMap(({ day, rows }) =>
      cellsOf(partsOf(rows, shown), 'bytes', kOf(input)).map(({ key, values }) => ({ day, tier: key, bytes: values.bytes ?? 0 })),
    ),
  };
}

/** The rhythm of a day: all days of the period by their hour. */
export function hourTable(input: ReportInput): ReportTable {
  const parts = rowsOf(input.tables, 'hours', input.period.name).map(({ hour, addresses, requests, bytes }) => ({
    key: String(hour).padStart(2, '0'),
    addresses: Number(addresses),
    values: { requests: Number(requests), bytes: Number(bytes) },
  }));
  return {
    title: 'By hour of the day',
    about: 'All days of the period together, in UTC.',
    columns: [
      { name: 'hour', title: 'Hour (UTC)' },
      { name: 'requests', title: 'Requests', unit: 'requests' },
      { name: 'bytes', title: 'Bytes', unit: 'bytes' },
    ],
    rows: cellsOf(parts, 'bytes', kOf(input))
      .map(({ key: hour, values }) => ({ hour, requests: values.requests ?? 0, bytes: values.bytes ?? 0 }))
      .sort((a, b) => (a.hour < b.hour ? -1 : 1)),
  };
}

const ofDay = ({ tables }: ReportInput, name: 'hours' | 'tiers' | 'concentration', day: string): UsageRecord[] | undefined => {
  const found = findTable(tables, name, day);
  return found && recordsOf(found);
};

function shownTiers(input: ReportInput, days: readonly (readonly UsageRecord[])[]): ReadonlySet<string> {
  const tiers = new Set(days.flat().map(({ tier }) => String(tier)));
  const enough = (rows: readonly UsageRecord[], tier: string): boolean => {
    const addresses = rows.filter((row) => row.tier === tier).map((row) => Number(row.addresses));
    return addresses.length > 0 && Math.max(...addresses) >= kOf(input);
  };
  const busy = days.filter((rows) => rows.length > 0);
  return new Set([...tiers].filter((tier) => busy.every((rows) => enough(rows, tier))));
}

const partsOf = (rows: readonly UsageRecord[], shown: ReadonlySet<string>): Part[] =>
  rows.map(({ tier, addresses, bytes }) => ({
    key: shown.has(String(tier)) ? String(tier) : OTHER,
    addresses: Number(addresses),
    values: { bytes: Number(bytes) },
  }));
