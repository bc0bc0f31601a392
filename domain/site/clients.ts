/** How each client asks for less: most requests of build machines are for what they have had before. */
import type { EcosystemName } from '../packages/names';
import type { TokenClient } from '../tiers/token-clients';

export interface ClientCaching {
  readonly name: string;
  readonly ecosystem: EcosystemName;
  /** Under which its settings for a token are known. @default - it has none */
  readonly token?: TokenClient;
  /** File that pins versions, so that no version has to be looked for. */
  readonly lock: string;
  /** Command that installs what the lock file says. */
  readonly install: string;
  /** Folder that a build machine keeps from run to run. */
  readonly cache: string;
  /** Command that prints it, as it differs by system. */
  readonly ask?: string;
}

export const CLIENTS: readonly ClientCaching[] = [
  {
    name: 'pip',
    ecosystem: 'pypi',
    token: 'pip',
    lock: 'requirements.txt',
    install: 'pip install --require-hashes -r requirements.txt',
    cache: '~/.cache/pip',
    ask: 'pip cache dir',
  },
  { name: 'uv', ecosystem: 'pypi', lock: 'uv.lock', install: 'uv sync --locked', cache: '~/.cache/uv', ask: 'uv cache dir' },
  {
    name: 'npm',
    ecosystem: 'npm',
    token: 'npm',
    lock: 'package-lock.json',
    install: 'npm ci --prefer-offline',
    cache: '~/.npm',
    ask: 'npm config get cache',
  },
  {
    name: 'Cargo',
    ecosystem: 'cargo',
    token: 'cargo',
    lock: 'Cargo.lock',
    install: 'cargo build --locked',
    cache: '~/.cargo/registry',
  },
  { name: 'Maven', ecosystem: 'maven', token: 'mvn', lock: 'pom.xml', install: 'mvn package', cache: '~/.m2/repository' },
  {
    name: 'Gradle',
    ecosystem: 'maven',
    token: 'gradle',
    lock: 'gradle.lockfile',
    install: 'gradle build',
    cache: '~/.gradle/caches',
  },
  {
    name: 'gem',
    ecosystem: 'rubygems',
    token: 'gem',
    lock: 'Gemfile.lock',
    install: 'gem install --file Gemfile',
    cache: '$(gem env gemdir)/cache',
  },
  {
    name: 'Bundler',
    ecosystem: 'rubygems',
    token: 'bundler',
    lock: 'Gemfile.lock',
    install: 'BUNDLE_PATH=vendor/bundle bundle install',
    cache: 'vendor/bundle',
  },
  {
    name: 'Composer',
    ecosystem: 'composer',
    token: 'composer',
    lock: 'composer.lock',
    install: 'composer install',
    cache: '~/.cache/composer',
    ask: 'composer config --global cache-dir',
  },
  {
    name: 'go',
    ecosystem: 'go',
    token: 'go',
    lock: 'go.sum',
    install: 'go mod download',
    cache: '~/go/pkg/mod',
    ask: 'go env GOMODCACHE',
  },
];
