/** Compares what a registry serves with what its ledger says it accepted. */
import { createHash } from 'node:crypto';
import { OWN_PREFIX, publicRecordKey } from '../../domain/contracts/keys';
import type { ReleaseRecord } from '../../domain/contracts/release';
import { findEcosystem } from '../../domain/packages/registry';
import type { LedgerEntry } from '../../domain/records/ledger';
import { LedgerFault } from '../../domain/records/verify-ledger';
import { CliError } from './failure';
import { fetchBytes } from './ledger-source';
import type { World } from './world';

export interface DeepReport {
  readonly releases: number;
  readonly files: number;
  /** Files that the registry has but gives to nobody, because they are blocked. */
  readonly withdrawn: number;
}

/** What is served in place of a blocked file: https://www.rfc-editor.org/rfc/rfc7725 and 410. */
const WITHDRAWN = [410, 451];

/**
 * Fetches the record of every release, and its files one after the other.
 * @param entries that have accepted releases
 * @throws LedgerFault at the first that is missing or other than logged
 */
export async function verifyReleases(entries: readonly LedgerEntry[], url: string, world: World): Promise<DeepReport> {
  const counts = { releases: 0, files: 0, withdrawn: 0 };
  for (const entry of entries) {
    const record = await readRecord(entry, url, world);
    counts.releases++;
    for (const file of record.files) counts[await verifyFile(entry, record, file, url, world)]++;
  }
  return counts;
}

async function readRecord({ seq, event }: LedgerEntry, url: string, world: World): Promise<ReleaseRecord> {
  const { ecosystem, project, version = '', record } = event;
  const path = `/-/${publicRecordKey(ecosystem, project, version).slice(OWN_PREFIX.length)}`;
  const { status, body } = await fetchBytes(url + path, world);
  if (status !== 200)
    throw new LedgerFault(
      seq,
      `Ledger entry ${seq} has accepted ${ecosystem} ${project} ${version}, but ${path} answers ${status}.`,
    );
  if (sha256(body) !== record?.sha256) throw otherDigest(seq, path, record?.sha256, body);
  return JSON.parse(body.toString()) as ReleaseRecord;
}

async function verifyFile(
  { seq }: LedgerEntry,
  { ecosystem, project, version }: ReleaseRecord,
  { name, digests }: ReleaseRecord['files'][number],
  url: string,
  world: World,
): Promise<'files' | 'withdrawn'> {
  const module = findEcosystem(ecosystem);
  if (!module)
    throw new CliError(`This version of the command does not know the ecosystem '${ecosystem}'; use the registry's own`);
  const path = module.filePath(project, name, version);
  const { status, body } = await fetchBytes(url + path, world);
  if (WITHDRAWN.includes(status)) return 'withdrawn';
  if (status !== 200) throw new LedgerFault(seq, `Ledger entry ${seq} has accepted ${path}, which answers ${status}.`);
  if (sha256(body) !== digests.sha256) throw otherDigest(seq, path, digests.sha256, body);
  return 'files';
}

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

const otherDigest = (seq: number, path: string, logged = 'nothing', served: Buffer): LedgerFault =>
  new LedgerFault(seq, `Ledger entry ${seq} has accepted ${path} with SHA-256 ${logged}, ${sha256(served)} is served.`);
