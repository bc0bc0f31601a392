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
