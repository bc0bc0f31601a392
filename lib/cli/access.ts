/** `registry access ...`: shows what is allowed and blocked by address, and asks the intake to change it. */
import { decide } from '../../domain/access/decide';
import { type AccessRow, overview } from '../../domain/access/overview';
import { wantedLists } from '../../domain/access/record';
import { canonical, readSubject } from '../../domain/access/subject';
import { ACCESS_PROJECT, type AccessAction, type AccessLists, type AccessRecord } from '../../domain/contracts/access';
import type { Command } from '../../domain/contracts/release';
import { OWN } from '../../domain/records/ledger';
import { changesText, rowsText } from './access-text';
import { ask, type CommandOptions, checkCommand } from './command';
import { CliError, printable, UsageError } from './failure';
import { findPlace } from './place';
import type { AccessRegistry, World } from './world';

export interface AccessOptions extends CommandOptions {
  /** ISO 3166 codes. */
  readonly country?: readonly string[];
  /** Network numbers. */
  readonly asn?: readonly string[];
  /** A date or a duration. */
  readonly until?: string;
  readonly wide?: boolean;
  readonly dryRun?: boolean;
}

/** @returns the exit code: 0, or 1 when what is recorded and what is in the lists differ */
export async function listAccess(options: AccessOptions, world: World): Promise<number> {
  const { record, lists } = await read(await world.connectAccess(findPlace(options)));
  const rows = overview(record, lists, world.clock());
  if (options.json)
    world.out(JSON.stringify({ schema: 1, killSwitches: lists.killSwitches !== undefined, entries: rows }, null, 2));
  else world.out(rowsText(rows));
  return rows.some(({ state }) => state === 'missing' || state === 'lingering') ? 1 : 0;
}

/** @returns the exit code: 0 applied (or shown, for a dry run), 1 rejected */
export async function changeAccess(
  action: AccessAction,
  named: readonly string[],
  options: AccessOptions,
  world: World,
): Promise<number> {
  const asked = commandOf(action, [...named, ...switchesOf(options)], options, world);
  const registry = await world.connectAccess(findPlace(options));
  const before = await read(registry);
  const after = foresee(asked, before, options, world);
  if (options.dryRun) {
    if (options.json) world.out(JSON.stringify({ schema: 1, outcome: 'dry run', ...after.changes }, null, 2));
    else world.out(changesText(after.changes));
    return 0;
  }
  const verdict = await ask(registry, asked, options, world);
  const rows = concerned(asked.what, await read(registry), world.clock());
  if (options.json) world.out(JSON.stringify({ ...verdict, entries: rows }, null, 2));
  else if (verdict.outcome === 'applied')
    world.out([changesText(after.changes), ...inEffect(after.changes), '', rowsText(rows)].join('\n'));
  else world.out(`rejected: ${printable(verdict.reason ?? '')}\nNothing was changed.`);
  return verdict.outcome === 'applied' ? 0 : 1;
}

const inEffect = ({ added, removed }: Changes): string[] =>
  added.length + removed.length > 0 ? ['AWS WAF takes seconds, at most about a minute, to do so everywhere.'] : [];

interface Known {
  readonly record: AccessRecord;
  readonly lists: AccessLists;
}

async function read({ record, lists }: AccessRegistry): Promise<Known> {
  const [found, held] = await Promise.all([record(), lists()]);
  return { record: found, lists: held };
}

const switchesOf = ({ country = [], asn = [] }: AccessOptions): string[] => [
  ...country.map((code) => `country:${code}`),
  ...asn.map((number) => `asn:${number}`),
];

function commandOf(action: AccessAction, what: readonly string[], options: AccessOptions, world: World): Command {
  const isEnd = action === 'access-forget';
  const limits = { wide: isEnd || options.wide === true, reserved: isEnd || takesReserved(options, world) };
  const problems = what.flatMap((text) => {
    const subject = readSubject(text, limits);
    return typeof subject === 'string' ? [subject] : [];
  });
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  if (what.length === 0 && action !== 'access-restore')
    throw new UsageError('Name an address or a range, a country (--country NZ) or a network (--asn 64500), got: none');
  const command: Command = {
    schema: 1,
    action,
    ecosystem: OWN,
    project: ACCESS_PROJECT,
    ...(what.length > 0 && { what }),
    ...(options.reason !== undefined && { reason: options.reason }),
    ...(options.until !== undefined && { until: instant(options.until, world.clock()) }),
    ...(options.wide && { wide: true }),
    by: options.by ?? world.user,
  };
  checkCommand(command);
  return command;
}

/** Only a cloud that is not AWS's is asked by addresses of this machine. */
const takesReserved = ({ local }: AccessOptions, { env }: World): boolean => local === true || env.AWS_ENDPOINT_URL !== undefined;

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

/** @param text a date, or a duration from `now` on; @returns ISO 8601 */
export function instant(text: string, now: Date): string {
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (unit) return new Date(now.getTime() + Number(count) * UNITS[unit]! * 1000).toISOString();
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  // JavaScript takes February 30 for March 2.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 10))) return new Date(time).toISOString();
  throw new UsageError(
    `--until takes a date in UTC (2026-03-01 or 2026-03-01T12:00Z) or a duration (30m, 12h, 7d), got: ${JSON.stringify(text)}`,
  );
}

/** What each list gains and loses. */
export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The decision that the intake will come to, unless somebody else comes between. @throws CliError when it would reject */
function foresee(asked: Command, { record, lists }: Known, options: AccessOptions, world: World): { readonly changes: Changes } {
  const { action, what = [], reason = '', by, until } = asked;
  const request = { id: 'foreseen', action: action as AccessAction, what, reason, by, ...(until !== undefined && { until }) };
  const next = decide(
    record,
    { ...request, wide: options.wide === true, reserved: takesReserved(options, world) },
    lists,
    world.clock(),
  );
  if (typeof next === 'string') throw new CliError(next);
  const held = (rows: readonly AccessRow[]): string[] =>
    rows.filter(({ state }) => state !== 'ended' && state !== 'missing').map(({ effect, what: one }) => `${effect} ${one}`);
  const [is, will] = [
    held(overview(record, lists, world.clock())),
    held(overview(next, wantedLists(lists, next, world.clock()), world.clock())),
  ];
  return { changes: { added: will.filter((one) => !is.includes(one)), removed: is.filter((one) => !will.includes(one)) } };
}

function concerned(what: readonly string[] | undefined, { record, lists }: Known, now: Date): AccessRow[] {
  const names = what?.map(canonical);
  return overview(record, lists, now).filter((row) => names?.includes(row.what) ?? row.state !== 'ended');
}
