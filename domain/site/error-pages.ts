/** A page for each error that the registry answers over HTTP, and one that lists them. */
import { ERRORS_PATH, errorPath, HTTP_ERRORS, type HttpErrorCode } from '../contracts/http-errors';
import { contactLink, html, prose } from './html';
import { OPERATOR_ADVICE } from './operator-advice';
import { renderPage } from './page';

/** Whose pages, and whom to ask. */
export interface Owner {
  readonly registry: string;
  /** A mail address or a URL. */
  readonly contact: string;
}

export const ERROR_CODES = Object.keys(HTTP_ERRORS) as HttpErrorCode[];

export function errorPage({ registry, contact }: Owner, code: HttpErrorCode): string {
  const { status, title, meaning, remedy } = HTTP_ERRORS[code];
  return renderPage({
    registry,
    title: `${status}: ${title}`,
    main: html`<p class="code">Error <code>${code}</code></p>
<h2>What happened</h2>
<p>${prose(meaning)}</p>
<h2>What you can do</h2>
<p>${prose(remedy)}</p>
<p>When that does not help, ask ${contactLink(contact)}, and name the code, the address that you asked for and the time.</p>
<h2>What the operator can do</h2>
<p>${prose(OPERATOR_ADVICE[code])}</p>
<p><a href="${ERRORS_PATH}">All errors</a></p>`,
  });
}

export function errorsPage({ registry, contact }: Owner): string {
  const entries = ERROR_CODES.map((code) => {
    const { status, title } = HTTP_ERRORS[code];
    return html`<li class="card"><strong>${status}</strong> <a href="${errorPath(code)}">${title}</a><br><code>${code}</code></li>\n`;
  });
  return renderPage({
    registry,
    title: 'Errors',
    main: html`<p>What this registry answers when it does not serve a request. Problem documents name these pages as their <code>type</code>. Ask ${contactLink(contact)} about anything else.</p>
<ul class="cards">
${entries}</ul>`,
  });
}
