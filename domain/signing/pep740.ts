/** PEP 740: what PyPI's clients read beside a file. Derived from stored Sigstore bundles wherever the format allows it. */
import { bundleToJSON, type SerializedBundle } from '@sigstore/bundle';
import { type Bundle, readBundle } from './bundle';
import { certificatesOf } from './certificate';
import { type Publisher, publisherOf } from './publisher';
import { SBOM_TYPES } from './sbom';
import { readStatement } from './statement';

type LogEntryJson = SerializedBundle['verificationMaterial']['tlogEntries'][number];

export interface Attestation {
  readonly version: 1;
  readonly verification_material: {
    /** DER in base64. */
    readonly certificate: string;
    readonly transparency_entries: readonly LogEntryJson[];
  };
  /** Both in base64. */
  readonly envelope: { readonly statement: string; readonly signature: string };
}

export interface Provenance {
  readonly version: 1;
  readonly attestation_bundles: readonly { readonly publisher: Publisher; readonly attestations: readonly Attestation[] }[];
}

/**
 * A verified Sigstore bundle as PEP 740 attestation. Undefined where PEP 740 has no place for it: signatures over the file
 * itself, bills of materials, pinned keys, log entries without inclusion promise (Rekor v2, whose RFC 3161 timestamp the format lacks), and
 * statements with another subject than this one file name.
 */
export function toPep740(bundle: unknown, fileName: string): Attestation | undefined {
  const decoded = readBundle(bundle);
  const { content } = decoded;
  const [certificate] = certificatesOf(decoded);
  if (content.$case !== 'dsseEnvelope' || !certificate || !hasPromises(decoded)) return undefined;
  const { subjects, predicateType } = readStatement(content.dsseEnvelope);
  if (subjects.length !== 1 || subjects[0]?.name !== fileName || SBOM_TYPES.includes(predicateType)) return undefined;
  const { payload, signatures } = content.dsseEnvelope;
  return {
    version: 1,
    verification_material: {
      certificate: certificate.toString('base64'),
      transparency_entries: bundleToJSON(decoded).verificationMaterial.tlogEntries.map(withDefaults),
    },
    envelope: {
      statement: Buffer.from(payload).toString('base64'),
      signature: Buffer.from(signatures[0]!.sig).toString('base64'),
    },
  };
}

/** Protobuf's JSON leaves out what is zero or empty, as in a log's first entry; PyPI's tools want every field. */
const withDefaults = (entry: LogEntryJson): LogEntryJson => ({
  ...Object.assign({ logIndex: '0' }, entry),
  inclusionProof: Object.assign({ logIndex: '0', hashes: [] }, entry.inclusionProof),
});

const hasPromises = ({ verificationMaterial: { tlogEntries } }: Bundle): boolean =>
  tlogEntries.length > 0 && tlogEntries.every((entry) => entry.inclusionPromise && entry.inclusionProof);

/** The provenance object of one file from its verified bundles; undefined when none of them can be expressed in it. */
export function provenance(bundles: readonly unknown[], fileName: string): Provenance | undefined {
  const sets = bundles.flatMap((bundle) => {
    const attestation = toPep740(bundle, fileName);
    const publisher = publisherOf(bundle);
    return attestation && publisher ? [{ publisher, attestations: [attestation] }] : [];
  });
  return sets.length === 0 ? undefined : { version: 1, attestation_bundles: sets };
}
