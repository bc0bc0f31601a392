/** The record of what is allowed and blocked, as a value: what should be in each list, and what ends when. */
import type { AccessEntry, AccessList, AccessLists, AccessMove, AccessRecord } from '../contracts/access';
import { canonical, listOf } from './subject';

export const NO_RECORD: AccessRecord = { schema: 1, entries: [], moves: [] };

/** Longer than a command waits among the dead letters: until then one that comes again is known. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Whether it counts no more, even if nobody has noted that yet. */
export const isOver = ({ ended, until }: AccessEntry, now: Date): boolean =>
  ended !== undefined || (until !== undefined && Date.parse(until) <= now.getTime());

export const activeEntries = ({ entries }: AccessRecord, now: Date): readonly AccessEntry[] =>
  entries.filter((entry) => !isOver(entry, now));

/**
 * What a list should hold: all that is recorded for it and not over, and what somebody has put there by hand.
 * @param holds what it holds now
 */
export function wantedIn(list: AccessList, holds: readonly string[], record: AccessRecord, now: Date): readonly string[] {
  const own = record.entries.filter((entry) => listOf(entry) === list);
  const out = new Set(
    own.filter((entry) => isOver(entry, now) && (entry.leaving || entry.ended === undefined)).map(({ what }) => what),
  );
  const kept = holds.map(canonical).filter((what) => !out.has(what));
  const active = own.filter((entry) => !isOver(entry, now)).map(({ what }) => what);
  return [...new Set([...kept, ...active])].sort();
}

/** The same of every list that there is. */
export const wantedLists = (lists: AccessLists, record: AccessRecord, now: Date): AccessLists =>
  Object.fromEntries(Object.entries(lists).map(([list, holds]) => [list, wantedIn(list as AccessList, holds, record, now)]));

/** Whether two contents of a list are the same, however spelt and ordered. */
export function sameItems(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one.map(canonical)), new Set(other.map(canonical))];
  return a.size === b.size && [...a].every((what) => b.has(what));
}

/** Adds a move with the entries that it makes, and lets go of what is old. */
export function withMove(record: AccessRecord, entries: readonly AccessEntry[], move: AccessMove): AccessRecord {
  const oldest = Date.parse(move.at) - KEPT_MS;
  return {
    schema: 1,
    entries: entries.filter(({ ended }) => ended === undefined || Date.parse(ended) > oldest),
    moves: [...record.moves.filter(({ at }) => Date.parse(at) > oldest), move],
  };
}

/** Counts of a move, for the ledger. */
export function countsOf(what: readonly string[]): { addresses?: number; countries?: number; networks?: number } {
  const countries = what.filter((one) => one.startsWith('country:')).length;
  const networks = what.filter((one) => one.startsWith('asn:')).length;
  const addresses = what.length - countries - networks;
  return { ...(addresses > 0 && { addresses }), ...(countries > 0 && { countries }), ...(networks > 0 && { networks }) };
}

/**
 * Notes the end of everything whose time is over.
 * @param id of the move
 * @returns undefined when there is nothing of it
 */
export function expire(record: AccessRecord, id: string, now: Date): AccessRecord | undefined {
  const at = now.toISOString();
  const isDue = (entry: AccessEntry): boolean => entry.ended === undefined && isOver(entry, now);
  const due = record.entries.filter(isDue);
  if (due.length === 0) return undefined;
  const entries = record.entries.map((entry) => (isDue(entry) ? { ...entry, ended: at, leaving: true as const } : entry));
  return withMove(record, entries, { id, at, change: { action: 'expire', ...countsOf(due.map(({ what }) => what)) } });
}

/** Moves that nobody repeats and that are not in the ledger yet. */
export const unlogged = ({ moves }: AccessRecord): readonly AccessMove[] =>
  moves.filter(({ change, logged }) => change.action === 'expire' && !logged);

/**
 * Notes that what had ended in `seen` has left its list, and that moves are in the ledger.
 * @param seen the record before the lists were written: what ended later may still be in one
 * @param inLedger the moves
 * @returns undefined when there is nothing to note
 */
export function settle(record: AccessRecord, seen: AccessRecord, inLedger: readonly AccessMove[]): AccessRecord | undefined {
  const left = new Set(seen.entries.filter(({ leaving }) => leaving).map(nameOf));
  const logged = new Set(inLedger.map(({ id }) => id));
  const entries = record.entries.map((entry) => {
    if (!entry.leaving || !left.has(nameOf(entry))) return entry;
    const { leaving: _, ...rest } = entry;
    return rest;
  });
  const moves = record.moves.map((move) => (logged.has(move.id) && !move.logged ? { ...move, logged: true as const } : move));
  const isChanged = entries.some((entry, i) => entry !== record.entries[i]) || moves.some((move, i) => move !== record.moves[i]);
  return isChanged ? { schema: 1, entries, moves } : undefined;
}

const nameOf = ({ what, effect, since, ended }: AccessEntry): string => [what, effect, since, ended].join(' ');
