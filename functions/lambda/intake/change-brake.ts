/** Carries out what operators order of the brake, by the same code as its own function, and logs every move of it. */
import {
  BRAKE_ACTIONS,
  BRAKE_PROJECT,
  BRAKE_STATE_KEY,
  type BrakeAction,
  type BrakeMove,
  type BrakeState,
} from '../../../domain/contracts/brake';
import type { UploadId } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../../domain/contracts/release';
import { type BrakeOrder, settleLog, unloggedMoves } from '../../../domain/cost/brake';
import { eventId } from '../../../domain/records/decision';
import { OWN } from '../../../domain/records/ledger';
import { changeBrake as changeState, moveBrake } from '../../shared/brake';
import { getJson } from '../../shared/json';
import { appendLedger } from './append-ledger';
import type { CommandCall, Intake } from './intake';

export const isBrakeAction = (action: Command['action']): action is BrakeAction =>
  BRAKE_ACTIONS.some((known) => known === action);

/** @returns `verdict`, or the one of an earlier run; or a sentence that says what is wrong with the command */
export async function changeBrake(
  intake: Intake,
  { command: id }: CommandCall,
  command: Command & { readonly action: BrakeAction },
  verdict: CommandVerdict,
): Promise<CommandVerdict | string> {
  if (!intake.brake) return 'This registry has no brake (budget.brake.mode is off); turn it on in registry.config.ts and deploy.';
  const { until } = command;
  if (until !== undefined && until <= verdict.at) return `The end has passed, got: ${until}; name a time in the future.`;
  const state = await moveBrake(intake.brake, { order: orderOf(id.upload, command) });
  await logBrake(intake);
  return (await log(intake, state.moves.find((move) => move.id === id.upload)!, verdict)).verdict;
}

function orderOf(id: string, { action, degree = 0, until = '' }: Command & { readonly action: BrakeAction }): BrakeOrder {
  if (action === 'brake-set') return { id, action, degree, until };
  return action === 'brake-hold' ? { id, action, until } : { id, action };
}

/** Every move that is not in the ledger yet, in their order, each once. */
export async function logBrake(intake: Intake): Promise<void> {
  const { brake, records } = intake;
  const state = (await getJson<BrakeState>(records, BRAKE_STATE_KEY))?.value;
  const moves = state ? unloggedMoves(state) : [];
  // An order is logged with its answer, by the run that gives it.
  for (const move of moves.filter(({ order }) => order === undefined)) await log(intake, move, { at: move.at });
  const last = moves.at(-1);
  if (brake && last) await changeState(brake, (known) => settleLog(known, last.sequence) ?? known);
}

function log<Answer extends { readonly at: string }>(intake: Intake, { id: upload, ...brake }: BrakeMove, verdict: Answer) {
  const id: UploadId = { ecosystem: OWN, project: BRAKE_PROJECT, upload };
  const event = { id: eventId(id), kind: 'brake.moved' as const, ...id, brake };
  return appendLedger<Answer>(intake, id, { schema: 1, verdict, event, tags: [] });
}
