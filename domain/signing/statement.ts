import type { Artifact } from './artifact';
import type { Bundle } from './bundle';
import { at, textAt } from './bytes';
import { quote, reject } from './rejected';

export const IN_TOTO = 'application/vnd.in-toto+json';
const STATEMENT = /^https:\/\/in-toto\.io\/Statement\/v(0\.1|1)$/;

/** Predicate types by which a publisher vouches for a file. */
export const Predicate = {
  PYPI_PUBLISH: 'https://docs.pypi.org/attestations/publish/v1',
  SLSA_PROVENANCE: 'https://slsa.dev/provenance/v1',
} as const;

/** The parts of an in-toto statement that are read here. */
export interface Statement {
  readonly predicateType: string;
  readonly subjects: readonly Subject[];
}

export interface Subject {
  readonly name?: string;
  /** Hexadecimal digests by algorithm. */
  readonly digest: unknown;
}

type Envelope = Extract<Bundle['content'], { $case: 'dsseEnvelope' }>['dsseEnvelope'];

/** Reads the statement of an envelope. @throws Rejected PAYLOAD_TYPE, STATEMENT */
export function readStatement(envelope: Envelope): Statement {
  if (envelope.payloadType !== IN_TOTO)
    reject('PAYLOAD_TYPE', `the payload must be ${IN_TOTO}, got: ${quote(envelope.payloadType)}`);
  const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(envelope.payload));
  const type = textAt(json, '_type');
  if (!STATEMENT.test(type ?? '')) reject('STATEMENT', `not an in-toto statement of a known version, got _type: ${quote(type)}`);
  const subjects = at(json, 'subject');
  return {
    predicateType: textAt(json, 'predicateType') ?? '',
    subjects: Array.isArray(subjects)
      ? subjects.map((subject: unknown) => ({ name: textAt(subject, 'name'), digest: at(subject, 'digest') }))
      : [],
  };
}

/** The library never looks at the artifact of an attestation: this comparison is what binds the two. */
export function checkStatement(statement: Statement, artifact: Artifact, predicateTypes: readonly string[] | undefined): void {
  if (!statement.subjects.some((subject) => isSubject(subject, artifact))) {
    reject('DIGEST', `the attestation is for another file: no subject of it has sha256 ${artifact.sha256.toString('hex')}`);
  }
  if (predicateTypes && !predicateTypes.includes(statement.predicateType)) {
    reject(
      'PREDICATE',
      `the attestation is of another type, got: ${quote(statement.predicateType)}, allowed: ${predicateTypes.join(', ')}`,
    );
  }
}

/** npm's provenance carries sha512, others sha256: every known digest must match, and one must be there. */
function isSubject({ digest }: Subject, artifact: Artifact): boolean {
  const known = (['sha256', 'sha512'] as const).filter((name) => textAt(digest, name) !== undefined);
  return known.length > 0 && known.every((name) => textAt(digest, name) === artifact[name].toString('hex'));
}
