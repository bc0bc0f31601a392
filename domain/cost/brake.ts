/**
 * The brake's state machine. The degree is a function of what has been signalled, what an operator has ordered, and the time: it does
 * not depend on which of several messages came first, how often, or which run handled it.
 */
import type { BrakeCause, BrakeDegree, BrakeMode, BrakeMove, BrakeSignal, BrakeState } from '../contracts/brake';
import { askedBy } from './brake-degrees';
import { noted } from './brake-signals';

export const NO_BRAKE: BrakeState = { schema: 1, sequence: 0, degree: 0, signals: {}, moves: [], logged: 0 };

/** What an operator orders, by the name of the command. */
export type BrakeOrder = { readonly id: string } & (
  | { readonly action: 'brake-set'; readonly degree: BrakeDegree; readonly until: string }
  | { readonly action: 'brake-hold'; readonly until: string }
  | { readonly action: 'brake-release' }
);

/** What has come in; nothing is what the clock says. */
export interface BrakeInput {
  readonly signals?: readonly BrakeSignal[];
  readonly order?: BrakeOrder;
}

/** Moves that the state keeps; a command may come again for as long as its move is among them. */
const KEPT_MOVES = 50;

/** @returns the state after that; `state` itself when nothing has changed */
export function nextBrake(state: BrakeState, { signals: told = [], order }: BrakeInput, now: Date, mode: BrakeMode): BrakeState {
  const isKnown = order && state.moves.some(({ id }) => id === order.id);
  const signals = noted(state.signals, told, now);
  const ordered = order && !isKnown ? obeyed({ ...state, signals }, order, now) : { ...state, signals };
  const after = withoutPast(ordered, now);
  const { degree, cause } = decided(after, now);
  if (order && !isKnown) return moved(after, { to: degree, cause: 'operator', order }, now, mode);
  if (degree !== state.degree) return moved(after, { to: degree, cause }, now, mode);
  return signals === state.signals && after.pin === state.pin ? state : after;
}

/** Whoever orders something means it from now on; a second order stands in place of the first. */
function obeyed({ pin: _, ...state }: BrakeState, order: BrakeOrder, now: Date): BrakeState {
  const at = now.toISOString();
  if (order.action === 'brake-release') return { ...state, releasedAt: at };
  const degree = order.action === 'brake-set' ? order.degree : state.degree;
  return { ...state, pin: { degree, since: at, until: order.until } };
}

function withoutPast(state: BrakeState, now: Date): BrakeState {
  if (!state.pin || state.pin.until > now.toISOString()) return state;
  const { pin: _, ...rest } = state;
  return rest;
}

/** The highest degree that is asked for, and by whom. */
function decided(
  { pin, signals, releasedAt, degree: before }: BrakeState,
  now: Date,
): { degree: BrakeDegree; cause: BrakeCause } {
  if (pin) return { degree: pin.degree, cause: 'operator' };
  let found: { degree: BrakeDegree; cause: BrakeCause } = { degree: 0, cause: 'quiet' };
  for (const [name, changes] of Object.entries(signals) as [
    BrakeSignal['name'],
    NonNullable<BrakeState['signals'][BrakeSignal['name']]>,
  ][]) {
    const degree = askedBy(name, changes, now, releasedAt);
    if (degree > found.degree) found = { degree, cause: name };
  }
  return found.degree < before ? { ...found, cause: 'quiet' } : found;
}

interface Step {
  readonly to: BrakeDegree;
  readonly cause: BrakeCause;
  readonly order?: BrakeOrder;
}

function moved(state: BrakeState, { to, cause, order }: Step, now: Date, mode: BrakeMode): BrakeState {
  const at = now.toISOString();
  const sequence = state.sequence + 1;
  const move: BrakeMove = {
    id: order?.id ?? `brake-${at.replace(/[-:.]/g, '').toLowerCase()}-${sequence}`,
    sequence,
    at,
    from: state.degree,
    to,
    cause,
    ...(order && { order: order.action }),
    ...(state.pin && order && { until: state.pin.until }),
    ...(mode === 'dry-run' && { dry: true as const }),
  };
  return {
    ...state,
    sequence,
    degree: to,
    mailed: state.mailed ?? state.sequence,
    moves: [...state.moves, move].filter((each, i, all) => i >= all.length - KEPT_MOVES || each.sequence > state.logged),
  };
}

/** What the intake has put into the ledger. @returns undefined when that is known */
export const settleLog = (state: BrakeState, logged: number): BrakeState | undefined =>
  logged > state.logged ? { ...state, logged } : undefined;

/** Longer than the brake's function may run: whoever has not told by then never will. */
const MAIL_LEASE = 120_000;

/** The state in which a run alone may tell of a move; `state` itself when there is none, or another run is at it. */
export function claimMail(state: BrakeState, now: Date): BrakeState {
  if (state.mailing && state.mailing.until > now.toISOString()) return state;
  const next = state.moves.find(({ sequence }) => sequence > (state.mailed ?? state.sequence));
  if (!next) return state;
  return { ...state, mailing: { sequence: next.sequence, until: new Date(now.getTime() + MAIL_LEASE).toISOString() } };
}

/** Once people have been told. */
export function settleMail({ mailing: _, ...state }: BrakeState, told: number): BrakeState {
  return { ...state, mailed: Math.max(told, state.mailed ?? 0) };
}

/** Moves that are not in the ledger yet. */
export const unloggedMoves = ({ moves, logged }: BrakeState): readonly BrakeMove[] =>
  moves.filter(({ sequence }) => sequence > logged);
