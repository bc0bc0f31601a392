/** `registry brake`: its commands and their options. */
import { type Command, InvalidArgumentError } from 'commander';
import { BRAKE_DEGREES, type BrakeAction, type BrakeDegree } from '../../domain/contracts/brake';
import { type BrakeOptions, orderBrake, showBrake } from './brake';
import { addAnswer, addStack } from './options';
import type { World } from './world';

/** @param exit is told the exit code */
export function addBrake(program: Command, world: World, exit: (code: number) => void): void {
  const brake = program.command('brake').description('say what the brake on spending does, and move it: docs/brake.md');
  addStack(brake.command('status').description('say its degree, why, until when, and its last moves')).action(
    async (options: BrakeOptions) => {
      exit(await showBrake(options, world));
    },
  );
  const add = (name: string, action: BrakeAction, text: string): Command => {
    const command = addAsking(brake.command(name).description(text));
    command.action(async (...given: unknown[]) => {
      const degree = action === 'brake-set' ? (given[0] as BrakeDegree) : undefined;
      exit(await orderBrake(action, degree, command.opts<BrakeOptions>(), world));
    });
    return command;
  };
  const until = '--until <when>';
  const when = 'a date in UTC, or a duration such as 30m, 12h or 7d';
  add('set', 'brake-set', 'put it at a degree, whatever the alarms say')
    .argument('<degree>', '0 off, 1 no waste, 2 less for anonymous, 3 supporters only', degree)
    .option(until, `when the alarms decide again: ${when}`, '24h');
  add('hold', 'brake-hold', 'keep it where it is, whatever the alarms say').requiredOption(
    until,
    `when they decide again: ${when}`,
  );
  add('release', 'brake-release', 'let go, and forget what was signalled until now; new alarms move it again');
}

function degree(text: string): BrakeDegree {
  const known = BRAKE_DEGREES.find((one) => String(one) === text);
  if (known === undefined) throw new InvalidArgumentError('It must be 0, 1, 2 or 3.');
  return known;
}

const addAsking = (command: Command): Command =>
  addAnswer(
    addStack(command)
      .option('--reason <text>', 'why, for other operators; it is not published')
      .option('--dry-run', 'only show what it would do'),
  );
