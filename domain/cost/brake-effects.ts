/** What a degree does: entry of the edge function, sets of the web ACL, and the public document. All follow from the state alone. */
import { createHash } from 'node:crypto';
import type { BrakeDegree, BrakeList, BrakeMode, BrakeState, PublicBrake } from '../contracts/brake';
import { brakeEntry } from '../contracts/brake-entry';
import { LIMIT_SIGNAL_CHARACTERS, limitSignal } from '../contracts/limit-signal';
import { BRAKE_RULE } from '../contracts/metrics';
import { ANONYMOUS, type Tier } from '../tiers/tier';
import type { MonthBudget } from './month-to-date';

/** What the configuration says about the brake; travels with the functions' code. */
export interface BrakeSettings {
  readonly mode: BrakeMode;
  /** The foundation's words. */
  readonly message: string;
  /** Tiers that are refused at degree 3: those without a person behind the token, {@link brakedTiers}. */
  readonly braked: readonly string[];
}

/** `BRAKE_FILE`: the settings, and what the month's count is held against. */
export interface BrakeFile {
  readonly settings: BrakeSettings;
  /** The month's budget, US dollars. */
  readonly monthlyUsd: number;
  /** Absent under an approved flat-rate plan, whose month costs the same whatever is drawn. */
  readonly month?: MonthBudget;
}

/** Seconds after which a refused client is asked to come again. A degree lasts an hour or more, but pip waits as told, five times. */
const RETRY_AFTER = 120;

/** Those whose limit is by address: whoever supports the registry is counted by token. */
export const brakedTiers = (tiers: readonly Tier[]): string[] =>
  tiers.filter(({ aggregation }) => aggregation === 'address').map(({ name }) => name);

/**
 * How machines name themselves which fetch again what they had: CI of pip, uv, npm, Bundler and Composer, robots, scanners. Matched
 * after the tier and a space. What people type (curl, wget) and caches (Artifactory, Nexus, devpi, bandersnatch) is not among them.
 */
const WASTEFUL = '.*("ci": ?true| ci/|; CI\\)|[bB]ot\\b|[cC]rawl|[sS]pider|[sS]can|[tT]rivy|[gG]rype|[sS]yft)';

/** Who is refused at the edge at a degree, over `<tier> <user agent>`; undefined: nobody. */
function refusedAt(degree: BrakeDegree, braked: readonly string[]): string | undefined {
  if (degree === 0) return undefined;
  return degree === 3 ? `^(${braked.join('|')}) ` : `^${ANONYMOUS} ${WASTEFUL}`;
}

/** What happened, for people; the foundation's words follow. */
const WHAT: Readonly<Record<BrakeDegree, string>> = {
  0: '',
  1: 'The registry saves money: robots and CI without a token wait.',
  2: 'The registry saves money: robots and CI without a token wait.',
  3: 'The registry is out of money for now and serves its supporters only.',
};

/** The most characters that the foundation's words may have. */
export const BRAKE_MESSAGE_CHARACTERS =
  LIMIT_SIGNAL_CHARACTERS - Math.max(...Object.values(WHAT).map((text) => signalOf(text, '').length));

function signalOf(what: string, message: string): string {
  const quota = { requests: 0, windowSeconds: RETRY_AFTER };
  return limitSignal({ retryAfterSeconds: RETRY_AFTER, rule: BRAKE_RULE, ...quota, text: `${what} ${message}` });
}

/** The degree that is in effect: a dry run has none. */
export const effective = ({ degree }: Pick<BrakeState, 'degree'>, { mode }: Pick<BrakeSettings, 'mode'>): BrakeDegree =>
  mode === 'on' ? degree : 0;

/** The edge function's entry; undefined: none. */
export function edgeEntry(state: Pick<BrakeState, 'degree'>, settings: BrakeSettings): string | undefined {
  const degree = effective(state, settings);
  const refused = refusedAt(degree, settings.braked);
  return refused === undefined ? undefined : brakeEntry(refused, signalOf(WHAT[degree], settings.message));
}

/** All addresses, in two halves, as AWS WAF takes no prefix of no bits. */
const ALL: Readonly<Record<BrakeList, readonly string[]>> = {
  brakeIpv4: ['0.0.0.0/1', '128.0.0.0/1'],
  brakeIpv6: ['::/1', '8000::/1'],
};

/** What a set is to hold. */
export const setItems = (list: BrakeList, state: Pick<BrakeState, 'degree'>, settings: BrakeSettings): readonly string[] =>
  effective(state, settings) >= 2 ? ALL[list] : [];

export function publicBrake({ sequence, degree, moves }: BrakeState, { mode, message }: BrakeSettings): PublicBrake {
  const last = moves.at(-1);
  return {
    schema: 1,
    sequence,
    degree,
    dry: mode !== 'on',
    since: last?.at ?? null,
    cause: last?.cause ?? null,
    message: degree > 0 && mode === 'on' ? message : '',
  };
}

/**
 * Names everything that is to be brought in line: another move, another configuration, and a store more or less, are another name.
 * @param stores how many have the entry: a second one where delivery is split
 */
export function settledName(state: BrakeState, settings: BrakeSettings, stores = 1): string {
  const wanted = JSON.stringify([edgeEntry(state, settings), publicBrake(state, settings), ...(stores > 1 ? [stores] : [])]);
  return `${state.sequence} ${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`;
}
