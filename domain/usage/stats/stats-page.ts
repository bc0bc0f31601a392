/** The statistics for people: totals of the newest month, and the packages that were downloaded most. */
import { type Html, html } from '../../site/html';
import { renderPage } from '../../site/page';
import { packagePath, STATS_LATEST_PATH, STATS_SCHEMA_PATH, TRANSPARENCY_PATH, totalsPath } from '../../site/paths';
import type { MonthCounts, PackageCounts } from './counts';

const MOST_PACKAGES = 100;

/** @param newest undefined before a month has been counted */
export const statsPage = (registry: string, newest: MonthCounts | undefined): string =>
  renderPage({
    registry,
    title: 'Statistics',
    main: html`<p>Downloads are counted by calendar month, and published on the 3rd of the next one. A number stands for at least ten addresses and is rounded down to three digits; totals are exact. What all this costs is in the <a href="${TRANSPARENCY_PATH}">transparency report</a>.</p>
${newest ? counted(newest) : html`<p class="status">No month has been counted yet.</p>`}
<h2>For programs</h2>
<p><a href="${STATS_LATEST_PATH}"><code>latest.json</code></a> has the totals of all months, and each package has one of its own: <code>/-/stats/&lt;ecosystem&gt;/&lt;project&gt;/latest.json</code>. A <a href="${STATS_SCHEMA_PATH}">JSON Schema</a> describes them. The image <code>badge.svg</code> beside it is for a README.</p>`,
  });

const counted = ({ totals, packages }: MonthCounts): Html => html`<h2>${totals.month}</h2>
<dl>
<dt>Downloads</dt><dd><strong>${number(totals.downloads)}</strong></dd>
<dt>Requests</dt><dd>${number(totals.requests)}</dd>
<dt>Bytes</dt><dd>${number(totals.bytes)}</dd>
</dl>
<p><a href="${totalsPath(totals.month)}">Totals of ${totals.month} as JSON</a></p>
${packages.length === 0 ? '' : most(packages.slice(0, MOST_PACKAGES), totals.month)}`;

const most = (packages: readonly PackageCounts[], month: string): Html => html`<h2>Most downloaded packages</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Most downloaded packages">
<table>
<caption>Downloads in ${month}</caption>
<thead><tr><th scope="col">Package</th><th scope="col">Ecosystem</th><th scope="col" class="number">Downloads</th></tr></thead>
<tbody>
${packages.map(
  ({ ecosystem, project, downloads }) =>
    html`<tr><th scope="row"><a href="${packagePath(ecosystem, project)}">${project}</a></th><td>${ecosystem}</td><td class="number">${number(downloads)}</td></tr>\n`,
)}</tbody>
</table>
</div>`;

const number = (value: number): string => value.toLocaleString('en-US');
