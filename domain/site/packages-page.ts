import { html } from './html';
import type { PublicLimits } from './limits';
import { renderPage } from './page';
import { packagesPath } from './paths';

/** Where the list of each ecosystem's packages is. */
export const packagesPage = ({ registry, ecosystems }: PublicLimits): string =>
  renderPage({
    registry,
    title: 'Packages',
    main: html`<p>By ecosystem. A package is on its list a few minutes after its first release.</p>
<ul class="cards">
${ecosystems.map((name) => html`<li class="card"><a href="${packagesPath(name)}">Packages of ${name}</a></li>\n`)}</ul>`,
  });
