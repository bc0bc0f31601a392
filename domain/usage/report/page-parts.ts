/** Pieces of pages about usage. */
import { type Html, html } from '../../site/html';
import { scrolling } from './page-style';
import { amountText, cellText, headText } from './text';
import type { Advice, Figure, ReportTable } from './types';

/** Those of the names that there are. */
export const figureList = (figures: Readonly<Record<string, Figure>>, names: readonly string[]): Html =>
  html`<dl class="figures">${names.flatMap((name) => (figures[name] ? [figure(figures[name])] : []))}</dl>`;

const figure = ({ title, value, unit, note }: Figure): Html =>
  html`<div><dt>${title}</dt><dd><strong>${amountText(value, unit)}</strong>${note === undefined ? html`` : html`<small>${note}</small>`}</dd></div>
`;

/** @param csv path of the same as a file @param open whether it shows at once */
export function tableDetails(table: ReportTable, { csv, open = false }: { csv?: string; open?: boolean } = {}): Html {
  const { title, about, rows } = table;
  const content = html`<summary>${title}</summary>
<p>${about}</p>
${rows.length === 0 ? html`<p>None.</p>` : scrolling(title, htmlTable(table))}
${csv === undefined ? html`` : html`<p><a href="${csv}">${title} as CSV</a></p>`}`;
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

export function adviceList(list: readonly Advice[]): Html {
  if (list.length === 0) return html``;
  return html`<p>Six lines in a CI job are enough to ask for each file once. Here they are for jobs of GitHub; elsewhere the same three words count: the folder to keep, the lock file as its key, and the install command.</p>
${list.map(
  ({ client, lines }) => html`<details><summary>${client}: six lines</summary>
<pre tabindex="0" aria-label="${client}: six lines">${lines.join('\n')}</pre></details>
`,
)}`;
}
