/** Which version of a report comes next, so that making it again gives the same bytes. */
import type { ReportInput } from './input';
import type { TransparencyReport } from './types';

export interface Now {
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Why a published report is to be replaced. @default - it is not */
  readonly correction?: string | undefined;
  /** Newest entry of the ledger. @default - there is none */
  readonly ledger?: ReportInput['ledger'] | undefined;
}

/**
 * A published month made again keeps its day, its version and the head of the ledger as it was then. A correction is the next version. What
 * was published before the period had ended counts for nothing.
 * @param before what is published of the period
 */
export function nextVersion(
  before: TransparencyReport | undefined,
  { today, correction, ledger }: Now,
): Pick<ReportInput, 'published' | 'version' | 'correction' | 'ledger'> {
  const final = before?.preliminary ? undefined : before;
  if (!final) return { published: today, version: 1, ...(ledger && { ledger }) };
  if (correction !== undefined) return { published: today, version: final.version + 1, correction, ...(ledger && { ledger }) };
  return {
    published: final.published,
    version: final.version,
    ...(final.correction !== undefined && { correction: final.correction }),
    ...(final.ledger && { ledger: final.ledger }),
  };
}
