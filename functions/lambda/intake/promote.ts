/** Makes the files of a claimed release public, and writes the record that says so. */
import { createHash } from 'node:crypto';
import { releaseKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import {
  countersignedText,
  type FileRecord,
  type ManifestFile,
  type ReleaseRecord,
  type SignedText,
} from '../../../domain/contracts/release';
import type { Claim } from '../../../domain/records/decision';
import { keyFingerprint } from '../../../domain/signing/fingerprint';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import type { Write } from '../../shared/ports';
import { publicWrite } from '../../shared/public-write';
import { type ExaminedFile, type ObjectToStore, withExamined } from './examine-file';
import { type Intake, lockEnd, type Release } from './intake';

/** Every step is create-only, so that it can be repeated from any point. */
export async function promote(intake: Intake, release: Release, claim: Claim): Promise<ReleaseRecord> {
  const { ecosystem, project, version } = release.manifest;
  const key = releaseKey(ecosystem, project, version);
  const files: FileRecord[] = [];
  for (const file of release.manifest.files) files.push(await promoteFile(intake, release, file));
  const record: ReleaseRecord = {
    schema: 1,
    ecosystem,
    project,
    version,
    upload: release.id.upload,
    publishedAt: claim.at,
    files,
  };
  const write: Write = { body: toJson(record), contentType: JSON_TYPE, when: 'absent', lockedUntil: lockEnd(intake) };
  if ((await intake.records.put(key, write)) === 'stored') return record;
  // An earlier or quicker run for the same upload has written it; signatures differ from run to run, so that record is the one.
  return (await getJson<ReleaseRecord>(intake.records, key))!.value;
}

/**
 * Checks once more the very bytes that are about to be stored. They passed before, and uploads are create-only; if they fail now it
 * is for the operator to look at, because the version is claimed and part of it may be public.
 */
async function promoteFile(intake: Intake, release: Release, file: ManifestFile): Promise<FileRecord> {
  try {
    return await withExamined(intake, release, file, (examined) => storeFile(intake, release, examined));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(`File '${file.name}' of a claimed release is refused now (${error.code}): ${error.message}`, {
      cause: error,
    });
  }
}

async function storeFile(intake: Intake, release: Release, { record, objects }: ExaminedFile): Promise<FileRecord> {
  for (const object of objects) await storeImmutable(intake, object);
  const { ecosystem, project, version } = release.manifest;
  const text = countersignedText(ecosystem, project, version, record.name, record.digests.sha256);
  const countersignature = { keyId: intake.signer.keyId, signature: await sign(intake, text) };
  const signedTexts = await signAll(intake, release.ecosystem.signedTexts?.({ project, version }, record) ?? []);
  return { ...record, countersignature, ...(signedTexts.length > 0 && { signedTexts }) };
}

const sign = async ({ signer }: Intake, text: string): Promise<string> =>
  (await signer.sign(Buffer.from(text))).toString('base64');

async function signAll(intake: Intake, texts: readonly string[]): Promise<SignedText[]> {
  const signed: SignedText[] = [];
  for (const text of texts) {
    const keyId = keyFingerprint(await intake.signer.publicKey());
    signed.push({ text, keyId, signature: await sign(intake, text) });
  }
  return signed;
}

async function storeImmutable(intake: Intake, object: ObjectToStore): Promise<void> {
  const write: Write = { ...publicWrite(object), when: 'absent', lockedUntil: lockEnd(intake) };
  if ((await intake.packages.put(object.key, write)) === 'stored') return;
  // Not read: the stored file can be larger than the function's memory.
  const stored = await intake.packages.head(object.key);
  const { body } = object;
  const [md5, size] = Buffer.isBuffer(body)
    ? [createHash('md5').update(body).digest('hex'), body.length]
    : [body.digests.md5, body.size];
  if (stored?.etag !== `"${md5}"` || stored.size !== size) throw new Error(`${object.key} exists with other content.`);
}
