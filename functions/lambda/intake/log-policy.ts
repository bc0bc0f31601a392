/** Tells in the ledger when what the intake goes by has changed: the first decision under a policy comes after the entry about it. */
import { createHash } from 'node:crypto';
import { POLICY_STATE_KEY, type UploadId } from '../../../domain/contracts/keys';
import { eventId } from '../../../domain/records/decision';
import { type LedgerEvent, OWN } from '../../../domain/records/ledger';
import { outlineOf, type PolicyOutline, policyChanges } from '../../../domain/signing/policy-changes';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import { appendLedger } from './append-ledger';
import type { Intake } from './intake';

interface PolicyState {
  /** Counts changes, so that a policy that comes back is a change as well. */
  readonly revision: number;
  readonly sha256: string;
  readonly outline: PolicyOutline;
}

/** Logs a change of policy once, however many functions notice it at the same time. */
export async function logPolicy(intake: Intake): Promise<void> {
  const { records, policy } = intake;
  const sha256 = createHash('sha256').update(JSON.stringify(policy)).digest('hex');
  await untilUndisturbed(POLICY_STATE_KEY, async () => {
    const known = await getJson<PolicyState>(records, POLICY_STATE_KEY);
    if (known?.value.sha256 === sha256) return 'known';
    const next: PolicyState = { revision: (known?.value.revision ?? 0) + 1, sha256, outline: outlineOf(policy) };
    await logChange(intake, known?.value, next);
    const write = { body: toJson(next), contentType: JSON_TYPE, when: ifStill(known) };
    return (await records.put(POLICY_STATE_KEY, write)) === 'stored' ? 'stored' : undefined;
  });
}

async function logChange(
  intake: Intake,
  before: PolicyState | undefined,
  { revision, sha256, outline }: PolicyState,
): Promise<void> {
  const id: UploadId = { ecosystem: OWN, project: 'policy', upload: `${revision}-${sha256}` };
  const event: LedgerEvent = {
    id: eventId(id),
    kind: 'policy.changed',
    ...id,
    policy: { sha256, ...(before && { previous: before.sha256 }), changes: policyChanges(before?.outline, outline) },
  };
  await appendLedger(intake, id, { schema: 1, verdict: { at: intake.clock().toISOString() }, event, tags: [] });
}
