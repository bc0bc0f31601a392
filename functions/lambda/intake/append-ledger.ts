/**
 * Logs each decision exactly once, whoever else logs, and however often it is tried.
 *
 * The decision's own record holds the one number under which its entry may be written. It moves on only when that number is seen to
 * be taken by another decision, so a run that fell behind can do no harm: the number it still holds is taken.
 */
import { decisionKey, LEDGER_HEAD_KEY, ledgerKey, type UploadId } from '../../../domain/contracts/keys';
import type { Decision } from '../../../domain/records/decision';
import { entryBody, readEntry, sealEntry } from '../../../domain/records/ledger';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import { type Intake, lockEnd } from './intake';
import { publishLedger } from './publish-ledger';

interface Head {
  readonly sequence: number;
}

/**
 * Records a decision, appends it to the ledger and publishes it there.
 * @returns the decision on record: this one, or the one that an earlier run for the same upload has made
 */
export async function appendLedger<Answer extends { readonly at: string }>(
  intake: Intake,
  id: UploadId,
  decided: Omit<Decision<Answer>, 'sequence'>,
): Promise<Decision<Answer>> {
  const { records } = intake;
  const key = decisionKey(id);
  const decision = await untilUndisturbed(key, async () => {
    const known = await getJson<Decision<Answer>>(records, key);
    if (known && (await writeEntry(intake, known.value))) return known.value;
    const sequence = await nextFree(intake, known?.value.sequence);
    const body = toJson({ ...(known?.value ?? decided), sequence });
    await records.put(key, { body, contentType: JSON_TYPE, when: ifStill(known) });
    return undefined; // whoever wrote the number, it is tried next
  });
  await records.put(LEDGER_HEAD_KEY, { body: toJson({ sequence: decision.sequence } satisfies Head), contentType: JSON_TYPE });
  await publishLedger(intake, decision.sequence);
  return decision;
}

/** @returns whether the entry at the decision's number is the decision's, now or already */
async function writeEntry(intake: Intake, { event, sequence }: Pick<Decision, 'event' | 'sequence'>): Promise<boolean> {
  const { records, signer, clock } = intake;
  const previous = sequence > 0 ? await records.get(ledgerKey(sequence - 1)) : undefined;
  if (sequence > 0 && !previous) throw new Error(`The ledger has no entry ${sequence - 1}.`);
  const body = entryBody(sequence, previous?.body, clock().toISOString(), event);
  const entry = sealEntry(body, signer.keyId, await signer.sign(body));
  const key = ledgerKey(sequence);
  const write = { body: entry, contentType: 'application/x-ndjson', when: 'absent', lockedUntil: lockEnd(intake) } as const;
  if ((await records.put(key, write)) === 'stored') return true;
  const stored = await records.get(key);
  return stored !== undefined && readEntry(stored.body).event.id === event.id;
}

/** Number of the newest entry; -1 when there is none. */
export const newestEntry = async (intake: Intake): Promise<number> => (await nextFree(intake)) - 1;

/**
 * The number after the newest entry. Numbers have no gaps: it leaps up from an entry that is known, then halves.
 * @param known number of an entry that exists
 */
async function nextFree({ records }: Intake, known?: number): Promise<number> {
  const exists = async (sequence: number): Promise<boolean> => (await records.head(ledgerKey(sequence))) !== undefined;
  const hint = known ?? (await getJson<Head>(records, LEDGER_HEAD_KEY))?.value.sequence ?? -1;
  let taken = hint >= 0 && (await exists(hint)) ? hint : -1;
  let step = 1;
  for (; await exists(taken + step); step *= 2) taken += step;
  let free = taken + step;
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (await exists(middle)) taken = middle;
    else free = middle;
  }
  return free;
}
