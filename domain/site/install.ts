/** What each client needs to know of the registry, without a token, and how it installs one release. */
import type { ReleaseName } from '../packages/ecosystem';
import type { EcosystemName } from '../packages/names';
import { ECOSYSTEMS } from '../packages/registry';
import type { Setting } from '../tiers/token-clients';

export interface InstallClient {
  readonly name: string;
  readonly ecosystem: EcosystemName;
  /** So that it looks here. @param url of the registry, without a trailing slash. @default - the command says it all */
  readonly setting?: (url: string) => Setting;
  /** Whether the setting has to be there before anything can be installed. @default false: the command says it too */
  readonly settingFirst?: boolean;
  /** A command, or text for a file. @default - the ecosystem's own */
  readonly install?: (release: ReleaseName, url: string) => string;
}

export const INSTALL_CLIENTS: readonly InstallClient[] = [
  {
    name: 'pip',
    ecosystem: 'pypi',
    setting: (url) => ({ file: '~/.config/pip/pip.conf', text: `[global]\nindex-url = ${url}/pypi/simple/` }),
  },
  {
    name: 'uv',
    ecosystem: 'pypi',
    setting: (url) => ({ file: 'uv.toml', text: `[[index]]\nname = "commons"\nurl = "${url}/pypi/simple/"\ndefault = true` }),
    install: ({ project, version }, url) => `uv pip install --index-url ${url}/pypi/simple/ ${project}==${version}`,
  },
  { name: 'npm', ecosystem: 'npm', setting: (url) => ({ file: '.npmrc', text: `registry=${url}/npm/` }) },
  {
    name: 'pnpm',
    ecosystem: 'npm',
    setting: (url) => ({ file: '.npmrc', text: `registry=${url}/npm/` }),
    install: ({ project, version }, url) => `pnpm add --registry=${url}/npm/ ${project}@${version}`,
  },
  {
    name: 'Cargo',
    ecosystem: 'cargo',
    setting: (url) => ({ file: '.cargo/config.toml', text: `[registries.commons]\nindex = "sparse+${url}/cargo/index/"` }),
    settingFirst: true,
    install: ({ project, version }) => `cargo add --registry commons ${project}@=${version}`,
  },
  {
    name: 'Maven',
    ecosystem: 'maven',
    setting: (url) => ({
      file: 'pom.xml',
      text: `<repositories>\n  <repository><id>commons</id><url>${url}/maven/</url></repository>\n</repositories>`,
    }),
  },
  {
    name: 'Gradle',
    ecosystem: 'maven',
    setting: (url) => ({ file: 'build.gradle', text: `repositories {\n  maven { url '${url}/maven/' }\n}` }),
    settingFirst: true,
    install: ({ project, version }) => `dependencies {\n  implementation '${project}:${version}'\n}`,
  },
  { name: 'gem', ecosystem: 'rubygems', setting: (url) => ({ file: '~/.gemrc', text: `:sources:\n- ${url}/gems/` }) },
  {
    name: 'Bundler',
    ecosystem: 'rubygems',
    setting: (url) => ({ file: 'Gemfile', text: `source '${url}/gems/'` }),
    install: ({ project, version }, url) => `bundle add ${project} --version "= ${version}" --source ${url}/gems/`,
  },
  {
    name: 'Composer',
    ecosystem: 'composer',
    setting: (url) => ({
      file: 'composer.json',
      text: `{"repositories": [{"type": "composer", "url": "${url}/composer"}]}`,
    }),
  },
  {
    name: 'go',
    ecosystem: 'go',
    setting: (url) => ({ file: '~/.config/go/env', text: `GOPROXY=${url}/go,https://proxy.golang.org,direct` }),
  },
  { name: 'curl', ecosystem: 'generic' },
];

/** The clients of an ecosystem. */
export const clientsOf = (ecosystem: string): readonly InstallClient[] =>
  INSTALL_CLIENTS.filter((client) => client.ecosystem === ecosystem);

export const installText = ({ ecosystem, install }: InstallClient, release: ReleaseName, url: string): string =>
  install ? install(release, url) : ECOSYSTEMS[ecosystem].installText(release, url);
