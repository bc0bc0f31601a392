/** What fair use has proposed, and what became of it: one document, changed as a value. Holds ranges only until they expire. */
import type { Finding } from './propose';
import type { FairUseSettings } from './settings';

/** `advice`: about a holder, who is written to and not blocked. */
export type ProposalStatus = 'proposed' | 'applied' | 'forgotten' | 'advice';

export interface Proposal extends Finding {
  readonly status: ProposalStatus;
  /** When it was first found, ISO 8601, as all times here. */
  readonly since: string;
  /** When the entry, or the proposal, ends by itself; found again, it lasts longer. */
  readonly until: string;
  /** Who decided, by their own word; {@link AUTOMATIC} when the configuration did. */
  readonly by?: string;
}

export const AUTOMATIC = 'fair-use';

export interface FairUseState {
  readonly schema: 1;
  readonly proposals: readonly Proposal[];
  /** The newest ISO week that was looked at; so that one whose search has failed is looked at on the next day. */
  readonly week?: string;
}

export const NO_PROPOSALS: FairUseState = { schema: 1, proposals: [] };

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The state after a day's findings. What is over is let go, with its ranges. What was found again stays as it was decided. Doing it
 * twice is as doing it once.
 */
export function withFindings(
  { proposals }: FairUseState,
  found: readonly Finding[],
  { mode, forDays }: FairUseSettings,
  now: Date,
): FairUseState {
  const until = new Date(startOfDay(now) + (forDays + 1) * DAY_MS).toISOString();
  const known = new Map(proposals.filter((one) => Date.parse(one.until) > now.getTime()).map((one) => [one.id, one]));
  for (const finding of found) {
    const before = known.get(finding.id);
    if (before?.status === 'forgotten') continue;
    const status = before?.status ?? (finding.kind === 'holder' ? 'advice' : 'proposed');
    known.set(finding.id, {
      ...finding,
      status: status === 'proposed' && mode === 'automatic' ? 'applied' : status,
      since: before?.since ?? now.toISOString(),
      until,
      ...(status === 'proposed' && mode === 'automatic' ? { by: AUTOMATIC } : before?.by !== undefined && { by: before.by }),
    });
  }
  return { schema: 1, proposals: [...known.values()] };
}

/** So that a second run on a day changes nothing. */
const startOfDay = (now: Date): number => Math.floor(now.getTime() / DAY_MS) * DAY_MS;

/** @returns the state in which these are decided; or a sentence that says what is wrong */
export function decideOn(
  state: FairUseState,
  ids: readonly string[],
  to: { readonly status: 'applied' | 'forgotten'; readonly by: string },
): FairUseState | string {
  const unknown = ids.filter((id) => !state.proposals.some((one) => one.id === id));
  if (unknown.length > 0)
    return `Nothing is proposed by the name ${unknown.join(', ')}; allowed: ${state.proposals.map(({ id }) => id).join(', ') || 'none at present'}. See 'npx registry fair-use list'.`;
  const advice = state.proposals.filter((one) => ids.includes(one.id) && one.status === 'advice' && to.status === 'applied');
  if (advice.length > 0)
    return `${advice.map(({ id, name }) => `${id} is about the holder ${name}`).join(', ')}: holders are written to and not blocked. To end a token, see 'npx registry token revoke'.`;
  const proposals = state.proposals.map((one) => (ids.includes(one.id) ? { ...one, ...to } : one));
  return { ...state, proposals };
}

/** What is said to everybody: how many, by which rule, until when, and never who. */
export interface FairUseNotice {
  readonly id: string;
  readonly kind: Proposal['kind'];
  readonly status: 'proposed' | 'applied';
  readonly reason: string;
  readonly since: string;
  readonly until: string;
}

/** Advice to holders stands on their own page. */
export const noticesOf = ({ proposals }: FairUseState, now: Date): FairUseNotice[] =>
  proposals
    .filter((one) => Date.parse(one.until) > now.getTime())
    .flatMap(({ id, kind, status, reason, since, until }) =>
      status === 'proposed' || status === 'applied' ? [{ id, kind, status, reason, since, until }] : [],
    );
