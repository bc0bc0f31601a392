import { SBOM_TYPES, sbomOf } from '../../../domain/signing';

const bundle = (predicateType: string, predicate: unknown): Buffer =>
  Buffer.from(
    JSON.stringify({ dsseEnvelope: { payload: Buffer.from(JSON.stringify({ predicateType, predicate })).toString('base64') } }),
  );

const CYCLONEDX = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [] };
const SPDX = { spdxVersion: 'SPDX-2.3', packages: [] };
const SPDX_3 = { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [] };

test.each([
  ['https://cyclonedx.org/bom', CYCLONEDX, '.cdx.json', 'application/vnd.cyclonedx+json'],
  ['https://cyclonedx.org/bom/v1.6', CYCLONEDX, '.cdx.json', 'application/vnd.cyclonedx+json'],
  ['https://spdx.dev/Document', SPDX, '.spdx.json', 'application/spdx+json'],
  ['https://spdx.dev/Document/v2.3', SPDX, '.spdx.json', 'application/spdx+json'],
  ['https://spdx.dev/Document/v3.0', SPDX_3, '.spdx.json', 'application/spdx+json'],
])('%s is served as its document', (type, document, suffix, contentType) => {
  expect(sbomOf(bundle(type, document))).toEqual({ suffix, contentType, document: Buffer.from(JSON.stringify(document)) });
});

test.each([
  ['another attestation', bundle('https://slsa.dev/provenance/v1', CYCLONEDX)],
  ['a signature', Buffer.from('{"messageSignature":{}}')],
  ['no bundle', Buffer.from('hello')],
])('%s carries none', (_, bytes) => {
  expect(sbomOf(bytes)).toBeUndefined();
});

test.each(SBOM_TYPES)('%s must hold what it says', (type) => {
  expect(() => sbomOf(bundle(type, { hello: 1 }))).toThrow(
    `the attestation of type "${type}" does not hold a ${type.includes('spdx') ? 'SPDX' : 'CycloneDX'} document as its predicate`,
  );
});
