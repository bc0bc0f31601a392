/** What a proposal asks for in the lists of addresses. */
import { MOST_SUBJECTS } from '../../contracts/access';
import type { Proposal } from './state';

export interface FairUseEntries {
  readonly what: readonly string[];
  /** For operators: it names the proposal, and no address. */
  readonly reason: string;
  readonly until: string;
}

/** One for each command that its ranges take. */
export const entriesOf = ({ id, ranges, reason, until }: Proposal): FairUseEntries[] =>
  Array.from({ length: Math.ceil(ranges.length / MOST_SUBJECTS) }, (_, i) => ({
    what: ranges.slice(i * MOST_SUBJECTS, (i + 1) * MOST_SUBJECTS),
    reason: `Fair use, ${id}: ${reason}`,
    until,
  }));
