/** `registry brake ...`: shows what the brake does and why, and asks the intake to move it. */
import { BRAKE_PROJECT, type BrakeAction, type BrakeDegree, type BrakeMove, type BrakeState } from '../../domain/contracts/brake';
import type { Command } from '../../domain/contracts/release';
import { nextBrake } from '../../domain/cost/brake';
import { OWN } from '../../domain/records/ledger';
import { instant } from './access';
import { ask, type CommandOptions, checkCommand } from './command';
import { printable } from './failure';
import { findPlace } from './place';
import { table } from './table';
import type { World } from './world';

export interface BrakeOptions extends CommandOptions {
  /** A date or a duration. */
  readonly until?: string;
  readonly dryRun?: boolean;
}

/** @returns the exit code, 0 */
export async function showBrake(options: BrakeOptions, world: World): Promise<number> {
  const { brake } = await world.connectAccess(findPlace(options));
  world.out(said(await brake(), options));
  return 0;
}

/** @returns the exit code: 0 applied (or shown, for a dry run), 1 rejected */
export async function orderBrake(
  action: BrakeAction,
  degree: BrakeDegree | undefined,
  options: BrakeOptions,
  world: World,
): Promise<number> {
  const asked = commandOf(action, degree, options, world);
  const registry = await world.connectAccess(findPlace(options));
  if (options.dryRun) {
    world.out(said(foreseen(await registry.brake(), asked, world.clock()), options));
    return 0;
  }
  const verdict = await ask(registry, asked, options, world);
  const state = await registry.brake();
  if (options.json) world.out(JSON.stringify({ ...verdict, brake: state }, null, 2));
  else if (verdict.outcome === 'applied')
    world.out(`${said(state, options)}\nWeb ACL and edge take seconds, at most about a minute, to follow.`);
  else world.out(`rejected: ${printable(verdict.reason ?? '')}\nNothing was changed.`);
  return verdict.outcome === 'applied' ? 0 : 1;
}

function commandOf(action: BrakeAction, degree: BrakeDegree | undefined, options: BrakeOptions, world: World): Command {
  const command: Command = {
    schema: 1,
    action,
    ecosystem: OWN,
    project: BRAKE_PROJECT,
    ...(degree !== undefined && { degree }),
    ...(options.reason !== undefined && { reason: options.reason }),
    ...(options.until !== undefined && { until: instant(options.until, world.clock()) }),
    by: options.by ?? world.user,
  };
  checkCommand(command);
  return command;
}

/** The state that the intake will come to, unless somebody else comes between. */
function foreseen(state: BrakeState, { action, degree = 0, until = '' }: Command, now: Date): BrakeState {
  const id = 'foreseen';
  if (action === 'brake-set') return nextBrake(state, { order: { id, action, degree, until } }, now, 'on');
  if (action === 'brake-hold') return nextBrake(state, { order: { id, action, until } }, now, 'on');
  return nextBrake(state, { order: { id, action: 'brake-release' } }, now, 'on');
}

const WHAT: Readonly<Record<BrakeDegree, string>> = {
  0: 'off: everybody is served',
  1: 'robots and CI without a token are refused',
  2: 'robots and CI without a token are refused, and an address without a token gets 1,000 requests in 5 minutes',
  3: 'supporters and commercial only; everybody else is refused',
};

const MOST_MOVES = 10;

function said(state: BrakeState, { json }: BrakeOptions): string {
  if (json) return JSON.stringify({ schema: 1, brake: state }, null, 2);
  const { degree, pin, moves, signals } = state;
  const dry = moves.at(-1)?.dry ? ' (dry run: nobody is refused)' : '';
  const alarming = Object.entries(signals).filter(([, changes]) => changes.at(-1)?.alarming);
  return [
    `Degree ${degree}: ${WHAT[degree]}${dry}.`,
    pin ? `Held at ${pin.degree} by an operator until ${minute(pin.until)}.` : 'It moves by itself.',
    alarming.length > 0
      ? `Alarming: ${alarming.map(([name, changes]) => `${name} since ${minute(changes[0]!.at)}`).join(', ')}.`
      : 'No alarm.',
    ...(moves.length > 0 ? ['', table([['when', 'from', 'to', 'cause', 'until'], ...moves.slice(-MOST_MOVES).map(row)])] : []),
  ].join('\n');
}

const row = ({ at, from, to, cause, order, until }: BrakeMove): string[] => [
  minute(at),
  String(from),
  String(to),
  order ?? cause,
  until === undefined ? '' : minute(until),
];

/** To the minute, in UTC. */
const minute = (time: string): string => `${time.slice(0, 16).replace('T', ' ')}Z`;
