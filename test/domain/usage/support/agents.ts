/** User agents and what they are. Package clients are as captured from the programs themselves, the others as their operators document them. */

import type { UsageClass } from '../../../../domain/usage/rules';
import { RULES } from '../../../../domain/usage/rules-table';

type Case = readonly [agent: string, asn: number, name: UsageClass, client: string, version: string];

/** No hosting network, kept for documentation (RFC 5398). */
const HOME = 64500;
const UV = '{"installer":{"name":"uv","version":"0.13.9","subcommand":["pip","install"]},"python":"3.11.7","ci":';
const PIP = '"cpu":"x86_64","installer":{"name":"pip","version":"26.3"},"python":"3.11.7"}';
const bundler = (rest: string): string =>
  `bundler/2.3.15 rubygems/3.3.15 ruby/3.1.2 (x86_64-pc-linux-gnu) command/install options/no_install,path,user_home${rest}`;
const crawler = (name: string): string =>
  `Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ${name}; +https://example.org/bot)`;

const AGENTS = [
  'GPTBot/1.2 ChatGPT-User/1.0 OAI-SearchBot/1.3 ClaudeBot/1.0 Claude-User/1.0 Claude-SearchBot/1.0 claude-code/2.0.1 anthropic-ai/1.0',
  'CCBot/2.0 Bytespider/1.0 PerplexityBot/1.0 Perplexity-User/1.0 Amazonbot/0.1 meta-externalagent/1.1 meta-externalfetcher/1.1',
  'Google-CloudVertexBot/1.0 Gemini-Deep-Research/1.0 GoogleOther/1.0 Applebot-Extended/0.1 cohere-ai/1.0 Diffbot/0.1 MistralAI-User/1.0',
  'DuckAssistBot/1.2 PetalBot/1.0 DeepSeekBot/1.0 TavilyBot/1.0 FirecrawlAgent/1.0 crawl4ai/0.7',
].flatMap((line) => line.split(' '));
const SCANNERS = [
  'trivy/0.50.1 snyk-cli/1.1290.0 osv-scanner/2.0.1 osv-scalibr/0.3.1 grype/0.80.0 syft/1.11.0 dependency-check/10.0.3 Sonatype_CLM/1.180.0',
  'JFrog-Xray/3.100 xray-indexer/3.100 RenovateBot/38.0 dependabot-core/0.300.0 deps.dev/1.0 ecosyste.ms/1.0 libraries.io/1.0',
  'SocketSecurity/1.0 WhiteSource/24.1 BlackDuck/2024.1',
].flatMap((line) => line.split(' '));
const MIRRORS: readonly (readonly [agent: string, client: string, version: string])[] = [
  ['bandersnatch/6.5.0 (cpython 3.11.9-final0, Linux x86_64)', 'bandersnatch', '6.5'],
  ['devpi-server/6.12.1 (py3.11.2; linux)', 'devpi-server', '6.12'],
  ['devpi/6.12.1', 'devpi', '6.12'],
  ['Artifactory/7.77.5 77705900', 'artifactory', '7.77'],
  ['Nexus/3.60.0-02 (PRO; Linux; 5.15; amd64; 1.8.0_372)', 'nexus', '3.60'],
  ['Nexus-Repository/3.60.0-02', 'nexus', '3.60'],
  ['proxpi/1.2.0', 'proxpi', '1.2'],
  ['pulpcore/3.49.1 (cpython 3.11, Linux x86_64)', 'pulp', '3.49'],
  ['pulp/2.21.5', 'pulp', '2.21'],
  ['minirepo/1.0', 'minirepo', '1.0'],
  ['verdaccio/6.0.1', 'verdaccio', '6.0'],
  ['Athens/0.14.1', 'athens', '0.14'],
  ['GoModuleMirror/1.0 (+https://proxy.golang.org)', 'gomodulemirror', '1.0'],
  ['Reposilite/3.5.12', 'reposilite', '3.5'],
  ['cnpmcore/3.60.0', 'cnpmcore', '3.60'],
  ['Gemstash/2.7.1', 'gemstash', '2.7'],
  ['geminabox/2.1.0', 'geminabox', '2.1'],
  ['packagist-mirror/1.0', 'packagist-mirror', '1.0'],
];
const CLIENTS: readonly (readonly [agent: string, client: string, version: string])[] = [
  [`pip/26.3 {"ci":null,${PIP}`, 'pip', '26.3'],
  ['pip/20.3.4 {"ci":null,"cpu":"x86_64","distro":{"id":"bookworm"}}', 'pip', '20.3'],
  [`uv/0.13.9 ${UV}null}`, 'uv', '0.13'],
  ['npm/11.19.1 node/v20.20.2 linux x64 workspaces/false', 'npm', '11.19'],
  ['pnpm/12.21.0 npm/? node/? linux x64', 'pnpm', '12.21'],
  ['yarn/1.22.22 npm/? node/v20.20.2 linux x64', 'yarn', '1.22'],
  ['got (https://github.com/sindresorhus/got)', 'yarn-berry', '-'],
  ['cargo/1.95.0 (f2d3ce0bd 2026-03-21)', 'cargo', '1.95'],
  ['Apache-Maven/3.9.11 (Java 17.0.15; Linux 6.x)', 'maven', '3.9'],
  ['Gradle/4.4.1 (Linux;6.x;amd64) (Debian;17.0.15;17.0.15+6-Debian-1deb12u1)', 'gradle', '4.4'],
  ['Go-http-client/2.0', 'go', '2.0'],
  [bundler(''), 'bundler', '2.3'],
  ['bundler/4.0.0.dev rubygems/4.0.0.dev ruby/3.1.2 (x86_64-pc-linux-gnu) command/update options/no_install', 'bundler', '4.0'],
  ['Ruby, RubyGems/3.3.15 x86_64-linux Ruby/3.1.2 (2022-04-12 patchlevel 20)', 'rubygems', '3.3'],
  ['Composer/2.5.5 (Linux; 6.x; PHP 8.2.36; cURL 7.88.1)', 'composer', '2.5'],
  ['Composer/2.10.999-dev+source (Linux; 6.x; PHP 8.2.36; cURL 7.88.1; cmd:install,update)', 'composer', '2.10'],
  ['twine/7.0.0 CPython/3.11.7', 'twine', '7.0'],
  ['Apache-HttpClient/4.5.14 (Java/17.0.15)', 'ivy', '4.5'],
  ['poetry/2.1.3 CPython/3.11.7 Linux/6.1', 'poetry', '2.1'],
  ['pdm/2.22.4 CPython/3.11', 'pdm', '2.22'],
  ['Bun/1.2.9', 'bun', '1.2'],
  ['Deno/2.2.6', 'deno', '2.2'],
  ['conda/24.11.3 requests/2.32.3 CPython/3.12.8', 'conda', '24.11'],
  ['mamba/2.0.5', 'mamba', '2.0'],
  ['pixi/0.41.1', 'pixi', '0.41'],
  ['Coursier/2.1.24', 'coursier', '2.1'],
  ['sbt/1.10.7', 'sbt', '1.10'],
  ['curl/7.88.1', 'curl', '7.88'],
  ['Wget/1.21.3', 'wget', '1.21'],
  ['python-requests/2.32.3', 'python-requests', '2.32'],
];
const nameOf = (product: string): string => product.toLowerCase().replace(/\/.*/, '');
const SCANNER_CLIENTS: Readonly<Record<string, string>> = {
  'snyk-cli': 'snyk',
  sonatype_clm: 'sonatype',
  renovatebot: 'renovate',
  'dependabot-core': 'dependabot',
};

export const SAMPLES: readonly Case[] = [
  ...AGENTS.map((product): Case => [crawler(product), HOME, 'agent', nameOf(product), '-']),
  ...SCANNERS.map((product): Case => [product, 16509, 'scanner', SCANNER_CLIENTS[nameOf(product)] ?? nameOf(product), '-']),
  ...MIRRORS.map(([agent, client, version]): Case => [agent, 16509, 'mirror', client, version]),
  [`pip/26.3 {"ci":true,${PIP}`, HOME, 'ci', 'pip', '26.3'],
  [`uv/0.13.9 ${UV}true}`, HOME, 'ci', 'uv', '0.13'],
  ['npm/11.19.1 node/v20.20.2 linux x64 workspaces/false ci/github-actions', HOME, 'ci', 'npm', '11.19'],
  [bundler(' ci/github,ci'), HOME, 'ci', 'bundler', '2.3'],
  ['Composer/2.5.5 (Linux; 6.x; PHP 8.2.36; cURL 7.88.1; CI)', HOME, 'ci', 'composer', '2.5'],
  ...RULES.filter(({ kind }) => kind === 'asn').map(
    ({ value }): Case => ['cargo/1.95.0 (f2d3ce0bd 2026-03-21)', Number(value), 'ci', 'cargo', '1.95'],
  ),
  ...CLIENTS.map(([agent, client, version]): Case => [agent, HOME, 'human', client, version]),
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    16509,
    'human',
    'browser',
    '-',
  ],
];

const unknown = (agent: string, asn = HOME): Case => [agent, asn, 'unknown', '-', '-'];

/** Each has what a rule looks for, and not as that rule looks for it. */
export const NEAR_MISSES: readonly Case[] = [
  unknown(''),
  unknown('-'),
  ...'gptb chatgptx oaisearch claude- anthropic ccbots byteshop perplexing amazon metaext google gemini-pro appletv cohere diffs mistral'
    .split(' ')
    .map((name) => unknown(`${name}/1.0`)),
  ...'duckling petals deepseek-api tavil firecrawl crawlers triv snykers osvs gryphon syftx dependency sonata jfrog xrays renovation'
    .split(' ')
    .map((name) => unknown(`${name.replace('snykers', 'sny-k')}/1.0`)),
  ...'dependable depsdev ecosystem libraries sockets whitespace blacklist'.split(' ').map((name) => unknown(`${name}/1.0`)),
  // A token further on is not the program's own name.
  ...MIRRORS.map(([agent]) => unknown(`x ${agent}`)),
  ...CLIENTS.map(([agent]) => unknown(`x ${agent}`)),
  unknown('x Mozilla/5.0'),
  ['pip/26.3 {"ci":false}', HOME, 'human', 'pip', '26.3'],
  ['pip/26.3 {"ci":"true"}', HOME, 'human', 'pip', '26.3'],
  ['npm/11.19.1 node/v20.20.2 linux x64 workspaces/false ci', HOME, 'human', 'npm', '11.19'],
  ['Composer/2.5.5 (Linux; CI)x', HOME, 'ci', 'composer', '2.5'],
  // On a hosting network only package clients are automation.
  ...RULES.filter(({ kind }) => kind === 'asn').map(({ value }) => unknown('somebody/1.0', Number(value))),
  ['pip/', HOME, 'human', 'pip', '-'],
  ['pip/12345.1', HOME, 'human', 'pip', '-'],
];
