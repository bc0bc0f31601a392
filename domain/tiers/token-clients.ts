/** What a holder sets so that a client sends the token: with every request, and to this registry only. */

export const TOKEN_CLIENTS = ['pip', 'npm', 'cargo', 'mvn', 'gradle', 'gem', 'bundler', 'composer', 'go'] as const;
export type TokenClient = (typeof TOKEN_CLIENTS)[number];

/** Whose token, and for which registry. */
export interface TokenUse {
  /** Address of the registry, without a trailing slash. */
  readonly url: string;
  readonly tier: string;
  readonly holder: string;
}

/** Text for a file; `TOKEN` in it stands for the token. */
export interface Setting {
  /** Path; `~/` is the home directory, anything else is within the project. */
  readonly file: string;
  /** What is added to it. */
  readonly text: string;
}

/** Where the token goes in {@link Setting.text}. */
export const TOKEN_PLACE = 'TOKEN';

interface Addresses {
  /** Below the tier's prefix, without a trailing slash. */
  readonly base: string;
  readonly host: string;
  readonly hostName: string;
}

const NETRC = ({ hostName }: Addresses): Setting => ({
  file: '~/.netrc',
  text: `machine ${hostName} login token password ${TOKEN_PLACE}`,
});

/** Files and not commands: what is on a command line can be read by others on the machine, and stays in the shell's history. */
const SETTINGS: Readonly<Record<TokenClient, (at: Addresses) => readonly Setting[]>> = {
  pip: (at) => [NETRC(at), { file: '~/.config/pip/pip.conf', text: `[global]\nindex-url = ${at.base}/pypi/simple/` }],
  // Documents name files by their plain address, so the token is for the whole host.
  npm: ({ base, host }) => [{ file: '~/.npmrc', text: `registry=${base}/npm/\n//${host}/:_authToken=${TOKEN_PLACE}` }],
  cargo: ({ base }) => [
    {
      file: '~/.cargo/config.toml',
      text: `[registries.commons]\nindex = "sparse+${base}/cargo/index/"\ncredential-provider = "cargo:token"`,
    },
    { file: '~/.cargo/credentials.toml', text: `[registries.commons]\ntoken = "${TOKEN_PLACE}"` },
  ],
  mvn: ({ base }) => [
    {
      file: '~/.m2/settings.xml',
      text: `<settings>
  <servers>
    <server><id>commons</id><username>token</username><password>${TOKEN_PLACE}</password></server>
  </servers>
  <profiles><profile>
    <id>commons</id>
    <repositories><repository><id>commons</id><url>${base}/maven/</url></repository></repositories>
  </profile></profiles>
  <activeProfiles><activeProfile>commons</activeProfile></activeProfiles>
</settings>`,
    },
  ],
  gradle: ({ base }) => [
    { file: '~/.gradle/gradle.properties', text: `commonsToken=${TOKEN_PLACE}` },
    {
      file: 'build.gradle',
      text: `repositories {
  maven {
    url '${base}/maven/'
    credentials { username 'token'; password commonsToken }
  }
}`,
    },
  ],
  gem: ({ base }) => [{ file: '~/.gemrc', text: `:sources:\n- ${base.replace('://', `://token:${TOKEN_PLACE}@`)}/gems/` }],
  bundler: ({ base, hostName }) => [
    { file: '~/.bundle/config', text: `---\n${bundlerKey(hostName)}: "token:${TOKEN_PLACE}"` },
    { file: 'Gemfile', text: `source '${base}/gems/'` },
  ],
  composer: ({ base, host }) => [
    { file: '~/.config/composer/auth.json', text: JSON.stringify({ bearer: { [host]: TOKEN_PLACE } }) },
    { file: 'composer.json', text: JSON.stringify({ repositories: [{ type: 'composer', url: `${base}/composer` }] }) },
  ],
  go: (at) => [NETRC(at), { file: '~/.config/go/env', text: `GOPROXY=${at.base}/go,https://proxy.golang.org,direct` }],
};

/** https://bundler.io/man/bundle-config.1.html */
const bundlerKey = (hostName: string): string => `BUNDLE_${hostName.replaceAll('-', '___').replaceAll('.', '__').toUpperCase()}`;

/** What applies to one client besides. */
const NOTES: Partial<Readonly<Record<TokenClient, string>>> = {
  composer: "'composer config --global home' prints another folder where it is not ~/.config/composer.",
  go: "'go env GOENV' prints another file where it is not ~/.config/go/env. The go command sends a token with HTTPS only.",
  pip: "'pip config debug' prints another file where it is not ~/.config/pip/pip.conf.",
};

export function settingsFor(client: TokenClient, { url, tier, holder }: TokenUse): readonly Setting[] {
  const { host, hostname } = new URL(url);
  return SETTINGS[client]({ base: `${url}/t/${tier}/${holder}`, host, hostName: hostname });
}

/** The settings as a person reads them. */
export function instructionsFor(client: TokenClient, use: TokenUse): string {
  const settings = settingsFor(client, use).map(({ file, text }) => `${file}\n${text.replace(/^/gm, '    ')}`);
  const note = NOTES[client];
  const head = `For ${client}, add to these files, with the token in place of ${TOKEN_PLACE}, and let nobody else read those that hold it (chmod 600):`;
  return [head, ...settings, ...(note === undefined ? [] : [note])].join('\n\n');
}
