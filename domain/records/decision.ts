/** What was decided about an upload or a command, kept so that a repeated message finds it and changes nothing. */
import { projectSegment, type UploadId } from '../contracts/keys';
import type { CommandVerdict, Verdict } from '../contracts/release';
import type { LedgerEvent } from './ledger';

export interface Decision<Answer extends Verdict | CommandVerdict = Verdict> {
  readonly schema: 1;
  readonly verdict: Answer;
  readonly event: LedgerEvent;
  /** Cache tags to invalidate. */
  readonly tags: readonly string[];
  /** Number under which the ledger entry is, or was last tried: see `append-ledger.ts`. */
  readonly sequence: number;
}

export const eventId = ({ ecosystem, project, upload }: UploadId): string => `${ecosystem}/${projectSegment(project)}/${upload}`;

/** Whoever creates the claim of a version owns it, for ever. Its time becomes the release's. */
export interface Claim {
  readonly schema: 1;
  readonly upload: string;
  readonly version: string;
  readonly at: string;
}
