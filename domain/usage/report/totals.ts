/** The month in single numbers. They are exact: who is one of at least k people is not found in a sum over all of them. */
import { K } from '../k-anonymity';
import { roundingFor } from './cells';
import { type ReportInput, rowsOf, totalOf, type UsageRecord } from './input';
import type { Figure, TransparencyReport } from './types';

export interface Totals {
  readonly requests: number;
  readonly bytes: number;
  readonly downloads: number;
  readonly hits: number;
  readonly cacheable: number;
  readonly limited: number;
  readonly refused: number;
  readonly server_errors: number;
  /** Distinct, of the whole period. */
  readonly addresses: number;
}

const SUMMED = ['requests', 'bytes', 'downloads', 'hits', 'cacheable', 'limited', 'refused', 'server_errors'] as const;

export function totalsOf({ tables, period }: Pick<ReportInput, 'tables' | 'period'>): Totals {
  const hours = rowsOf(tables, 'hours', period.name);
  const sums = Object.fromEntries(SUMMED.map((measure) => [measure, totalOf(hours, measure)]));
  return { ...(sums as Omit<Totals, 'addresses'>), addresses: addressesOf(rowsOf(tables, 'concentration', period.name)) };
}

/** All addresses are the busiest 1,000 thousandths of them. */
export const addressesOf = (concentration: readonly UsageRecord[]): number =>
  Number(concentration.find(({ permille }) => permille === 1000)?.addresses ?? 0);

export function totalFigures(totals: Totals, { previous, delivered, k = K }: ReportInput): Record<string, Figure> {
  const { requests, bytes, downloads, hits, cacheable, limited, refused, server_errors: errors, addresses } = totals;
  return {
    downloads: { title: 'Downloads', unit: 'downloads', value: downloads, ...growth('downloads', downloads, previous) },
    bytes: { title: 'Bytes sent', unit: 'bytes', value: bytes, ...growth('bytes', bytes, previous) },
    requests: { title: 'Requests', unit: 'requests', value: requests, ...growth('requests', requests, previous) },
    downloadsGrowth: growthFigure('Growth of downloads', 'downloads', downloads, previous),
    bytesGrowth: growthFigure('Growth of bytes', 'bytes', bytes, previous),
    requestsGrowth: growthFigure('Growth of requests', 'requests', requests, previous),
    hitRatio: {
      title: 'Answered by the cache',
      unit: 'percent',
      value: percentOf(hits, cacheable),
      note: 'of the requests that a cache can answer: hits and misses',
    },
    availability: {
      title: 'Availability',
      unit: 'percent',
      value: percentOf(requests - errors, requests, 4),
      note: 'requests that were not answered 5xx, of all that arrived',
    },
    limited: { title: 'Requests above a limit', unit: 'requests', value: limited },
    refused: { title: 'Requests refused for a limit (429)', unit: 'requests', value: refused },
    addresses: {
      title: 'Addresses',
      unit: 'addresses',
      value: roundingFor(k)(addresses),
      note: 'distinct, rounded down; not people',
    },
    logCoverage: {
      title: 'Log lines, of the requests that CloudFront counted',
      unit: 'percent',
      value: delivered === undefined ? null : percentOf(requests, delivered),
      note:
        delivered === undefined
          ? 'not asked: the metric was not given'
          : 'AWS delivers logs without a promise that each line comes',
    },
  };
}

const growth = (name: string, now: number, previous: TransparencyReport | undefined): { note?: string } => {
  const { value } = growthFigure('', name, now, previous);
  return value === null ? {} : { note: `${value < 0 ? '' : '+'}${value} % against ${previous!.period}` };
};

function growthFigure(title: string, name: string, now: number, previous: TransparencyReport | undefined): Figure {
  const before = previous?.figures[name]?.value;
  if (!before) return { title, unit: 'percent', value: null, note: 'no report of the period before' };
  return { title, unit: 'percent', value: rounded((100 * (now - before)) / before, 1), note: `against ${previous.period}` };
}

/** Null of nothing. @param digits after the point */
export const percentOf = (part: number, whole: number, digits = 1): number | null =>
  whole > 0 ? rounded((100 * part) / whole, digits) : null;

/** Never up: 99.99999 % of requests is not all of them. */
export const rounded = (value: number, digits: number): number => Math.floor(value * 10 ** digits + 1e-9) / 10 ** digits;
