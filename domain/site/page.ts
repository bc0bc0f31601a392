/** What the registry's own pages have in common: one style, one way about, and a policy that lets in nothing else. */
import { createHash } from 'node:crypto';
import { ERRORS_PATH } from '../contracts/http-errors';
import { Html, html } from './html';
import { LIMITS_PATH, PACKAGES_PATH, STATS_PATH, TRANSPARENCY_PATH } from './paths';

export const HTML_TYPE = 'text/html; charset=utf-8';

/** The way about. */
const PLACES = [
  [PACKAGES_PATH, 'Packages'],
  [STATS_PATH, 'Statistics'],
  [TRANSPARENCY_PATH, 'Transparency'],
  [LIMITS_PATH, 'Limits'],
  [ERRORS_PATH, 'Errors'],
] as const;

export interface Page {
  readonly registry: string;
  readonly title: string;
  readonly main: Html;
  /** Beside the style of all pages. @default - none */
  readonly style?: string;
  /** Runs when the page has been read. The page must be whole without it. @default - none may run */
  readonly script?: string;
}

/** A whole document. It loads nothing, so it reads the same in ten years and behind any firewall. */
export const renderPage = ({ registry, title, main, style, script }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${registry}</title>
<style>${new Html(STYLE)}</style>${style === undefined ? html`` : html`<style>${new Html(style)}</style>`}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<nav aria-label="This registry"><a href="/">${registry}</a>${PLACES.map(([path, name]) => html` <a href="${path}">${name}</a>`)}</nav>
<main id="main">
<h1>${title}</h1>
${main}
</main>
${script === undefined ? html`` : html`<script>${new Html(script)}</script>\n`}</body>
</html>
`.source;

/**
 * In the document itself: S3 keeps no such header, and a response headers policy of our own would have to list the digests of every
 * page that is still cached. https://www.w3.org/TR/CSP3/#meta-element
 */
export const contentPolicy = (script?: string, style?: string): string =>
  [
    "default-src 'none'",
    `style-src '${digestOf(STYLE)}'${style === undefined ? '' : ` '${digestOf(style)}'`}`,
    ...(script === undefined ? [] : [`script-src '${digestOf(script)}'`, "connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

const digestOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const STYLE = `
:root { color-scheme: light dark; --text: #1b1b1f; --quiet: #55555f; --ground: #fff; --card: #f3f3f6; --line: #c9c9d1; --link: #0b4fb3; }
@media (prefers-color-scheme: dark) {
  :root { --text: #ececf1; --quiet: #b4b4bf; --ground: #16161a; --card: #222228; --line: #45454f; --link: #8ab8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--text); background: var(--ground); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, pre:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line); }
nav a { padding: .25rem 0; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h1, h3, code { overflow-wrap: anywhere; }
h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
p, ul, ol { margin: .5rem 0; max-width: 45rem; }
code, pre { font: .9em/1.5 ui-monospace, monospace; }
pre { margin: .25rem 0 .75rem; padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: .4rem; background: var(--ground); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 1rem; padding: 0; margin: 1rem 0; max-width: none; list-style: none; }
.one { grid-template-columns: minmax(0, 1fr); }
.card, details, .status { padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
.warn { border-left: .35rem solid var(--link); }
.card h3 { margin-top: 0; }
.files, .row { padding: 0; list-style: none; max-width: none; }
.files li { margin: .75rem 0; overflow-wrap: anywhere; }
.names { columns: 15rem; max-width: none; padding-left: 1.25rem; }
.names a { display: inline-block; padding: .2rem 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; color: var(--quiet); }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.row { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.row li { overflow-wrap: anywhere; }
.row a { display: inline-block; padding: .25rem 0; }
details { padding: 0 1rem; margin: .5rem 0; }
details[open] { padding-bottom: .5rem; }
summary { padding: .75rem 0; cursor: pointer; font-weight: 600; }
dl { margin: .5rem 0 0; }
dt { color: var(--quiet); font-size: .9rem; }
dd { margin: 0 0 .5rem; }
.code, .card > code { color: var(--quiet); }
`;
