/** What everybody may know of fair use: `/-/limits/fair-use.json`. How many, by which rule, until when, and never who. */
import { FAIR_USE_DOCUMENT_KEY } from '../../contracts/usage';
import type { PublicObject } from '../../packages/ecosystem';
import type { FairUseSettings } from './settings';
import { type FairUseNotice, type FairUseState, noticesOf } from './state';

/** Fields may be added; none is taken away or changes its meaning while `schema` is 1. */
export interface FairUseDocument {
  readonly schema: 1;
  /** When it was made, ISO 8601. */
  readonly at: string;
  readonly fair: Pick<FairUseSettings, 'mode' | 'percentOfBytes' | 'bytesPerDay' | 'repeatsPerDay'>;
  readonly notices: readonly FairUseNotice[];
}

export function fairUseDocument(state: FairUseState, settings: FairUseSettings, now: Date): FairUseDocument {
  const { mode, percentOfBytes, bytesPerDay, repeatsPerDay } = settings;
  return {
    schema: 1,
    at: now.toISOString(),
    fair: { mode, percentOfBytes, bytesPerDay, repeatsPerDay },
    notices: noticesOf(state, now),
  };
}

export const fairUseObject = (...of: Parameters<typeof fairUseDocument>): PublicObject => ({
  key: FAIR_USE_DOCUMENT_KEY,
  body: Buffer.from(`${JSON.stringify(fairUseDocument(...of))}\n`),
  contentType: 'application/json',
  cacheControl: 'public, max-age=60, s-maxage=300',
  tags: ['registry'],
});
