/** What follows when a person approves or rejects a held upload. Like every step it can be stopped anywhere and started again. */
import { createHash } from 'node:crypto';
import {
  decisionKey,
  HELD_PREFIX,
  settledId,
  settlementKey,
  UPLOADS_PREFIX,
  type UploadId,
  uploadKey,
} from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { Command, CommandVerdict, HeldVerdict, ReleaseAction } from '../../../domain/contracts/release';
import { type Decision, eventId, type Settlement } from '../../../domain/records/decision';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import type { ObjectStore } from '../../shared/ports';
import { appendLedger } from './append-ledger';
import { decide, refuse } from './decide';
import type { CommandCall, Intake } from './intake';
import { concludeUpload } from './process-upload';
import { readManifest } from './read-release';

export type ReleaseCommand = Command & { readonly action: ReleaseAction };

export const isReleaseAction = (action: Command['action'] | undefined): action is ReleaseAction =>
  action === 'approve' || action === 'reject';

/**
 * @param applied the answer to the command
 * @returns the answer, or a sentence that says why nothing can be done
 */
export async function settleHeld(
  intake: Intake,
  { command: call, requester }: CommandCall,
  command: ReleaseCommand,
  applied: CommandVerdict,
): Promise<CommandVerdict | string> {
  const { ecosystem, project, upload = '', reason = '', by, action } = command;
  const id: UploadId = { ecosystem, project, upload };
  const held = (await getJson<Decision>(intake.records, decisionKey(id)))?.value.verdict;
  if (!held) return `There is no upload '${upload}' of ${ecosystem} project '${project}' that was decided; check the names.`;
  if (held.outcome !== 'held')
    return `Upload '${upload}' is not held, got: ${held.outcome}; only held uploads are decided about.`;
  const settlement = await settle(intake, id, {
    schema: 1,
    command: call.upload,
    action,
    reason,
    by,
    ...(requester !== undefined && { requester }),
  });
  if (settlement.command !== call.upload)
    return `Upload '${upload}' was decided about before: ${settlement.action} by ${settlement.by}, command ${settlement.command}; that is final.`;
  const { version } = held;
  const { verdict } = await appendLedger<CommandVerdict>(intake, call, {
    schema: 1,
    verdict: { ...applied, version },
    event: {
      id: eventId(call),
      kind: action === 'approve' ? 'release.approved' : 'release.rejected',
      ...id,
      version,
      findings: held.findings.map(({ rule }) => rule),
      reason,
      record: { key: settlementKey(id), sha256: createHash('sha256').update(toJson(settlement)).digest('hex') },
    },
    tags: [],
  });
  await conclude(intake, id, held, settlement);
  return verdict;
}

/** Of any number of commands exactly one decides. @returns the decision that counts */
async function settle({ records }: Intake, id: UploadId, settlement: Settlement): Promise<Settlement> {
  const key = settlementKey(id);
  const written = await records.put(key, { body: toJson(settlement), contentType: JSON_TYPE, when: 'absent' });
  return written === 'stored' ? settlement : (await getJson<Settlement>(records, key))!.value;
}

/** An approved upload is judged like any other, from what was kept of it; only what a person has seen is not held against it again. */
async function conclude(intake: Intake, id: UploadId, held: HeldVerdict, { action, reason }: Settlement): Promise<void> {
  const own = settledId(id);
  await concludeUpload(intake, id, own, async () => {
    const kept = { ...intake, staging: heldView(intake.staging) };
    const decided = action === 'approve' ? await decide(kept, { id, approved: held }) : await reject(kept, id, reason);
    return { ...decided, event: { ...decided.event, id: eventId(own) } };
  });
}

async function reject(kept: Intake, id: UploadId, reason: string): Promise<Omit<Decision, 'sequence'>> {
  const listing = await kept.staging.list(uploadKey(id, ''));
  const refusal = new Refusal('HELD_REJECTED', `The release was held and a person rejected it: ${reason}`);
  return refuse(kept, { id }, listing, refusal, await readManifest(kept, { id }, listing));
}

/** The staging bucket as if what is held had just been uploaded. */
const heldView = (staging: ObjectStore): ObjectStore => ({
  get: (key, version) => staging.get(held(key), version),
  open: (key) => staging.open(held(key)),
  head: (key) => staging.head(held(key)),
  put: (key, write) => staging.put(key, write),
  copy: (from, to) => staging.copy(held(from), to),
  list: async (prefix, after) => {
    const { objects, truncated } = await staging.list(held(prefix), after === undefined ? undefined : held(after));
    return { truncated, objects: objects.map((object) => ({ ...object, key: uploaded(object.key) })) };
  },
});

const swap = (from: string, to: string) => (key: string) => (key.startsWith(from) ? to + key.slice(from.length) : key);
const held = swap(UPLOADS_PREFIX, HELD_PREFIX);
const uploaded = swap(HELD_PREFIX, UPLOADS_PREFIX);
