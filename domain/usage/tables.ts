/**
 * The small tables that usage is kept in. Nothing else leaves a query over the log: no address, no token, no whole user agent. One
 * object holds one table of one period; a re-run writes the same bytes again.
 */
import { TABLES_PREFIX } from '../contracts/usage';
import type { Row } from './engine';

/** A UTC day, an ISO week (Monday to Sunday) or a calendar month. */
export type PeriodKind = 'day' | 'week' | 'month';

export interface Period {
  readonly kind: PeriodKind;
  /** `2026-10-05`, `2026-W41` or `2026-10`. */
  readonly name: string;
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last day, included. */
  readonly until: string;
}

export interface TableShape {
  /** For which periods it is made. */
  readonly periods: readonly PeriodKind[];
  /** What a row is about; rows differ in these. All are texts but those of `numbers`. */
  readonly keys: readonly string[];
  /** Whole numbers, in the order in which they follow the keys. */
  readonly measures: readonly string[];
  /** Keys that are whole numbers. @default none */
  readonly numbers?: readonly string[];
  /**
   * Whether rows of fewer than k addresses are merged before they are stored. Not where rows name partners, or where no person is
   * behind a row. Such a table has `addresses` among its measures: distinct addresses of the period, which cannot be added up. In a
   * merged row the keys that its parts differ in are `(other)`, or -1 where they are numbers, and `addresses` is that of its largest part:
   * so many there are for certain. See `k-anonymity.ts`.
   */
  readonly merged: boolean;
}

/**
 * Words of all tables:
 * - `requests`: lines of the log; `bytes`: `sc-bytes` of them, headers included.
 * - `downloads`: GET requests of a file that were answered 200, or 206 from its first byte. A 304 is none: nothing was sent.
 * - `repeats`: downloads of a file that its group had downloaded before in the period; `repeat_bytes`: bytes of those.
 * - `hits`: served from the cache (Hit, RefreshHit); `cacheable`: hits and misses.
 * - `limited`: above a limit: refused with 429, or served and counted in evaluation; `refused`: those refused.
 * - `class`: see `domain/usage/rules.ts`; `holder`: `-` without a token.
 */
export const TABLES = {
  /** The rhythm, and all totals of a period. */
  hours: {
    periods: ['day', 'month'],
    keys: ['day', 'hour'],
    numbers: ['hour'],
    measures: [
      'requests',
      'bytes',
      'downloads',
      'hits',
      'cacheable',
      'limited',
      'refused',
      'client_errors',
      'server_errors',
      'addresses',
    ],
    merged: false,
  },
  /** Of every file that was asked for and exists; `path` has neither tier nor holder. */
  files: {
    periods: ['day', 'month'],
    keys: ['ecosystem', 'project', 'kind', 'path'],
    measures: ['requests', 'bytes', 'downloads', 'addresses'],
    merged: true,
  },
  /** Who drew it, by verified tier and holder. */
  tiers: {
    periods: ['day', 'week', 'month'],
    keys: ['tier', 'holder', 'class'],
    measures: ['requests', 'bytes', 'downloads', 'repeats', 'repeat_bytes', 'limited', 'refused', 'addresses'],
    merged: false,
  },
  /** By what program; `version` is major and minor. */
  clients: {
    periods: ['day', 'month'],
    keys: ['class', 'client', 'version'],
    measures: ['requests', 'bytes', 'downloads', 'addresses'],
    merged: true,
  },
  /** From where. `asn` is 0 and `country` `-` where unknown. */
  networks: {
    periods: ['day', 'week', 'month'],
    keys: ['asn', 'country'],
    numbers: ['asn'],
    measures: ['requests', 'bytes', 'downloads', 'repeats', 'repeat_bytes', 'addresses'],
    merged: true,
  },
  /** How it was answered. */
  answers: {
    periods: ['day', 'month'],
    keys: ['status', 'result'],
    numbers: ['status'],
    measures: ['requests', 'bytes', 'addresses'],
    merged: false,
  },
  /**
   * How unequal: bytes of the busiest share of addresses, `permille` 1, 10, 50, 100, 200, 500 and 1000. Shares of fewer than k
   * addresses, or fewer than k more than another one, are left out.
   */
  concentration: {
    periods: ['day', 'month'],
    keys: ['permille'],
    numbers: ['permille'],
    measures: ['requests', 'bytes', 'addresses'],
    merged: false,
  },
  /** What each holder draws; private to that holder. Without those who have no token. */
  holder_projects: {
    periods: ['day', 'week', 'month'],
    keys: ['tier', 'holder', 'ecosystem', 'project'],
    measures: ['requests', 'bytes', 'downloads', 'repeats', 'repeat_bytes', 'limited', 'refused'],
    merged: false,
  },
} as const satisfies Record<string, TableShape>;

export type TableName = keyof typeof TABLES;

/** A stored table. */
export interface UsageTable {
  readonly table: TableName;
  readonly period: string;
  /** Version of the rules that named classes and clients: another one is a break in the series. */
  readonly rules: string;
  /** Keys, then measures. */
  readonly columns: readonly string[];
  /** Sorted by their keys. */
  readonly rows: readonly Row[];
}

export const tableKey = (table: TableName, period: string): string => `${TABLES_PREFIX}${table}/${period}.json`;
