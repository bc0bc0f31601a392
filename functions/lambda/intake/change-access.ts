/**
 * Carries out what operators allow and block: record first, then the lists of the web ACL, then the ledger. The record says what should
 * be in the lists, so whatever was left undone in between is done by the next run.
 */

import { decide } from '../../../domain/access/decide';
import { expire, NO_RECORD, sameItems, settle, unlogged, wantedIn } from '../../../domain/access/record';
import {
  ACCESS_ACTIONS,
  ACCESS_PROJECT,
  type AccessAction,
  type AccessLists,
  type AccessMove,
  type AccessRecord,
} from '../../../domain/contracts/access';
import { ACCESS_KEY, type UploadId } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../../domain/contracts/release';
import { eventId } from '../../../domain/records/decision';
import { OWN } from '../../../domain/records/ledger';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import { appendLedger } from './append-ledger';
import type { CommandCall, Intake } from './intake';

export const isAccessAction = (action: Command['action']): action is AccessAction =>
  ACCESS_ACTIONS.some((known) => known === action);

/** @returns `verdict`, or the one of an earlier run; or sentences that say what is wrong with the command */
export async function changeAccess(
  intake: Intake,
  { command: id, requester }: CommandCall,
  { action, what = [], reason = '', by, until, wide = false }: Command & { readonly action: AccessAction },
  verdict: CommandVerdict,
): Promise<CommandVerdict | string> {
  const lists = await readLists(intake);
  const asked = {
    id: id.upload,
    action,
    what,
    reason,
    by,
    ...(requester !== undefined && { requester }),
    ...(until !== undefined && { until }),
  };
  // Whether an address can come from the internet the operator's machine has asked: only the local cloud has others.
  const limits = { wide, reserved: true };
  const record = await changeRecord(intake, (known) => decide(known, { ...asked, ...limits }, lists, intake.clock()));
  if (typeof record === 'string') return record;
  await bringIntoLine(intake);
  // Before the ledger: a command that comes again after that is known by its decision, and nothing is done any more.
  await noteDone(intake, record, []);
  return (await log(intake, record.moves.find((move) => move.id === id.upload)!, verdict)).verdict;
}

/** Takes out what is over, and puts back what a deployment has emptied. */
export async function endAccess(intake: Intake): Promise<void> {
  const now = intake.clock();
  const name = `expiry-${now.toISOString().replace(/[-:.]/g, '').toLowerCase()}`;
  const record = await changeRecord(intake, (known) => expire(known, name, now) ?? known);
  if (typeof record === 'string') throw new Error(record);
  await bringIntoLine(intake);
  const moves = unlogged(record);
  for (const move of moves) await log(intake, move, { at: move.at });
  await noteDone(intake, record, moves);
}

async function readLists({ access }: Intake): Promise<AccessLists> {
  const found = await Promise.all(access.lists.map(async (list) => [list, (await access.read(list)).items] as const));
  return Object.fromEntries(found);
}

/** @param change returns what it was given when there is nothing to write */
const changeRecord = (intake: Intake, change: (known: AccessRecord) => AccessRecord | string): Promise<AccessRecord | string> =>
  untilUndisturbed(ACCESS_KEY, async () => {
    const stored = await getJson<AccessRecord>(intake.records, ACCESS_KEY);
    const known = stored?.value ?? NO_RECORD;
    const next = change(known);
    if (next === known || typeof next === 'string') return next;
    const write = { body: toJson(next), contentType: JSON_TYPE, when: ifStill(stored) };
    return (await intake.records.put(ACCESS_KEY, write)) === 'stored' ? next : undefined;
  });

/** A list is read before the record is, and written on top of that: of several at once, the last writer has read the newest record. */
async function bringIntoLine({ access, records, clock }: Intake): Promise<void> {
  for (const list of access.lists) {
    await untilUndisturbed(`the web ACL's ${list}`, async () => {
      const { items, revision } = await access.read(list);
      const record = (await getJson<AccessRecord>(records, ACCESS_KEY))?.value ?? NO_RECORD;
      const wanted = wantedIn(list, items, record, clock());
      return sameItems(items, wanted) ? revision : access.update(list, wanted, revision);
    });
  }
}

/** Once, however often it is tried. */
function log<Answer extends { readonly at: string }>(intake: Intake, { id: upload, change }: AccessMove, verdict: Answer) {
  const id: UploadId = { ecosystem: OWN, project: ACCESS_PROJECT, upload };
  const event = { id: eventId(id), kind: 'access.changed' as const, ...id, access: change };
  return appendLedger<Answer>(intake, id, { schema: 1, verdict, event, tags: [] });
}

async function noteDone(intake: Intake, seen: AccessRecord, logged: readonly AccessMove[]): Promise<void> {
  await changeRecord(intake, (known) => settle(known, seen, logged) ?? known);
}
