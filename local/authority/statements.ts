/** In-toto statements by which a publisher vouches for a file. */
import { Predicate } from '../../domain/signing/statement';
import { sha256 } from './encoding';

/** PyPI's publish attestation (PEP 740): exactly one subject, with the exact file name. */
export const pypiPublish = (fileName: string, bytes: Buffer): object => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: fileName, digest: { sha256: sha256(bytes).toString('hex') } }],
  predicateType: Predicate.PYPI_PUBLISH,
  predicate: null,
});
