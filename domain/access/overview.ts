/** What is on record and what is in the lists, side by side. */
import { ACCESS_LISTS, type AccessEntry, type AccessList, type AccessLists, type AccessRecord } from '../contracts/access';
import { isOver } from './record';
import { canonical, listOf } from './subject';

/**
 * `missing`: on record and not in its list, as after a deployment that emptied it. `lingering`: over, and still in its list.
 * `by hand`: in a list and not on record.
 */
export type AccessState = 'in effect' | 'missing' | 'lingering' | 'ended' | 'by hand';

export interface AccessRow extends Partial<Omit<AccessEntry, 'leaving'>> {
  readonly what: string;
  readonly effect: AccessEntry['effect'];
  readonly state: AccessState;
}

/** Everything, by list; the oldest first, and what nobody recorded last. */
export const overview = (record: AccessRecord, lists: AccessLists, now: Date): AccessRow[] =>
  ACCESS_LISTS.flatMap((list) => {
    const holds = new Set((lists[list] ?? []).map(canonical));
    const own = record.entries.filter((entry) => listOf(entry) === list);
    const active = new Set(own.filter((entry) => !isOver(entry, now)).map(({ what }) => what));
    const rows = own.map(({ leaving, ...entry }): AccessRow => {
      const isOut = isOver(entry, now);
      const lingers = holds.has(entry.what) && !active.has(entry.what) && (leaving || entry.ended === undefined);
      if (isOut) return { ...entry, state: lingers ? 'lingering' : 'ended' };
      return { ...entry, state: holds.has(entry.what) ? 'in effect' : 'missing' };
    });
    const explained = new Set(rows.filter(({ state }) => state !== 'ended').map(({ what }) => what));
    const strays = [...holds].filter((what) => !explained.has(what)).sort();
    return [...rows, ...strays.map((what): AccessRow => ({ what, effect: effectOf(list), state: 'by hand' }))];
  });

const effectOf = (list: AccessList): AccessEntry['effect'] => (list.startsWith('allow') ? 'allow' : 'block');
