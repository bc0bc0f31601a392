/** The part of the page about limits that says what fair use is, and what is proposed or done about it now. */
import { FAIR_USE_DOCUMENT_PATH } from '../contracts/usage';
import { contactLink, type Html, html } from './html';

export const fairUseSection = (contact: string): Html => html`<h2 id="fair-use">Fair use</h2>
<p>Limits by address do not see a fleet of a thousand addresses, nor a month. So once a day the registry looks who drew most, by bytes and by downloads of files that they had already: address ranges, crawlers by network, and holders of tokens. Whoever is far above everybody else is proposed to the foundation for an entry in its list of blocked addresses, which ends by itself. People are not proposed, however many share one address; whoever has a token is written to instead.</p>
<p class="status" id="fair-use-now" role="status"><a href="${FAIR_USE_DOCUMENT_PATH}">Ask what is proposed and applied now</a>: why and until when, and not who.</p>
<p>If you are blocked and do not know why, compare the reasons there with what your machines do, put a cache before them, and write to ${contactLink(contact)}.</p>`;

/** Says what {@link FAIR_USE_DOCUMENT_PATH} answers. As text: nothing that comes from there is read as markup. */
export const FAIR_USE_SCRIPT = `
fetch('${FAIR_USE_DOCUMENT_PATH}')
  .then((answer) => answer.json())
  .then(({ notices }) => {
    const says = { proposed: 'Proposed', applied: 'Blocked' };
    document.getElementById('fair-use-now').textContent =
      notices.length === 0
        ? 'Nobody is above fair use now.'
        : notices.map(({ status, until, reason }) => says[status] + ' until ' + until.slice(0, 10) + ': ' + reason).join(' ');
  })
  .catch(() => undefined);
`;
