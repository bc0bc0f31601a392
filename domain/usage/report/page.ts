/** A report as one page that needs nothing else: pictures, and every number again as a table for whoever cannot see them. */
import { type Html, html } from '../../site/html';
import { renderPage } from '../../site/page';
import { adviceList, figureList, tableDetails } from './page-parts';
import { REPORT_STYLE } from './page-style';
import { concentrationChart, costChart, dayChart } from './plots';
import type { TransparencyReport } from './types';

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
${figures(report, ['estimatedUsd', 'actualUsd', 'costGapPercent', 'estimatedUsdPerMillion', 'actualUsdPerMillion', 'creditsUsd', 'bytesUsd', 'requestsUsd', 'restUsd'])}
${costChart(report)}${tables(report, ['cost'])}
<h2>Who drew it, and what is fair</h2>
<p>Groups of fewer than ${report.k} addresses are merged, and numbers of groups are rounded down to three digits; so rows do not add up to the totals.</p>
${tables(report, ['tiers', 'holders', 'contributions'], true)}
${concentrationChart(report)}${tables(report, ['concentration', 'classes', 'clients', 'networks', 'countries'])}
<h2>What need not be</h2>
${figures(report, ['repeatsPercent', 'repeatBytesPercent', 'wasteUsd'])}
${tables(report, ['repeats'])}${adviceList(report.advice)}
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

const figures = ({ figures: all }: TransparencyReport, names: readonly string[]): Html => figureList(all, names);

const tables = ({ period, tables: all }: TransparencyReport, names: readonly string[], open = false): Html =>
  html`${names.flatMap((name) =>
    all[name] ? [tableDetails(all[name], { csv: `/-/transparency/${period}/${name}.csv`, open })] : [],
  )}`;

const method = ({ rules, k, ledger }: TransparencyReport): Html => html`<h2>How this was made</h2>
<p>From the access log of the content delivery network, which is deleted after 40 days; no address, token or user agent is kept beyond it. A download is a file that was sent, whole or from its first byte; 304 is none, since nothing was sent. Classes and clients are named by rules of version ${rules}. An address is no person: an office of a hundred may have one, so at least ${k} addresses are behind each row, not ${k} people.</p>
${
  ledger
    ? html`<p>The ledger of this registry had ${ledger.entries} entries when this was published; the newest had the SHA-256 <code>${ledger.head}</code>. Whoever keeps this page can tell later whether the ledger was changed: <a href="/-/ledger/head.json"><code>head.json</code></a>.</p>`
    : html`<p>The ledger of this registry had no entries when this was published.</p>`
}`;
