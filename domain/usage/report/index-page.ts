/** All reports, newest first. */
import { type Html, html } from '../../site/html';
import { renderPage } from '../../site/page';
import type { History, HistoryEntry } from './history';
import { REPORT_STYLE, scrolling } from './page-style';
import { amountText } from './text';

export const indexPage = (registry: string, { reports }: History): string =>
  renderPage({
    registry,
    title: 'Transparency reports',
    style: REPORT_STYLE,
    main: html`<p>Each month this registry gives account: what it served, what that cost, who drew it, and what would be fair. A published month stays as it is.
The newest is always at <a href="/-/transparency/latest/">latest</a> and <a href="/-/transparency/latest.json"><code>latest.json</code></a>; a <a href="/-/transparency/feed">feed</a> tells of each new one; <a href="/-/transparency/schema.json"><code>schema.json</code></a> says what the JSON holds.</p>
${reports.length === 0 ? html`<p>There is none yet.</p>` : historyTable(reports)}`,
  });

const historyTable = (reports: readonly HistoryEntry[]): Html =>
  scrolling(
    'All reports',
    html`<table><thead><tr><th scope="col">Month</th><th scope="col" class="n">Downloads</th><th scope="col" class="n">Sent</th><th scope="col" class="n">Requests</th><th scope="col" class="n">Estimated cost</th><th scope="col">Published</th><th scope="col">Files</th></tr></thead><tbody>${reports.map(
      historyRow,
    )}</tbody></table>`,
  );

const historyRow = ({ period, version, published, downloads, bytes, requests, estimatedUsd, preliminary }: HistoryEntry): Html =>
  html`<tr><th scope="row"><a href="/-/transparency/${period}/">${period}</a></th><td class="n">${amountText(downloads, 'downloads')}</td><td class="n">${amountText(bytes, 'bytes')}</td><td class="n">${amountText(requests, 'requests')}</td><td class="n">${amountText(estimatedUsd, 'USD')}</td><td>${published}${version > 1 ? `, version ${version}` : ''}${preliminary ? ', preliminary' : ''}</td><td><a href="/-/transparency/${period}/report.json">JSON<span class="hidden"> of ${period}</span></a></td></tr>
`;
