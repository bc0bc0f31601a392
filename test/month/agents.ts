/**
 * User agents as real clients send them, captured from them (`docs/clients.md`), with the name and the version, major and minor, that usage
 * is counted under.
 */
import type { ToolName } from '../traffic/tools';

export interface Agent {
  readonly text: string;
  readonly client: string;
  readonly version: string;
}

const agent = (client: string, version: string, text: string): Agent => ({ client, version, text });

const pip = (version: string, ci: boolean): Agent =>
  agent(
    'pip',
    version,
    `pip/${version} ${JSON.stringify({
      ci: ci || null,
      cpu: 'x86_64',
      distro: { id: 'bookworm', libc: { lib: 'glibc', version: '2.36' }, name: 'Debian GNU/Linux', version: '12' },
      implementation: { name: 'CPython', version: '3.11.7' },
      installer: { name: 'pip', version },
      openssl_version: 'OpenSSL 3.0.19 27 Jan 2026',
      python: '3.11.7',
      setuptools_version: '65.5.0',
      system: { name: 'Linux', release: '6.1' },
    })}`,
  );
const uv = (version: string, ci: boolean): Agent =>
  agent(
    'uv',
    version.replace(/\.\d+$/, ''),
    `uv/${version} ${JSON.stringify({ installer: { name: 'uv', version, subcommand: ['pip', 'install'] }, python: '3.11.7', ci: ci || null })}`,
  );
const npm = (version: string, ci: boolean): Agent =>
  agent(
    'npm',
    version.replace(/\.\d+$/, ''),
    `npm/${version} node/v20.20.2 linux x64 workspaces/false${ci ? ' ci/github-actions' : ''}`,
  );

/** What tells nobody whether it runs in CI. */
const SILENT = {
  cargo: [agent('cargo', '1.95', 'cargo/1.95.0 (f2d3ce0bd 2026-03-21)')],
  maven: [
    agent('maven', '3.9', 'Apache-Maven/3.9.11 (Java 17.0.15; Linux 6.1)'),
    agent('gradle', '4.4', 'Gradle/4.4.1 (Linux;6.1;amd64) (Debian;17.0.15;17.0.15+6-Debian-1deb12u1)'),
  ],
  go: [agent('go', '2.0', 'Go-http-client/2.0')],
  gem: [agent('rubygems', '3.3', 'Ruby, RubyGems/3.3.15 x86_64-linux Ruby/3.1.2 (2022-04-12 patchlevel 20)')],
  composer: [agent('composer', '2.5', 'Composer/2.5.5 (Linux; 6.1; PHP 8.2.36; cURL 7.88.1)')],
} as const;

/** By tool, of people at their own machines. */
export const HUMAN_AGENTS: Readonly<Partial<Record<ToolName, readonly Agent[]>>> = {
  pip: [pip('26.3', false), pip('25.1', false)],
  uv: [uv('0.13.9', false)],
  npm: [npm('11.19.1', false), npm('10.9.9', false), agent('pnpm', '12.21', 'pnpm/12.21.0 npm/? node/? linux x64')],
  'npm ci': [npm('11.19.1', false), agent('yarn', '1.22', 'yarn/1.22.22 npm/? node/v20.20.2 linux x64')],
  ...SILENT,
};

/** By tool, of CI; where the program says so, it does. */
export const CI_AGENTS: typeof HUMAN_AGENTS = {
  ...SILENT,
  pip: [pip('26.3', true)],
  uv: [uv('0.13.9', true)],
  npm: [npm('11.19.1', true)],
  'npm ci': [npm('11.19.1', true)],
  gem: [
    agent(
      'bundler',
      '2.3',
      'bundler/2.3.15 rubygems/3.3.15 ruby/3.1.2 (x86_64-pc-linux-gnu) command/install options/no_install,path ci/github,ci 0123456789abcdef',
    ),
  ],
  composer: [agent('composer', '2.5', 'Composer/2.5.5 (Linux; 6.1; PHP 8.2.36; cURL 7.88.1; CI)')],
};

export const MIRROR_AGENTS = [
  agent('bandersnatch', '6.6', 'bandersnatch/6.6.0 (cpython 3.11.7-final0, Linux x86_64) (aiohttp 3.12.15)'),
  agent('artifactory', '7.98', 'Artifactory/7.98.9 79809900'),
  agent('nexus', '3.76', 'Nexus/3.76.0-03 (OSS; Linux; 6.1; amd64; 17.0.15)'),
] as const;
export const SCANNER_AGENTS = [
  agent('renovate', '-', 'RenovateBot/41.0.0 (https://github.com/renovatebot/renovate)'),
  agent('trivy', '-', 'trivy/0.58.1'),
  agent('osv-scanner', '-', 'osv-scanner/2.0.1'),
] as const;
export const CRAWLER_AGENTS = [
  agent('gptbot', '-', 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)'),
] as const;
export const ASSISTANT_AGENTS = [
  agent('claude-user', '-', 'Mozilla/5.0 (compatible; Claude-User/1.0; +Claude-User@anthropic.com)'),
] as const;
/** No rule knows them. */
export const UNKNOWN_AGENTS = [agent('-', '-', 'builder-of-somebody/0.1'), agent('-', '-', '')] as const;
