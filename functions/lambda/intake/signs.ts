/** Signs that a release is not what it seems, and what they make of its decision. */
import { Refusal } from '../../../domain/contracts/refusals';
import type { FileRecord } from '../../../domain/contracts/release';
import type { Finding } from '../../../domain/contracts/screening';
import type { Decision } from '../../../domain/records/decision';
import { readClaim } from './claim';
import type { Intake, Release, Upload } from './intake';
import { listName, screen } from './screen';

type Decided = Omit<Decision, 'sequence'>;

export interface Signs {
  readonly findings: readonly Finding[];
  /** Whether they can still stop the release. */
  readonly canStop: boolean;
}

/** What was let through once, by its claim or by a person, is let through again: time alone would make other signs of it. */
export async function findSigns(
  intake: Intake,
  { approved }: Upload,
  release: Release,
  files: readonly Pick<FileRecord, 'signer' | 'traits'>[],
  unscanned: readonly Finding[],
): Promise<Signs> {
  const claim = intake.policy.screening && (await readClaim(intake, release));
  if (claim) return { findings: claim.findings ?? [], canStop: false };
  if (!approved) return { findings: [...unscanned, ...(await screen(intake, release, files))], canStop: true };
  await listName(intake, release.ecosystem.name, release.manifest.project);
  return { findings: approved.findings, canStop: false };
}

/** @returns why the release is refused for its signs; undefined when it is not */
export function graveSigns({ findings, canStop }: Signs): Refusal | undefined {
  const grave = findings.filter(({ mode }) => canStop && mode === 'refuse');
  if (grave.length === 0) return undefined;
  const reasons = grave.map(({ rule, reason }) => `${rule}: ${reason}`).join('; ');
  return new Refusal('SIGN_OF_HIJACK', `${reasons}; the registry is configured to refuse this, ask its operator.`);
}

export const isHeld = ({ findings, canStop }: Signs): boolean => canStop && findings.some(({ mode }) => mode === 'hold');

/** In the ledger by the names of the rules, and in full where they are counted, which is once. */
export function withSigns(decided: Decided, { findings }: Signs, { approved }: Upload): Decided {
  if (findings.length === 0) return decided;
  const event = { ...decided.event, findings: findings.map(({ rule }) => rule) };
  return { ...decided, event, ...(!approved && { findings }) };
}
