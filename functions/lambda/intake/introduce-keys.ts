/** Tells readers of every key that the registry signs with: in the ledger, in `/-/keys`, and where the ecosystems' clients look. */
import { DECISIONS_PREFIX, KEYS_KEY, type UploadId } from '../../../domain/contracts/keys';
import { findEcosystem } from '../../../domain/packages/registry';
import { type Decision, eventId } from '../../../domain/records/decision';
import { type LedgerEvent, OWN, type OwnKind } from '../../../domain/records/ledger';
import { ownObject } from '../../../domain/records/ledger-documents';
import {
  type DatedKey,
  type KeysDocument,
  keysDocument,
  type SigningKey,
  signingKey,
} from '../../../domain/records/signing-keys';
import { getJson } from '../../shared/json';
import type { MessageSigner } from '../../shared/ports';
import { publicWrite } from '../../shared/public-write';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import { appendLedger } from './append-ledger';
import type { Intake } from './intake';
import { writeConstants } from './shared-documents';

/** A key that this deployment may sign with. */
export interface KeyGeneration {
  readonly generation: number;
  readonly signer: MessageSigner;
}

/** What the ledger says about a key: when, and which. */
type KeyDecision = Decision<{ readonly at: string }>;

/**
 * Logs keys that are new and keys that are deployed no more, and publishes the list, unless it says all that already.
 *
 * A new key is introduced by the one before it, which must still be deployed: who trusts the first key can so follow to the last. A
 * deployment retires older keys only, so that a function of the deployment before, still at work, cannot retire the new one.
 *
 * @param deployed by their generations; the highest one signs, and is the intake's signer
 */
export async function introduceKeys(intake: Intake, deployed: readonly KeyGeneration[]): Promise<void> {
  const keys = [...deployed].sort((a, b) => a.generation - b.generation);
  await untilUndisturbed(KEYS_KEY, async () => {
    const stored = await getJson<KeysDocument>(intake.packages, KEYS_KEY);
    if (isComplete(stored?.value.keys ?? [], keys)) return 'complete';
    const dated = await logKeys(intake, keys);
    for (const name of intake.policy.ecosystems) {
      const ecosystem = findEcosystem(name);
      if (ecosystem) await writeConstants(intake, ecosystem, dated);
    }
    const write = { ...publicWrite(ownObject('keys', keysDocument(dated))), when: ifStill(stored) };
    return (await intake.packages.put(KEYS_KEY, write)) === 'stored' ? 'stored' : undefined;
  });
}

/** Whether every deployed key is listed and every older one that is listed has expired. */
function isComplete(listed: readonly DatedKey[], deployed: readonly KeyGeneration[]): boolean {
  const ids = deployed.map(({ signer }) => signer.keyId);
  const current = deployed.at(-1)!.generation;
  return (
    ids.every((id) => listed.some(({ keyId, expires }) => keyId === id && expires === null)) &&
    listed.every(({ keyId, generation, expires }) => expires !== null || generation > current || ids.includes(keyId))
  );
}

/** @returns every key that the ledger knows, with its dates */
async function logKeys(intake: Intake, deployed: readonly KeyGeneration[]): Promise<DatedKey[]> {
  const known = await knownKeys(intake);
  const current = deployed.at(-1)!;
  const added = new Map<string, DatedKey>();
  for (const decision of known.filter(({ event }) => event.kind === 'key.added')) add(added, decision);
  for (const [i, { signer, generation }] of deployed.entries()) {
    const by = deployed[i - 1]?.signer ?? signer;
    if (by === signer && !added.has(signer.keyId)) refuseStranger(generation, [...added.values()]);
    const key = signingKey(signer.keyId, generation, await signer.publicKey());
    add(added, await log({ ...intake, signer: by }, 'key.added', key));
  }
  const retired = new Map(
    known.filter(({ event }) => event.kind === 'key.retired').map((decision) => [keyOf(decision).keyId, decision]),
  );
  if (retired.has(current.signer.keyId)) refuseRetired(current);
  for (const key of added.values()) {
    const isDeployed = deployed.some(({ signer }) => signer.keyId === key.keyId);
    if (isDeployed || key.generation > current.generation) continue;
    retired.set(key.keyId, await log(intake, 'key.retired', key));
  }
  return [...added.values()].map((key) => ({ ...key, expires: retired.get(key.keyId)?.verdict.at ?? null }));
}

const add = (keys: Map<string, DatedKey>, decision: KeyDecision): void =>
  void keys.set(keyOf(decision).keyId, { ...keyOf(decision), from: decision.verdict.at, expires: null });

const keyOf = ({ event }: KeyDecision): SigningKey => event.key!;

/** One for each key and change, whether or not its entry has been written. */
async function knownKeys({ records }: Intake): Promise<KeyDecision[]> {
  const { objects } = await records.list(`${DECISIONS_PREFIX}${OWN}/${PROJECT}/`);
  const found = await Promise.all(objects.map(({ key }) => getJson<KeyDecision>(records, key)));
  return found.map((decision) => decision!.value);
}

const PROJECT = 'keys';

function log(intake: Intake, kind: OwnKind, { keyId, generation, fingerprint, publicKey }: SigningKey): Promise<KeyDecision> {
  const id: UploadId = { ecosystem: OWN, project: PROJECT, upload: `${keyId}.${kind}` };
  const event: LedgerEvent = { id: eventId(id), kind, ...id, key: { keyId, generation, fingerprint, publicKey } };
  return appendLedger(intake, id, { schema: 1, verdict: { at: intake.clock().toISOString() }, event, tags: [] });
}

/** Introduced by itself, a later key would be one that nobody has reason to trust. */
function refuseStranger(generation: number, known: readonly DatedKey[]): void {
  if (known.length === 0) return;
  const last = Math.max(...known.map((key) => key.generation));
  throw new Error(
    `Signing key generation ${generation} is new and the one before it is not deployed; deploy generation ${last} as well (signingKey in registry.config.ts), until the new one is in the ledger.`,
  );
}

function refuseRetired({ generation }: KeyGeneration): never {
  throw new Error(
    `Signing key generation ${generation} has been retired for ever; deploy a new generation (signingKey in registry.config.ts).`,
  );
}
