/** From user agent and network to class, client and version: the rules of `rules-table.ts`, for TypeScript and as SQL alike. */
import { RULES, type Rule, type RuleClass } from './rules-table';
import { isOneOf, matched, text } from './sql/text';

/**
 * First that matches, wins.
 * - `agent`: AI crawlers and assistants. A coding agent that runs `pip install` looks like pip, so this counts too few.
 * - `scanner`: looks for vulnerable or outdated packages. `mirror`: a cache or copy of the registry.
 * - `ci`: says that it is automation, or is a package client on a hosting network. Those hold cloud desktops and hidden mirrors too.
 * - `human`: a package client on any other network, or a browser. `unknown`: none of those.
 */
export const CLASSES = ['agent', 'scanner', 'mirror', 'ci', 'human', 'unknown'] as const;
export type UsageClass = (typeof CLASSES)[number];

export interface Verdict {
  readonly class: UsageClass;
  /** Name from the rules, never from the request; `-` when unknown. */
  readonly client: string;
  /** `<major>.<minor>`; `-` when the client is unknown or does not say. */
  readonly version: string;
}

const of = (name: RuleClass, ...kinds: readonly Rule['kind'][]): readonly Rule[] =>
  RULES.filter((rule) => rule.class === name && kinds.includes(rule.kind));

/** Those that are known by their user agent alone, with one pattern each: the alternative that comes first in the text wins. */
const NAMED = (['agent', 'scanner', 'mirror'] as const).map((name) => ({
  name,
  pattern: patternOf(of(name, 'prefix', 'contains')),
}));
const CI_MARKS = of('ci', 'contains');
const HOSTING = of('ci', 'asn').map(({ value }) => Number(value));
const PACKAGE_CLIENTS = of('human', 'prefix');
const BROWSER = 'browser';
const BROWSERS = of('human', 'regex');
/** All that a pattern can find, and clients. */
const CLIENT_NAMES = new Map(RULES.map((rule) => [rule.value, rule.client ?? rule.value.replace(/[^a-z.]+$/, '')]));
/** After the token that a client begins with. Rare versions are merged like everything small, so that a long one gives nobody away. */
const VERSION = '^[a-z, -]+/([0-9]{1,4}\\.[0-9]{1,4})';

function patternOf(rules: readonly Rule[]): string {
  const values = rules.map(({ value, kind }) => (kind === 'prefix' ? '^' : '') + value.replace(/[.()]/g, '\\$&'));
  return values.join('|');
}

/** @param agent as sent @param asn 0 when unknown */
export function classify(agent: string, asn: number): Verdict {
  const ua = agent.toLowerCase();
  for (const { name, pattern } of NAMED) {
    const value = new RegExp(pattern).exec(ua)?.[0];
    if (value !== undefined) return verdict(name, CLIENT_NAMES.get(value), ua);
  }
  const client = PACKAGE_CLIENTS.find(({ value }) => ua.startsWith(value));
  const browser = BROWSERS.find(({ value }) => new RegExp(value).test(ua));
  const name = (client ?? browser) && CLIENT_NAMES.get((client ?? browser)!.value)!;
  if (CI_MARKS.some(({ value }) => ua.includes(value))) return verdict('ci', name, ua);
  if (client && HOSTING.includes(asn)) return verdict('ci', name, ua);
  return verdict(name === undefined ? 'unknown' : 'human', name, ua);
}

const verdict = (name: UsageClass, client: string | undefined, ua: string): Verdict => ({
  class: name,
  client: client ?? '-',
  version: (isVersioned(name, client) && new RegExp(VERSION).exec(ua)?.[1]) || '-',
});

/** Agents and scanners may be named anywhere in the text, and what browsers begin with is no version. */
const isVersioned = (name: UsageClass, client = '-'): boolean =>
  name !== 'agent' && name !== 'scanner' && client !== '-' && client !== BROWSER;

/** Of a column `ua` in lower case: what each pattern found, '' for nothing, and the client that it begins with. */
export const foundColumns = (): string[] => [
  ...NAMED.map(({ name, pattern }) => `${matched('ua', pattern, 0)} AS ${name}_found`),
  `${caseOf([...PACKAGE_CLIENTS, ...BROWSERS])} AS known_client`,
];

/** `hosting`: 1 in networks of hosting companies, else 0. */
export const hostingColumn = (asn: string): string => `CASE WHEN ${isOneOf(asn, HOSTING)} THEN 1 ELSE 0 END AS hosting`;

/** `class` and `client`, of those columns and of `ua` and `hosting`. */
export const classColumns = (): string[] => [
  `CASE
    ${NAMED.map(({ name }) => `WHEN ${name}_found <> '' THEN ${text(name)}`).join('\n    ')}
    WHEN ${CI_MARKS.map(({ value }) => `strpos(ua, ${text(value)}) > 0`).join(' OR ')} THEN 'ci'
    WHEN known_client NOT IN ('-', ${text(BROWSER)}) AND hosting = 1 THEN 'ci'
    WHEN known_client <> '-' THEN 'human'
    ELSE 'unknown' END AS class`,
  `CASE
    ${NAMED.map(({ name }) => `WHEN ${name}_found <> '' THEN ${clientOf(name)}`).join('\n    ')}
    ELSE known_client END AS client`,
];

/** `version`, of `class`, `client` and `ua`. */
export const versionColumn = (): string =>
  `CASE WHEN class IN ('agent', 'scanner') OR client IN ('-', ${text(BROWSER)}) THEN '-'
    ELSE COALESCE(NULLIF(${matched('ua', VERSION, 1)}, ''), '-') END AS version`;

/** What a pattern found is the value of a rule, whose client may have another name. */
function clientOf(name: RuleClass): string {
  const cases = of(name, 'prefix', 'contains')
    .filter(({ value }) => CLIENT_NAMES.get(value) !== value)
    .map(({ value }) => `WHEN ${text(value)} THEN ${text(CLIENT_NAMES.get(value)!)}`);
  return cases.length ? `CASE ${name}_found ${cases.join(' ')} ELSE ${name}_found END` : `${name}_found`;
}

function caseOf(rules: readonly Rule[]): string {
  const cases = rules.map(({ kind, value }) => {
    const condition = kind === 'prefix' ? `starts_with(ua, ${text(value)})` : `${matched('ua', value, 0)} <> ''`;
    return `WHEN ${condition} THEN ${text(CLIENT_NAMES.get(value)!)}`;
  });
  return `CASE ${cases.join('\n    ')}\n    ELSE '-' END`;
}
