import { CLIENTS } from './clients';
import { contactLink, html } from './html';
import type { PublicLimits } from './limits';
import { renderPage } from './page';
import { LIMITS_PATH } from './paths';

/**
 * `/`: what this is, and where each client begins.
 * @param url `https://<domain>` of the registry, without a trailing slash
 */
export const homePage = ({ registry, contact, ecosystems }: PublicLimits, url: string): string =>
  renderPage({
    registry,
    title: registry,
    main: html`<p>A package registry. Everybody may install from it, without a token; <a href="${LIMITS_PATH}">limits</a> keep it affordable.</p>
<h2>What is here</h2>
<ul>
${ecosystems.map((name) => html`<li><strong>${name}</strong>: ${clientsOf(name).join(', ')}</li>\n`)}</ul>
<p>Addresses begin with <code>${url}/</code>. Each release and each change of mind is in the <a href="/-/ledger/head.json">ledger</a>. Ask ${contactLink(contact)} about anything else.</p>`,
  });

const clientsOf = (ecosystem: string): string[] =>
  CLIENTS.filter((client) => client.ecosystem === ecosystem).map(({ name }) => name);
