import { Refusal, type RefusalCode } from '../../contracts/refusals';

export type ArchiveCode = Extract<RefusalCode, `ARCHIVE_${string}`>;

const ADVICE: Readonly<Record<ArchiveCode, string>> = {
  ARCHIVE_UNREADABLE: 'it may be truncated or damaged, build and upload it again',
  ARCHIVE_PATH: 'rename the entry',
  ARCHIVE_ENTRY: 'leave the entry out or pack it plainly',
  ARCHIVE_AMBIGUOUS: 'readers could see different files in it, build it again with an ordinary build tool',
  ARCHIVE_LAYOUT: 'build it again with an ordinary build tool',
  ARCHIVE_BOMB: "make it smaller or ask the operator to raise 'limits' in registry.config.ts",
};

/** Refuses an archive that cannot be trusted to unpack the same way everywhere. */
export function refuseArchive(code: ArchiveCode, what: string): never {
  throw new Refusal(code, `The archive is not usable: ${what}; ${ADVICE[code]}.`);
}

/** What a reader throws about bad bytes becomes a refusal; a refusal stays what it is. The same bytes always fail the same way. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { message } = error as Error;
  return new Refusal('ARCHIVE_UNREADABLE', `The archive cannot be read: ${message}; ${ADVICE.ARCHIVE_UNREADABLE}.`);
}
