/**
 * What user agents say about who asks, as data. Values are held against the lower-cased user agent. One line is one rule; its place
 * within a class does not matter, the order of classes is in `rules.ts`. Change {@link RULES_VERSION} with every change: another
 * version is a break in the series.
 */
export const RULES_VERSION = '2026-11-23';

export type RuleClass = 'agent' | 'scanner' | 'mirror' | 'ci' | 'human';

export interface Rule {
  readonly class: RuleClass;
  /** `prefix` and `contains` are plain text, `regex` is what Java and RE2 read alike, `asn` a network's number. */
  readonly kind: 'prefix' | 'contains' | 'regex' | 'asn';
  readonly value: string;
  /** Name of the program for people. @default the value without what follows its last letter */
  readonly client?: string;
  /** Day from which it is used. */
  readonly since: string;
  /** Where it was read. */
  readonly source: string;
}

const SINCE = '2026-11-23';
const rules = (
  name: RuleClass,
  kind: Rule['kind'],
  source: string,
  values: readonly (string | readonly [value: string, client: string])[],
): Rule[] =>
  values.map((each) => {
    const [value, client] = typeof each === 'string' ? [each] : each;
    return { class: name, kind, value, ...(client !== undefined && { client }), since: SINCE, source };
  });

const AI_ROBOTS = 'https://github.com/ai-robots-txt/ai.robots.txt';
const SEEN = 'captured from the program';
const LINEHAUL = 'https://github.com/pypi/linehaul-cloud-function';
const VENDOR = "the program's documentation or source";
const networks = (operator: string): string => `https://www.peeringdb.com (${operator})`;

export const RULES: readonly Rule[] = [
  ...rules('agent', 'contains', AI_ROBOTS, [
    'gptbot',
    'chatgpt-user',
    'oai-searchbot',
    'claudebot',
    'claude-user',
    'claude-searchbot',
    'claude-code',
    'anthropic-ai',
    'ccbot/',
    'bytespider',
    'perplexitybot',
    'perplexity-user',
    'amazonbot',
    'meta-externalagent',
    'meta-externalfetcher',
    'google-cloudvertexbot',
    'gemini-deep-research',
    'googleother',
    'applebot-extended',
    'cohere-ai',
    'diffbot',
    'mistralai-user',
    'duckassistbot',
    'petalbot',
    'deepseekbot',
    'tavilybot',
    'firecrawlagent',
    'crawl4ai',
  ]),
  ...rules('scanner', 'contains', VENDOR, [
    'trivy',
    'snyk',
    'osv-scanner',
    'osv-scalibr',
    'grype/',
    'syft/',
    'dependency-check',
    'sonatype',
    'jfrog-xray',
    'xray-indexer',
    'renovate',
    'dependabot',
    'deps.dev',
    'ecosyste.ms',
    'libraries.io',
    'socketsecurity',
    'whitesource',
    'blackduck',
  ]),
  ...rules('mirror', 'prefix', LINEHAUL, [
    'bandersnatch/',
    'devpi-server/',
    'devpi/',
    'artifactory/',
    'nexus/',
    ['nexus-', 'nexus'],
    'proxpi/',
    ['pulpcore/', 'pulp'],
    'pulp/',
    'minirepo/',
  ]),
  ...rules('mirror', 'prefix', VENDOR, [
    'verdaccio/',
    'athens/',
    'gomodulemirror/',
    'reposilite/',
    'cnpmcore/',
    'gemstash/',
    'geminabox/',
    'packagist-mirror/',
  ]),
  ...rules('ci', 'contains', SEEN, ['"ci":true', ' ci/', '; ci)']),
  ...rules('ci', 'asn', networks('Amazon'), ['16509', '14618', '8987']),
  ...rules('ci', 'asn', networks('Microsoft'), ['8075', '8068', '12076']),
  ...rules('ci', 'asn', networks('Google'), ['15169', '396982', '19527']),
  ...rules('ci', 'asn', networks('Oracle'), ['31898']),
  ...rules('ci', 'asn', networks('Hetzner'), ['24940', '212317', '213230']),
  ...rules('ci', 'asn', networks('OVH'), ['16276']),
  ...rules('ci', 'asn', networks('DigitalOcean'), ['14061']),
  ...rules('ci', 'asn', networks('Akamai Linode'), ['63949']),
  ...rules('ci', 'asn', networks('Vultr'), ['20473']),
  ...rules('ci', 'asn', networks('Scaleway'), ['12876']),
  ...rules('ci', 'asn', networks('Alibaba'), ['37963', '45102']),
  ...rules('ci', 'asn', networks('Tencent'), ['45090', '132203']),
  ...rules('ci', 'asn', networks('IBM'), ['36351']),
  ...rules('ci', 'asn', networks('Contabo'), ['51167']),
  ...rules('ci', 'asn', networks('Leaseweb'), ['60781']),
  ...rules('ci', 'asn', networks('netcup'), ['197540']),
  ...rules('human', 'prefix', SEEN, [
    'pip/',
    'uv/',
    'npm/',
    'pnpm/',
    'yarn/',
    ['got (https://github.com/sindresorhus/got)', 'yarn-berry'],
    'cargo/',
    ['apache-maven/', 'maven'],
    'gradle/',
    ['go-http-client/', 'go'],
    'bundler/',
    ['ruby, rubygems/', 'rubygems'],
    'composer/',
    'twine/',
    ['apache-httpclient/', 'ivy'],
  ]),
  ...rules('human', 'prefix', VENDOR, [
    'poetry/',
    'pdm/',
    'bun/',
    'deno/',
    'conda/',
    'mamba/',
    'pixi/',
    'coursier/',
    'sbt/',
    'curl/',
    'wget/',
    'python-requests/',
  ]),
  // A browser is a person wherever it comes from, so it is no package client.
  ...rules('human', 'regex', 'https://www.rfc-editor.org/rfc/rfc9110#name-user-agent', [['^mozilla/', 'browser']]),
];
