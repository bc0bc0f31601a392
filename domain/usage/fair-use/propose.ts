/** Ranks who draws most, and proposes what to do about those who draw more than is fair. Pure. */
import { createHash } from 'node:crypto';
import type { Drawer, DrawerKind, Served } from './drawer';
import { type FairShare, type FairUseSettings, fairShare } from './settings';

export type FairUseRule = 'bytes' | 'repeats';

export interface Finding {
  /** Of the drawer and the rule, the same in every period: `fu-1f0c9a3b`. */
  readonly id: string;
  readonly kind: DrawerKind;
  readonly name: string;
  /** What an entry would hold; none for holders, who are written to and not blocked. */
  readonly ranges: readonly string[];
  readonly rule: FairUseRule;
  readonly period: string;
  /** Bytes or repeats that it drew, and what is fair. */
  readonly drew: number;
  readonly fair: number;
  /** For operators and in the entry: numbers only, no address. */
  readonly reason: string;
}

/**
 * People are never proposed, however many stand behind one address: a family, an office or a campus looks like that. Whoever only
 * pretends to be one is still held by the limits of the tiers and by the brake.
 */
const isPeople = ({ human, requests }: Drawer): boolean => human * 2 > requests;

/** @returns those above their fair share, the furthest above first */
export function findings(drawers: readonly Drawer[], served: Served, settings: FairUseSettings): Finding[] {
  const share = fairShare(settings, served);
  return withoutPartsOf(
    drawers
      .filter((drawer) => !isPeople(drawer))
      .flatMap((drawer) => ofOne(drawer, served, share))
      .sort((a, b) => b.drew / b.fair - a.drew / a.fair || (a.id < b.id ? -1 : 1)),
  );
}

function ofOne(drawer: Drawer, served: Served, share: FairShare): Finding[] {
  const drew: Readonly<Record<FairUseRule, number>> = { bytes: drawer.bytes, repeats: drawer.repeats };
  return (['bytes', 'repeats'] as const)
    .filter((rule) => drew[rule] > share[rule])
    .map((rule) => ({
      id: findingId(drawer, rule),
      kind: drawer.kind,
      name: drawer.name,
      ranges: drawer.kind === 'holder' ? [] : [...drawer.ranges].sort(),
      rule,
      period: served.period,
      drew: drew[rule],
      fair: share[rule],
      reason: REASONS[rule](drawer, served, share),
    }));
}

const REASONS: Readonly<Record<FairUseRule, (drawer: Drawer, served: Served, share: FairShare) => string>> = {
  bytes: ({ bytes }, served, share) =>
    `Drew ${gigabytes(bytes)} in the ${served.kind} ${served.period}, ${percent(bytes, served.bytes)} of everything served; fair use is ${gigabytes(share.bytes)}.`,
  repeats: ({ repeats, downloads }, served, share) =>
    `Downloaded files that it had already ${repeats} times in the ${served.kind} ${served.period}, of ${downloads} downloads; fair use is ${share.repeats}. A cache would spare them.`,
};

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

const findingId = ({ kind, name }: Drawer, rule: FairUseRule): string =>
  `fu-${createHash('sha256').update(`${kind} ${name} ${rule}`).digest('hex').slice(0, 8)}`;

/** One entry for one cause: what a range draws is not proposed again where all of it is proposed as a fleet, and bytes go before repeats. */
function withoutPartsOf(found: readonly Finding[]): Finding[] {
  const fleets = new Set(found.filter(({ kind }) => kind === 'fleet').flatMap(({ ranges }) => ranges));
  const byBytes = new Set(found.filter(({ rule }) => rule === 'bytes').map(({ kind, name }) => `${kind} ${name}`));
  return found.filter(
    ({ kind, name, rule }) => !(kind === 'range' && fleets.has(name)) && !(rule === 'repeats' && byBytes.has(`${kind} ${name}`)),
  );
}
