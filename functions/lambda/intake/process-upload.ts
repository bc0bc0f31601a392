import { decisionKey, quarantineVerdictKey, type UploadId, verdictKey } from '../../../domain/contracts/keys';
import type { Verdict } from '../../../domain/contracts/release';
import type { Decision } from '../../../domain/records/decision';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { appendLedger } from './append-ledger';
import { decide } from './decide';
import type { Intake, Upload } from './intake';
import { decisionLines } from './log-decision';
import { publishPages } from './publish-pages';

/**
 * Takes a committed upload to its verdict. It can be stopped after any step and started again, also several at once: the
 * result is the same as of one run. An upload that was decided stays decided.
 *
 * @param judge decides an upload that is not decided yet
 * @throws Error for everything that is not the publisher's to mend: the message then comes again
 */
export async function processUpload(intake: Intake, upload: Upload, judge = decide): Promise<Verdict> {
  return concludeUpload(intake, upload.id, upload.id, () => judge(intake, upload));
}

/**
 * @param as name of the decision: the upload's own, or that of what followed after it was held
 */
export async function concludeUpload(
  intake: Intake,
  id: UploadId,
  as: UploadId,
  judge: () => Promise<Omit<Decision, 'sequence'>>,
): Promise<Verdict> {
  const known = await getJson<Decision>(intake.records, decisionKey(as));
  const { verdict, tags, findings, sequence } = await appendLedger(intake, as, known?.value ?? (await judge()));
  if (verdict.outcome === 'accepted') await publishPages(intake, verdict, sequence);
  if (tags.length > 0) await intake.invalidations.send({ tags });
  await writeVerdict(intake, id, verdict);
  for (const line of decisionLines(verdict, findings ?? [], intake.clock(), intake.registry)) intake.log(line);
  return verdict;
}

/** Last of all, at the place where the publisher waits for it. A late repetition of what was held must not hide what followed. */
async function writeVerdict({ staging }: Intake, id: UploadId, verdict: Verdict): Promise<void> {
  const write = { body: toJson(verdict), contentType: JSON_TYPE };
  if (verdict.outcome === 'refused') await staging.put(quarantineVerdictKey(id), write);
  await staging.put(verdictKey(id), verdict.outcome === 'held' ? { ...write, when: 'absent' } : write);
}
