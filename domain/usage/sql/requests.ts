/** The lines of one period. */
import { groupBy } from '../../group-by';
import { addDays, daysOf } from '../period';
import type { Period } from '../tables';
import { LINES } from './lines';
import { text } from './text';

/**
 * Rows of `lines` of a period. The partitions are named with literals, or Athena reads them all. With `around` those of the days before
 * and after are read too: lines come up to a day late, and a request at midnight may be filed under the hour in which it began.
 */
export const requestsOf = (period: Period, around: 0 | 1): string =>
  `SELECT *, greatest(second - ${Date.parse(period.from) / 1000}, 0) AS period_second FROM lines WHERE (${partitions(period, around)}) AND day BETWEEN ${text(period.from)} AND ${text(period.until)}`;

/** One condition for each month that is touched; a month of which all days are read names none. */
function partitions({ from, until }: Period, around: 0 | 1): string {
  const days = daysOf({ from: addDays(from, -around), until: addDays(until, around) });
  return [...groupBy(days, (day) => day.slice(0, 7))]
    .map(([month, some]) => {
      const [year, number] = month.split('-') as [string, string];
      return `(year = ${text(year)} AND month = ${text(number)} AND month_day IN (${some.map((day) => text(day.slice(8))).join(', ')}))`;
    })
    .join(' OR ');
}

/**
 * What a query over `requests` begins with. Where every query reads the files anew, and pays for it, each line lies in the folder of its
 * day: the daily job has sorted them before.
 * @param staged whether the engine has a table `lines` already
 */
export const withRequests = (period: Period, staged: boolean): string =>
  `WITH ${staged ? '' : `lines AS (${LINES}\n), `}requests AS (${requestsOf(period, staged ? 1 : 0)}\n)`;
