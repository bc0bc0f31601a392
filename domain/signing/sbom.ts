/**
 * Software bills of materials that came as attestations. They say what is in a file; they do not vouch for it.
 * @see https://github.com/in-toto/attestation/tree/main/spec/predicates
 */
import { at, textAt } from './bytes';
import { quote, reject } from './rejected';

/** How one format is told by its attestation and by itself, and how it is served. */
interface Format {
  readonly name: string;
  /** Predicate types: with and without a version, as cosign and GitHub write them. */
  readonly types: readonly string[];
  readonly isIt: (predicate: unknown) => boolean;
  /** Ends the name of the document beside the file. */
  readonly suffix: string;
  readonly contentType: string;
}

const versions = (base: string, list: readonly string[]): string[] => [base, ...list.map((version) => `${base}/v${version}`)];

const FORMATS: readonly Format[] = [
  {
    name: 'CycloneDX',
    types: versions('https://cyclonedx.org/bom', ['1.4', '1.5', '1.6', '1.7']),
    isIt: (predicate) => textAt(predicate, 'bomFormat') === 'CycloneDX',
    suffix: '.cdx.json',
    contentType: 'application/vnd.cyclonedx+json',
  },
  {
    name: 'SPDX',
    types: versions('https://spdx.dev/Document', ['2.2', '2.3', '3.0']),
    isIt: (predicate) => /^SPDX-2\./.test(textAt(predicate, 'spdxVersion') ?? '') || at(predicate, '@context') !== undefined,
    suffix: '.spdx.json',
    contentType: 'application/spdx+json',
  },
];

export const SBOM_TYPES: readonly string[] = FORMATS.flatMap(({ types }) => types);

/** A bill of materials as it is served beside its file. */
export interface Sbom extends Pick<Format, 'suffix' | 'contentType'> {
  readonly document: Buffer;
}

/**
 * The bill of materials that a bundle carries; undefined for every other bundle.
 * @param bundle bytes of a bundle that has been verified
 * @throws Rejected STATEMENT when it says it carries one and does not
 */
export function sbomOf(bundle: Buffer): Sbom | undefined {
  const statement = statementOf(bundle);
  const type = textAt(statement, 'predicateType') ?? '';
  const format = FORMATS.find(({ types }) => types.includes(type));
  if (!format) return undefined;
  const predicate = at(statement, 'predicate');
  if (!format.isIt(predicate))
    reject('STATEMENT', `the attestation of type ${quote(type)} does not hold a ${format.name} document as its predicate`);
  const { suffix, contentType } = format;
  return { suffix, contentType, document: Buffer.from(JSON.stringify(predicate)) };
}

function statementOf(bundle: Buffer): unknown {
  try {
    const payload = textAt(JSON.parse(bundle.toString()), 'dsseEnvelope', 'payload');
    return payload === undefined ? undefined : JSON.parse(Buffer.from(payload, 'base64').toString());
  } catch {
    return undefined;
  }
}
