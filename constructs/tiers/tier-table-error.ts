import { problemText } from '../../domain/contracts/problem';
import type { TierProblem } from '../../domain/tiers/limits';

/** Why a tier table cannot become a web ACL: every problem at once, each with its stable code. */
export class TierTableError extends Error {
  constructor(
    /** Path of the construct. */
    readonly construct: string,
    readonly problems: readonly TierProblem[],
  ) {
    const texts = problems.map((problem) => `${problem.code} ${problemText(problem)}`.replace(/^/gm, '  '));
    super([`'${construct}' cannot become a web ACL:`, ...texts].join('\n\n'));
    this.name = 'TierTableError';
  }
}
