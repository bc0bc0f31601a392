/** Private pages of holders, as objects: `/t/<tier>/<holder>/-/usage` and `usage.json`, which only their own token opens. */
import { holderUsageKey } from '../../contracts/usage';
import type { PublicObject } from '../../packages/ecosystem';
import { html } from '../../site/html';
import { renderPage } from '../../site/page';
import { stackedBars } from '../charts/stacked-bars';
import { adviceList, figureList, tableDetails } from '../report/page-parts';
import { REPORT_STYLE } from '../report/page-style';
import { bytesText, bytesUnit } from '../report/text';
import { allHoldersUsage, type HolderInput, type HolderUsage } from './usage';

/** Nothing in between may keep it; the edge would ask for the token again anyway. */
const PRIVATE = 'private, no-store';

/** For each holder who has used their token in one of the periods. */
export const holderUsageObjects = (input: HolderInput): PublicObject[] =>
  allHoldersUsage(input).flatMap((usage) => [
    object(holderUsageKey(usage.tier, usage.holder, 'usage.json'), `${JSON.stringify(usage)}\n`, 'application/json'),
    object(holderUsageKey(usage.tier, usage.holder, 'index.html'), holderPage(usage), 'text/html; charset=utf-8'),
  ]);

const object = (key: string, text: string, contentType: string): PublicObject => ({
  key,
  body: Buffer.from(text),
  contentType,
  cacheControl: PRIVATE,
  tags: ['registry'],
});

export const holderPage = (usage: HolderUsage): string => {
  const { registry, contact, tier, holder, month, until, figures, tables, advice, fairUse } = usage;
  return renderPage({
    registry,
    title: `Usage of ${holder}`,
    style: REPORT_STYLE,
    main: html`<p>What ${holder} (tier ${tier}) used of this registry in ${month}, until ${until} (UTC). Only your token opens this page; the same as <a href="/t/${tier}/${holder}/-/usage.json">JSON</a>.
Questions: ${contact}.</p>
${figureList(figures, Object.keys(figures))}
${fairUse.map(
  ({
    reason,
    until,
  }) => html`<p class="status"><strong>Above <a href="/-/limits#fair-use">fair use</a>:</strong> ${reason} Nobody blocks you for it; this stands here until ${until.slice(0, 10)}.</p>
`,
)}${plot(usage)}${tableDetails(tables.days)}${tableDetails(tables.months, { open: true })}${tableDetails(tables.projects, { open: true })}
<h2>How to ask for less</h2>
${advice.length === 0 ? html`<p>You have downloaded no files this month.</p>` : adviceList(advice)}`,
  });
};

function plot({ tables }: HolderUsage) {
  const bars = tables.days.rows.map(({ day, bytes }) => ({
    label: String(Number(String(day).slice(8))),
    values: [Number(bytes)],
  }));
  const total = bars.reduce((sum, { values }) => sum + values[0]!, 0);
  return stackedBars({
    id: 'days',
    title: 'Bytes a day',
    finding: `${bytesText(total)} in ${bars.length} days.`,
    series: ['bytes'],
    bars,
    text: bytesText,
    unitFor: bytesUnit,
  });
}
