/** docs/clients.md, from what test/clients saw and wrote to docs/clients.json. */
import { readFileSync } from 'node:fs';
import type { Refused, Reports } from '../test/clients/support/client-report';

const HEAD = `# Clients

What the registry's clients do with access tiers: seen with real clients at a deployed registry behind the local edge, not taken from their documentation.
Which settings make a client send a token, \`npx registry token issue --for\` says; the runs here used exactly those (uv and pnpm have none there:
uv was set up as pip with \`authenticate = "always"\` in its index, pnpm as npm). go sends tokens with TLS only, so it had TLS before the edge.`;

const TOKENS = `## With and without a token

Each client installed one package from an empty cache: without a token, and with one of each tier below the tier's prefix. *Verified for* lists the requests
of which the edge's access log says that the token was verified for this tier and holder: \`listing\` (all projects), \`index\` (one project), \`metadata\` (of one
file: POM, .mod, gemspec, wheel metadata) and \`file\`. Maven and Gradle with a fixed version and \`go mod download\` ask for no index.`;

const LIMITED = `## Above the limit

Each client began when its address had used up its limit, and saw 429 with \`Retry-After: 30\` until the window of 60 seconds had passed. *By itself*: it waited and
then installed. *Started again*: it gave up, and installed when it was started again after the window.
Tries are those of the address that was refused most often, waits between them in seconds. The shipped limits have a longer window, so a client that waits for a fixed time
of its own (cargo 30 seconds altogether, npm and pnpm 70, uv about 10) may give up where it went on here.`;

const REFUSED = `## With a token that is refused

What the client prints that names the cause, a line or two. *Named: no*: nothing of what it prints says why, and what it does print is given. *Named: with* an
option: the same, but with the option it says why. The registry's answer is the same for all: 401, and the cause in reason phrase and body.`;

const REFRESH = `## Making this anew

\`\`\`sh
RECORD_CLIENTS=yes npx jest -c jest.system.config.js test/clients/clients  # writes docs/clients.json
npm run docs                                                              # writes this page
\`\`\`

Without \`RECORD_CLIENTS\` the same run, which is part of \`npm test\`, fails where a client on this machine behaves in another way than this page says: where it
stops to install, to have its token verified for a kind of request, to go on by itself, or to name the cause. Words and waits may differ between versions.`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), `|${'---|'.repeat(head.length)}`, ...rows].join('\n');
const quoted = (text: string): string => (text === '' ? 'nothing' : `\`${cell(text.replaceAll('`', "'"))}\``);

export function clientTables(file = 'docs/clients.json'): string {
  const reports = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Reports);
  const tiers = Object.keys(reports[0]![1].tokens);
  const refused = ({ named, shows }: Refused): string => `${named === 'yes' ? '' : `*Named: ${named}.* `}${quoted(shows)}`;
  return [
    '<!-- written by `npm run docs` from docs/clients.json, which test/clients writes -->',
    HEAD,
    TOKENS,
    table(
      ['Client', 'Version', 'Without a token', ...tiers.map((tier) => `${tier}: verified for`)],
      reports.map(([name, { version, anonymous, tokens }]) =>
        row(name, version, anonymous === 'yes' ? 'installs' : anonymous, ...tiers.map((tier) => tokens[tier]!)),
      ),
    ),
    LIMITED,
    table(
      ['Client', 'Goes on', 'Tries', 'Waits', 'Shows'],
      reports.map(([name, { limited }]) =>
        row(
          name,
          limited.recovers ? 'by itself' : 'when started again',
          String(limited.tries),
          limited.waits || '-',
          quoted(limited.shows),
        ),
      ),
    ),
    REFUSED,
    table(
      ['Client', 'Expired', 'Revoked'],
      reports.map(([name, { expired, revoked }]) => row(name, refused(expired), refused(revoked))),
    ),
    REFRESH,
  ]
    .join('\n\n')
    .concat('\n');
}
