import { Refusal } from '../../../domain/contracts/refusals';

/** What a check refuses, as `CODE: sentence`; anything else that it throws is a failure of the test. */
export async function refusalOf(check: () => unknown): Promise<string> {
  try {
    await check();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

/** What a reader of archives refuses with, in full: of `PATH: entry "a" …` the code, the sentence and the advice. */
export function unusable(text: string): string {
  const [code = ''] = text.split(':');
  return `ARCHIVE_${code}: The archive is not usable: ${text.slice(code.length + 2)}; ${ADVICE[code]}.`;
}

const ADVICE: Readonly<Record<string, string>> = {
  UNREADABLE: 'it may be truncated or damaged, build and upload it again',
  PATH: 'rename the entry',
  ENTRY: 'leave the entry out or pack it plainly',
  AMBIGUOUS: 'readers could see different files in it, build it again with an ordinary build tool',
  LAYOUT: 'build it again with an ordinary build tool',
};

/** What becomes of an error of the library that reads. */
export const unreadable = (what: string): string =>
  `ARCHIVE_UNREADABLE: The archive cannot be read: ${what}; ${ADVICE.UNREADABLE}.`;
