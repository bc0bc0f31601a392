import { BRAKE_DOCUMENT_PATH } from '../contracts/brake';
import { ERRORS_PATH, errorPath } from '../contracts/http-errors';
import { networkLimit } from '../tiers/ceilings';
import { retryAfterSeconds } from '../tiers/refusal-body';
import { ANONYMOUS, type Limit, type Tier, tierPrefix } from '../tiers/tier';
import { settingsFor, TOKEN_PLACE } from '../tiers/token-clients';
import { CLIENTS, type ClientCaching } from './clients';
import { FAIR_USE_SCRIPT, fairUseSection } from './fair-use-section';
import { contactLink, type Html, html } from './html';
import type { PublicLimits } from './limits';
import { renderPage } from './page';
import { LIMITS_JSON_PATH, LIMITS_ME_PATH } from './paths';

/** @param url `https://<domain>` of the registry, without a trailing slash */
export const limitsPage = (limits: PublicLimits, url: string): string =>
  renderPage({
    registry: limits.registry,
    title: 'Limits',
    main: html`<p>Everybody may install from this registry, without a token. Limits keep the bill of a few heavy users from becoming the bill of all. Programs read <a href="${LIMITS_JSON_PATH}"><code>limits.json</code></a>.</p>
<h2>Am I limited?</h2>
<p class="status" id="me" role="status"><a href="${LIMITS_ME_PATH}">Ask the registry</a> how it counts you now, and whether you are over a limit.</p>
${limits.brake ? BRAKE : ''}<h2>Tiers</h2>
<ul class="cards">
${limits.tiers.map(tierCard)}</ul>
${whatHappens(limits)}
${limits.tiers.length > 1 ? howToGetToken(limits) : ''}
${fairUseSection(limits.contact)}
${howToAskForLess(limits, url)}`,
    script: [SCRIPT, ...(limits.brake ? [BRAKE_SCRIPT] : []), FAIR_USE_SCRIPT].join(''),
  });

const BRAKE = html`<p class="status" id="brake" role="status">When money runs short the registry brakes: at first robots and CI without a token wait, then an address without a token may draw less, and at last only supporters are served. <a href="${BRAKE_DOCUMENT_PATH}">Ask whether it does now</a>.</p>
`;

function tierCard(tier: Tier): Html {
  const prefix = tierPrefix(tier);
  return html`<li class="card"><h3>${tier.name}</h3>
<p>${tier.audience}</p>
<dl>
<dt>Limit</dt><dd><strong>${rate(tier)}</strong>, counted by ${tier.aggregation}</dd>
<dt>At the limit</dt><dd>${AT_THE_LIMIT[tier.mode]}</dd>
<dt>Price</dt><dd>${tier.price ?? 'Ask.'}</dd>
<dt>Addresses begin with</dt><dd><code>${prefix === undefined ? '/' : `${prefix}<holder>/`}</code></dd>
</dl></li>
`;
}

const rate = ({ requests, windowSeconds }: Limit): string =>
  `${requests.toLocaleString('en-US')} requests in ${windowSeconds / 60} ${windowSeconds === 60 ? 'minute' : 'minutes'}`;

const AT_THE_LIMIT: Readonly<Record<Tier['mode'], string>> = {
  enforcement: 'Answered 429 until the rate has fallen',
  evaluation: 'Counted, and served all the same',
};

const whatHappens = ({ tiers, ceiling, ipv6, filesHosts = 0 }: PublicLimits): Html => html`<h2>What happens at a limit</h2>
<p>Over a limit that is enforced, requests are answered <a href="${errorPath('RATE_LIMITED')}">429</a> and say in <code>Retry-After</code> how long to wait: ${list(
  [...new Set(tiers.map(retryAfterSeconds))].sort((a, b) => a - b),
)} seconds. Nothing else is held against you: as soon as fewer requests come, they are served again. Where a limit is evaluated, nobody is refused; the foundation looks at the counts first, and talks to those who are over it.</p>
<p>Besides, no address gets more than <strong>${rate(ceiling)}</strong>, with whatever token${ipv6 ? `, and by IPv6 no network more than ${rate(networkLimit(ceiling))}` : ''}. Above that the answer is <a href="${errorPath('ADDRESS_CEILING')}">429</a> as well, in a shorter form. A company behind one address should put a cache of its own before its machines.</p>
${filesHosts ? countedApart(filesHosts) : ''}<p>Requests are counted over the whole window, so that a cold install may come all at once. <a href="${ERRORS_PATH}">All errors</a> have a page.</p>`;

const countedApart = (filesHosts: number): Html => html`<p>Without a token most files come from ${
  filesHosts === 1 ? 'a host of their own' : `${filesHosts} hosts of their own`
}. Each host counts for itself: an address without a token has its limit, and every address has the one above, once here and once at ${
  filesHosts === 1 ? 'that host' : 'each of them'
}.</p>
`;

const list = (items: readonly (number | string)[]): string =>
  items.length < 2 ? String(items[0]) : `${items.slice(0, -1).join(', ')} or ${items.at(-1)!}`;

const howToGetToken = ({ contact, tiers }: PublicLimits): Html => html`<h2>How to get a token</h2>
<p>Write to ${contactLink(contact)}: who you are, which tier (${list(tiers.map(({ name }) => name).filter((name) => name !== ANONYMOUS))}), and what for. You get one line that begins with <code>cr1.</code>, and the settings for your client. It is a password: keep it out of repositories and logs; in CI take a secret of the job.</p>`;

function howToAskForLess({ tiers, ecosystems }: PublicLimits, url: string): Html {
  const tier = tiers.find(({ name }) => name !== ANONYMOUS)?.name;
  const clients = CLIENTS.filter(({ ecosystem }) => ecosystems.includes(ecosystem));
  return html`<h2>How to ask for less</h2>
<p>Most requests of build machines are for files that they have had before. Released files never change and may be kept for ever. In this order:</p>
<ol>
<li><strong>Lock files</strong> pin every version, so that fewer documents are asked for.</li>
<li><strong>The client’s cache</strong>, kept between the runs of CI: <code>actions/cache</code> at GitHub, <code>cache: paths:</code> at GitLab, with the lock file as key.</li>
<li><strong>A mirror or caching proxy</strong> of your own, where many machines share one address. Any cache that follows HTTP will do.</li>
<li>Scanners and mirrors: take what is new from the <a href="/-/ledger/head.json">ledger</a> instead of asking for every index again.</li>
</ol>
${clients.map((client) => clientDetails(client, url, tier))}`;
}

const clientDetails = (client: ClientCaching, url: string, tier: string | undefined): Html => html`<details>
<summary>${client.name}</summary>
<dl>
<dt>Commit the lock file</dt><dd><code>${client.lock}</code></dd>
<dt>Install with</dt><dd><code>${client.install}</code></dd>
<dt>Keep between runs</dt><dd><code>${client.cache}</code>${client.ask === undefined ? '' : html` (<code>${client.ask}</code> prints it)`}</dd>
</dl>
${client.token === undefined || tier === undefined ? '' : tokenSettings(client.token, url, tier)}</details>
`;

const tokenSettings = (
  client: NonNullable<ClientCaching['token']>,
  url: string,
  tier: string,
): Html => html`<p>With a token (in place of <code>${TOKEN_PLACE}</code>; tier and holder as it says):</p>
${settingsFor(client, { url, tier, holder: 'HOLDER' }).map(
  ({ file, text }) => html`<p><code>${file}</code></p>
<pre tabindex="0" aria-label="${file}">${text}</pre>
`,
)}`;

/** Says what {@link LIMITS_ME_PATH} answers. As text: nothing that comes from there is read as markup. */
const SCRIPT = `
fetch('${LIMITS_ME_PATH}')
  .then((answer) => answer.json())
  .then(({ tier, holder, limited, retryAfter, message }) => {
    const over = retryAfter > 0 ? 'Wait ' + retryAfter + ' seconds.' : 'For now that is only counted, and you are served.';
    document.getElementById('me').textContent =
      'You count as ' + tier + (holder ? ', ' + holder : '') + '. ' +
      (limited ? 'You are over the limit. ' + message + ' ' + over : 'You are not over a limit.');
  })
  .catch(() => undefined);
`;

/** Says what {@link BRAKE_DOCUMENT_PATH} answers, in the same way. */
const BRAKE_SCRIPT = `
fetch('${BRAKE_DOCUMENT_PATH}')
  .then((answer) => answer.json())
  .then(({ degree, dry, since, message }) => {
    const who = [
      '',
      'Robots and CI without a token wait.',
      'Robots and CI without a token wait, and an address without a token may draw less.',
      'Only supporters are served.',
    ];
    document.getElementById('brake').textContent =
      degree > 0 && !dry
        ? 'The registry brakes, to stay within its budget, since ' + since + '. ' + who[degree] + ' ' + message
        : 'The registry does not brake now.';
  })
  .catch(() => undefined);
`;
