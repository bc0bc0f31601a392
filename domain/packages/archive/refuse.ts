import { Refusal } from '../../contracts/refusals';

/** Refuses an archive that cannot be trusted to unpack the same way everywhere. */
export function invalidArchive(what: string): never {
  throw new Refusal('ARCHIVE_INVALID', `The archive is not usable: ${what}; build it again with an ordinary build tool.`);
}

/** What a reader throws about bad bytes becomes a refusal; a refusal stays what it is. The same bytes always fail the same way. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { message } = error as Error;
  return new Refusal(
    'ARCHIVE_INVALID',
    `The archive cannot be read: ${message}; it may be truncated, build and upload it again.`,
  );
}
