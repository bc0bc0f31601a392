/** Waits for the malware scanner, where there is one. Nothing of an upload is opened before every file of it was found clean. */
import { uploadKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { Finding, ScreeningPolicy } from '../../../domain/contracts/screening';
import type { Intake, Release, Upload } from './intake';

/** The scanner is not done: the same message is to come again later. */
export class NotScannedYet extends Error {
  override readonly name = 'NotScannedYet';
}

/**
 * @returns what the scanner could not look into
 * @throws Refusal MALWARE_FOUND or SCAN_TIMEOUT
 * @throws NotScannedYet
 */
export async function checkScans(intake: Intake, upload: Upload, { manifest, id }: Release): Promise<Finding[]> {
  const { scans, policy } = intake;
  if (!scans || !policy.screening?.scanMinutes || upload.approved) return [];
  const findings: Finding[] = [];
  for (const name of manifest.files.flatMap((file) => [file.name, ...file.bundles])) {
    const status = await scans.statusOf(uploadKey(id, name));
    if (status === undefined) wait(intake, upload, policy.screening.scanMinutes, name);
    else if (status === 'THREATS_FOUND') refuseThreat(name);
    else if (status !== 'NO_THREATS_FOUND') findings.push(unscanned(policy.screening, name, status));
  }
  return findings;
}

function wait({ clock }: Intake, { id, at }: Upload, minutes: number, name: string): never {
  if (at === undefined) throw new Error(`The event of upload ${id.upload} has no time, so nobody knows how long it waits.`);
  const waited = Math.floor((clock().getTime() - Date.parse(at)) / 60_000);
  if (waited < minutes)
    throw new NotScannedYet(`File '${name}' of upload ${id.upload} has no verdict of the malware scanner yet.`);
  throw new Refusal(
    'SCAN_TIMEOUT',
    `The malware scanner gave no verdict on '${name}' within ${waited} minutes, ${minutes} are allowed; publish again, and tell the operator if it repeats.`,
    name,
  );
}

function refuseThreat(name: string): never {
  throw new Refusal(
    'MALWARE_FOUND',
    `The malware scanner found a threat in '${name}'; take it out and release a clean file under a new version.`,
    name,
  );
}

const unscanned = ({ rules }: ScreeningPolicy, name: string, status: string): Finding => ({
  rule: 'unscanned',
  mode: rules.unscanned,
  reason: `the malware scanner could not look into '${name}', got: ${status}`,
});
