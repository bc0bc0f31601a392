/** `/`: what this is, how each client is told of it, and how what it serves can be checked. */
import { ECOSYSTEMS } from '../packages/registry';
import { contactLink, type Html, html } from './html';
import { clientsOf, type InstallClient } from './install';
import type { PublicLimits } from './limits';
import { renderPage } from './page';
import { LIMITS_PATH, PACKAGES_PATH, packagesPath, SECURITY_TXT_PATH, STATS_PATH, TRANSPARENCY_PATH } from './paths';

/** @param url `https://<domain>` of the registry, without a trailing slash */
export const homePage = (limits: PublicLimits, url: string): string => {
  const { registry, contact, ecosystems, security } = limits;
  return renderPage({
    registry,
    title: registry,
    main: html`<p>A package registry. Everybody may install from it, without a token and without an account; <a href="${LIMITS_PATH}">limits</a> keep it affordable. What is released never changes, and every release, yank and block is in a public <a href="/-/ledger/head.json">ledger</a>.</p>
<ul class="cards">
<li class="card"><a href="${PACKAGES_PATH}">Packages</a><br>All that is here, with versions and signatures.</li>
<li class="card"><a href="${STATS_PATH}">Statistics</a><br>Downloads of each month.</li>
<li class="card"><a href="${TRANSPARENCY_PATH}">Transparency</a><br>What was served, and what it cost.</li>
<li class="card"><a href="${LIMITS_PATH}">Limits</a><br>How much everybody may draw.</li>
</ul>
<h2>Install from here</h2>
<p>Addresses begin with <code>${url}/</code>. Each package’s page has the command that installs it.</p>
${ecosystems.map((name) => ecosystemSection(name, url))}<h2>Check what you got</h2>
<p>Publishers sign what they release with <a href="https://docs.sigstore.dev/">Sigstore</a>; uploads with a wrong signature are refused. Each file’s signature is beside it: <code>&lt;file&gt;.sigstore.json</code>. The registry countersigns each file with one of its <a href="/-/keys">keys</a>, and logs each release in the <a href="/-/ledger/head.json">ledger</a>, whose entries are signed and chained by their hashes, so that nothing can be changed or taken out unseen. To check all of it:</p>
<pre tabindex="0" aria-label="Checking the ledger">npx registry verify-ledger --url ${url}</pre>
<h2>Ask and report</h2>
<p>Questions go to ${contactLink(contact)}. Report a vulnerability of this registry, or a package that does harm, to ${contactLink(security?.contact ?? contact)} (<a href="${SECURITY_TXT_PATH}">security.txt</a>).</p>`,
  });
};

const ecosystemSection = (name: PublicLimits['ecosystems'][number], url: string): Html => html`<details>
<summary>${name}: ${clientsOf(name)
  .map((client) => client.name)
  .join(', ')}</summary>
${clientsOf(name).map((client) => clientSetting(client, url))}<p><a href="${packagesPath(name)}">Packages of ${name}</a></p>
</details>
`;

function clientSetting({ name, ecosystem, setting }: InstallClient, url: string): Html {
  const { file, text } = setting?.(url) ?? {
    file: 'at the terminal',
    text: ECOSYSTEMS[ecosystem].installText({ project: 'PROJECT', version: 'VERSION' }, url),
  };
  return html`<p><strong>${name}</strong>, ${setting ? html`in <code>${file}</code>` : file}:</p>
<pre tabindex="0" aria-label="${name}">${text}</pre>
`;
}
