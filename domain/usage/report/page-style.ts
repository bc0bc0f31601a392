/** What pages about usage have beside the style of all pages. */
import { type Html, html } from '../../site/html';
import { CHART_STYLE } from '../charts/style';

export const REPORT_STYLE = `
table { border-collapse: collapse; margin: .5rem 0; font-size: .95rem; }
th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: bottom; overflow-wrap: normal; }
th { font-weight: 600; min-width: 4.5rem; }
tbody th { white-space: nowrap; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
.scroll { position: relative; overflow-x: auto; max-width: 100%; }
.scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11.5rem), 1fr)); gap: .25rem 1.5rem; }
.figures dt { margin-top: .5rem; }
.figures dd { margin: 0; }
.figures strong { display: block; font-size: 1.35rem; line-height: 1.3; }
.figures small { color: var(--quiet); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
${CHART_STYLE}`;

/** What is wider than a phone scrolls by itself, with the keyboard as well. */
export const scrolling = (label: string, content: Html): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>`;
