/** What was decided about an upload or a command, kept so that a repeated message finds it and changes nothing. */
import { projectSegment, type UploadId } from '../contracts/keys';
import type { ReleaseAction, Verdict } from '../contracts/release';
import type { Finding } from '../contracts/screening';
import type { LedgerEvent } from './ledger';

export interface Decision<Answer extends { readonly at: string } = Verdict> {
  readonly schema: 1;
  readonly verdict: Answer;
  readonly event: LedgerEvent;
  /** Signs that this decision was made with; those that a person has seen before are not among them. */
  readonly findings?: readonly Finding[];
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
  /** Signs that did not keep the release from being accepted. */
  readonly findings?: readonly Finding[];
}

/** Whoever creates it has decided about a held upload, for ever. */
export interface Settlement {
  readonly schema: 1;
  /** Name of the command. */
  readonly command: string;
  readonly action: ReleaseAction;
  readonly reason: string;
  /** Who, by their own word. */
  readonly by: string;
  /** AWS account whose credentials asked. */
  readonly requester?: string;
}
