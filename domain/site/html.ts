/** HTML in which nothing is markup but what the source says is: whatever a template takes in is escaped, unless it is such HTML itself. */
import { escapeHtml } from '../packages/html';

export class Html {
  constructor(readonly source: string) {}
}

type Part = string | number | Html | readonly Html[];

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(texts.reduce((all, text, i) => all + sourceOf(parts[i - 1]!) + text));

function sourceOf(part: Part): string {
  if (part instanceof Html) return part.source;
  return typeof part === 'object' ? part.map(sourceOf).join('') : escapeHtml(String(part));
}

/** Text with `code` in back quotes; such code that is a path of the registry's own documents is also a link to it. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((part, i) => {
    if (i % 2 === 0) return html`${part}`;
    return /^\/-\/[\w/.]+$/.test(part) ? html`<a href="${part}"><code>${part}</code></a>` : html`<code>${part}</code>`;
  })}`;

/** A mail address or a URL as a link; anything else as it is. */
export function contactLink(contact: string): Html {
  if (/^https?:\/\/\S+$/.test(contact)) return html`<a href="${contact}">${contact}</a>`;
  return /^[^\s:@?&]+@[^\s:@?&]+$/.test(contact) ? html`<a href="mailto:${contact}">${contact}</a>` : html`${contact}`;
}
