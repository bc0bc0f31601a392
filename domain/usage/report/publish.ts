/** A report as the objects that are served below `/-/transparency/`: a month's own, which stay, and those that lead to the newest. */
import { INDEX_PREFIX } from '../../contracts/keys';
import { TRANSPARENCY_PREFIX } from '../../contracts/usage';
import type { PublicObject } from '../../packages/ecosystem';
import { correctionProblems, ReportError } from './correction';
import { figuresCsv, tableCsv } from './csv';
import { feedXml } from './feed';
import { type History, historyOf } from './history';
import { indexPage } from './index-page';
import { reportPage } from './page';
import { REPORT_SCHEMA } from './schema';
import type { TransparencyReport } from './types';

export interface PublishInput {
  readonly report: TransparencyReport;
  /** What is published of this period. @default - nothing */
  readonly before?: TransparencyReport;
  /** {@link HISTORY_KEY}. @default - nothing was published yet */
  readonly history?: History;
  /** `https://<domain>` of the registry, without a trailing slash. */
  readonly url: string;
}

export const HISTORY_KEY = `${TRANSPARENCY_PREFIX}history.json`;
export const reportKey = (period: string): string => `${TRANSPARENCY_PREFIX}${period}/report.json`;
/** A version that another one has replaced. */
export const replacedKey = (period: string, version: number): string => `${TRANSPARENCY_PREFIX}${period}/v${version}.json`;

/** A correction must be seen before a month is over; what is newest, soon. */
const MONTH = 'public, max-age=3600, s-maxage=86400, stale-if-error=604800';
const NEWEST = 'public, max-age=300, s-maxage=300, stale-if-error=86400';

/**
 * Objects in the order in which they have to be written: what leads to a report comes after it. The same report again gives the same bytes.
 * @throws ReportError when a published report would change without a reason, or by fewer people than k
 */
export function publishReport({ report, before, history, url }: PublishInput): PublicObject[] {
  if (before) checkReplacement(before, report);
  const after = historyOf(history, report);
  const newest = after.reports[0]?.period === report.period;
  return [
    ...(before && before.version < report.version ? [jsonObject(replacedKey(before.period, before.version), before, MONTH)] : []),
    ...reportObjects(report),
    ...(newest ? newestObjects(report) : []),
    jsonObject(`${TRANSPARENCY_PREFIX}schema.json`, REPORT_SCHEMA, NEWEST),
    pageObject(`${TRANSPARENCY_PREFIX}index.html`, indexPage(report.registry, after), NEWEST),
    // A path without an ending leads to the page of that folder, whatever type that is.
    object(`${TRANSPARENCY_PREFIX}feed/index.html`, feedXml(report.registry, after, url), 'application/atom+xml', NEWEST),
    jsonObject(HISTORY_KEY, after, NEWEST),
  ];
}

/** Everything that is a month's own: for a folder of files as well. */
export const reportObjects = (report: TransparencyReport): PublicObject[] => [
  jsonObject(reportKey(report.period), report, MONTH),
  csvObject(report, 'figures', figuresCsv(report.figures)),
  ...Object.entries(report.tables).map(([name, table]) => csvObject(report, name, tableCsv(table))),
  pageObject(`${TRANSPARENCY_PREFIX}${report.period}/index.html`, reportPage(report), MONTH),
];

const newestObjects = (report: TransparencyReport): PublicObject[] => [
  jsonObject(`${TRANSPARENCY_PREFIX}latest.json`, report, NEWEST),
  pageObject(`${TRANSPARENCY_PREFIX}latest/index.html`, reportPage(report), NEWEST),
];

function checkReplacement(before: TransparencyReport, report: TransparencyReport): void {
  if (before.preliminary || JSON.stringify(before) === JSON.stringify(report)) return;
  if (report.correction === undefined)
    throw new ReportError(
      `The report of ${report.period} is published and stays as it is, got: another one; publish a correction, with a reason, when it is wrong`,
    );
  if (report.version !== before.version + 1)
    throw new ReportError(`A correction of ${report.period} must be version ${before.version + 1}, got: ${report.version}`);
  const problems = correctionProblems(before, report);
  if (problems.length)
    throw new ReportError(
      `The difference of both versions of ${report.period} would tell of fewer than ${report.k} addresses, got: ${problems.join('; ')}; leave the published one, and say what is wrong with it in the next`,
    );
}

const object = (key: string, text: string, contentType: string, cacheControl: string): PublicObject => ({
  key,
  body: Buffer.from(text),
  contentType,
  cacheControl,
  tags: ['registry'],
});
const jsonObject = (key: string, json: unknown, cacheControl: string): PublicObject =>
  object(key, `${JSON.stringify(json)}\n`, 'application/json', cacheControl);
const pageObject = (key: string, page: string, cacheControl: string): PublicObject =>
  object(key, page, 'text/html; charset=utf-8', cacheControl);
const csvObject = ({ period }: TransparencyReport, name: string, text: string): PublicObject =>
  object(`${TRANSPARENCY_PREFIX}${period}/${name}.csv`, text, 'text/csv; charset=utf-8', MONTH);

/** Address of an object, without a host. */
export const pathOf = (key: string): string => `/${key.slice(INDEX_PREFIX.length)}`;
