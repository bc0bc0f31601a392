/** A report as one page that needs nothing else: pictures, and every number again as a table for whoever cannot see them. */
import { type Html, html } from '../../site/html';
import { renderPage } from '../../site/page';
import { REPORT_STYLE, scrolling } from './page-style';
import { concentrationChart, costChart, dayChart } from './plots';
import { amountText, cellText, headText } from './text';
import type { Advice, Figure, ReportTable, TransparencyReport } from './types';

export const reportPage = (report: TransparencyReport): string =>
  renderPage({
    registry: report.registry,
    title: `Transparency report of ${report.period}`,
    style: REPORT_STYLE,
    main: html`${head(report)}
<h2>What was served</h2>
${figures(report, ['downloads', 'bytes', 'requests', 'hitRatio', 'availability', 'addresses', 'logCoverage'])}
${dayChart(report)}${tables(report, ['days', 'tierDays', 'hours', 'answers', 'ecosystems'])}
<h2>What it cost</h2>
${figures(report, ['estimatedUsd', 'actualUsd', 'costGapPercent', 'estimatedUsdPerMillion', 'actualUsdPerMillion', 'creditsUsd'])}
${costChart(report)}${tables(report, ['cost'])}
<h2>Who drew it, and what is fair</h2>
<p>Groups of fewer than ${report.k} addresses are merged, and numbers of groups are rounded down to three digits; so rows do not add up to the totals.</p>
${tables(report, ['tiers', 'holders', 'contributions'], true)}
${concentrationChart(report)}${tables(report, ['concentration', 'classes', 'clients', 'networks', 'countries'])}
<h2>What need not be</h2>
${figures(report, ['repeatsPercent', 'repeatBytesPercent', 'wasteUsd'])}
${tables(report, ['repeats'])}${advice(report.advice)}
<h2>If donors left</h2>
${figures(report, ['donorExitUsd', 'donorExitCheapestUsd', 'contributedMoneyUsd', 'contributedCreditsUsd', 'uncoveredUsd'])}
<h2>Limits and the brake</h2>
${figures(report, ['limited', 'refused'])}
${tables(report, ['brake', 'faults'])}
${method(report)}`,
  });

const head = ({
  foundation,
  period,
  from,
  until,
  version,
  published,
  preliminary,
  correction,
  k,
}: TransparencyReport): Html => html`${
  preliminary
    ? html`<p class="status"><strong>Preliminary.</strong> The period has not ended; this is what was counted until ${published}.</p>`
    : html``
}${k < 10 ? html`<p class="status"><strong>Not for publishing:</strong> groups of ${k} or more addresses are shown. A public report shows groups of 10 or more.</p>` : html``}
<p>The account of ${foundation} for ${from} to ${until} (UTC), published ${published}${version > 1 ? html`, version ${version}: ${correction ?? ''}. <a href="/-/transparency/${period}/v${version - 1}.json">The version before</a>` : html``}.
As data: <a href="/-/transparency/${period}/report.json">JSON</a>, <a href="/-/transparency/${period}/figures.csv">CSV</a>, and a CSV below each table. <a href="/-/transparency/">All reports</a>.</p>`;

const figures = ({ figures: all }: TransparencyReport, names: readonly string[]): Html =>
  html`<dl class="figures">${names.flatMap((name) => (all[name] ? [figure(all[name])] : []))}</dl>`;

const figure = ({ title, value, unit, note }: Figure): Html =>
  html`<div><dt>${title}</dt><dd><strong>${amountText(value, unit)}</strong>${note === undefined ? html`` : html`<small>${note}</small>`}</dd></div>
`;

/** @param open whether they show at once */
const tables = ({ period, tables: all }: TransparencyReport, names: readonly string[], open = false): Html =>
  html`${names.flatMap((name) => (all[name] ? [tableDetails(`/-/transparency/${period}/${name}.csv`, all[name], open)] : []))}`;

function tableDetails(file: string, table: ReportTable, open: boolean): Html {
  const { title, about, rows } = table;
  const content = html`<summary>${title}</summary>
<p>${about}</p>
${rows.length === 0 ? html`<p>None.</p>` : scrolling(title, htmlTable(table))}
<p><a href="${file}">${title} as CSV</a></p>`;
  return open ? html`<details open>${content}</details>\n` : html`<details>${content}</details>\n`;
}

const htmlTable = ({ columns, rows }: ReportTable): Html =>
  html`<table><thead><tr>${columns.map((column) =>
    column.unit ? html`<th scope="col" class="n">${headText(column)}</th>` : html`<th scope="col">${headText(column)}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${columns.map(({ name, unit }, i) => {
        const text = cellText(row[name] ?? null, unit);
        if (i === 0) return html`<th scope="row">${text}</th>`;
        return unit ? html`<td class="n">${text}</td>` : html`<td>${text}</td>`;
      })}</tr>
`,
  )}</tbody></table>`;

function advice(list: readonly Advice[]): Html {
  if (list.length === 0) return html``;
  return html`<p>Six lines in a CI job are enough to ask for each file once. Here they are for jobs of GitHub; elsewhere the same three words count: the folder to keep, the lock file as its key, and the install command.</p>
${list.map(
  ({ client, lines }) => html`<details><summary>${client}: six lines</summary>
<pre tabindex="0" aria-label="${client}: six lines">${lines.join('\n')}</pre></details>
`,
)}`;
}

const method = ({ rules, k, ledger }: TransparencyReport): Html => html`<h2>How this was made</h2>
<p>From the access log of the content delivery network, which is deleted after 40 days; no address, token or user agent is kept beyond it. A download is a file that was sent, whole or from its first byte; 304 is none, since nothing was sent. Classes and clients are named by rules of version ${rules}. An address is no person: an office of a hundred may have one, so at least ${k} addresses are behind each row, not ${k} people.</p>
${
  ledger
    ? html`<p>The ledger of this registry had ${ledger.entries} entries when this was published; the newest had the SHA-256 <code>${ledger.head}</code>. Whoever keeps this page can tell later whether the ledger was changed: <a href="/-/ledger/head.json"><code>head.json</code></a>.</p>`
    : html`<p>The ledger of this registry had no entries when this was published.</p>`
}`;
