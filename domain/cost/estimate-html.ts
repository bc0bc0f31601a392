/** The estimate as one HTML page that needs nothing else: no script, no font, no picture from elsewhere. */
import { escapeHtml } from '../packages/html';
import type { Estimate, Totals } from './estimate';
import { dollars } from './money';
import { plotSvg } from './plot';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.2rem}table{border-collapse:collapse;width:100%;margin-bottom:1rem}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}th.n,td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.big{display:flex;gap:2.5rem;flex-wrap:wrap}.big b{display:block;font-size:1.7rem}.over b{color:#a11}small{color:#555}svg{width:100%;height:auto}`;

export function estimateHtml(estimate: Estimate, title: string): string {
  const { traffic, cheapest, month, budgetUsd } = estimate;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(title)}</h1>
<p>List prices of ${estimate.pricesFrom} to ${estimate.pricesTo}, US dollars a month, before tax and credits. Expected: ${traffic.terabytesPerMonth} TB and
${traffic.millionRequestsPerMonth} million requests, hit ratio ${traffic.hitRatio}, ${traffic.storedGb} GB stored, ${traffic.publishesPerMonth} releases.</p>
<div class="big"><p>Idle<b>${dollars(estimate.idle)}</b></p><p${month > budgetUsd ? ' class="over"' : ''}>Expected month (${escapeHtml(estimate.plan)})<b>${dollars(month)}</b></p>
<p>Budget<b>${dollars(budgetUsd)}</b></p><p>Cheapest: ${escapeHtml(cheapest.name)}<b>${dollars(cheapest.monthly)}</b></p></div>
<p>${escapeHtml(cheapest.why)}.</p>
<h2>What a month costs as traffic grows</h2>
${plotSvg(estimate.volumes)}
<h2>Where the expected month goes</h2>
${totalsTable('Service', estimate.byService)}
${totalsTable('Component', estimate.byComponent)}
${totalsTable('Access tier', estimate.byTier)}
<h2>Ways to pay for delivery</h2>
${table(
  ['Way', 'A month', ''],
  estimate.options.map(({ name, monthly, misfits }) => [
    name,
    misfits.length ? 'does not fit' : dollars(monthly),
    misfits.join('; '),
  ]),
)}
<h2>Elsewhere</h2>
${table(
  ['What', 'A month', ''],
  estimate.elsewhere.map(({ name, monthly, note }) => [
    name,
    dollars(monthly),
    `${monthly < cheapest.monthly ? 'Cheaper than here: ' : ''}${note}`,
  ]),
)}
<h2>Every line</h2>
${table(
  ['Item', 'A month', 'Quantity, free of it, price of'],
  estimate.lines.map(({ item, monthly, quantity, free, date, confidence }) => [
    item,
    dollars(monthly),
    `${count(quantity)}${free ? `, ${count(free)} free` : ''} (${confidence}, ${date})`,
  ]),
)}
</body></html>
`;
}

const count = (quantity: number): string => quantity.toLocaleString('en', { maximumFractionDigits: 2 });
const totalsTable = (name: string, totals: Totals): string =>
  table(
    [name, 'A month', ''],
    Object.entries(totals).map(([key, amount]) => [key, dollars(amount), '']),
  );

/** The second column holds amounts. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text, i) => `<th${i === 1 ? ' class="n"' : ''}>${escapeHtml(text)}</th>`).join('');
  const body = rows.map(
    (cells) => `<tr>${cells.map((cell, i) => `<td${i === 1 ? ' class="n"' : ''}>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}
