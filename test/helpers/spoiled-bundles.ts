/** Ways to change a bundle; those that borrow from another bundle take it as `donor`. */
import type { BundleJson } from '../../local/authority';
import type { AuthorityKeys } from '../../local/authority/keys';
import { logV1 } from '../../local/authority/log';

/** Changes a copy. */
export async function changed(bundle: Promise<BundleJson>, change: (copy: BundleJson) => void): Promise<BundleJson> {
  const copy = structuredClone(await bundle);
  change(copy);
  return copy;
}

export const toBase64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');

const fromBase64 = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text, 'base64').toString()) as Record<string, unknown>;

/** The first log entry. */
export const entryOf = (bundle: BundleJson) => bundle.verificationMaterial.tlogEntries[0]!;

/** The older form, version 0.2, whose certificates are a chain. */
export function asChain(bundle: BundleJson, ...further: { rawBytes: string }[]): void {
  const { certificate, ...material } = bundle.verificationMaterial;
  const chain = { x509CertificateChain: { certificates: [certificate!, ...further] } };
  Object.assign(bundle, {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
    verificationMaterial: { ...material, ...chain },
  });
}

export function repeatEntry(bundle: BundleJson, times: number): void {
  bundle.verificationMaterial.tlogEntries = Array.from({ length: times }, () => entryOf(bundle));
}

export function repeatTimestamp({ verificationMaterial: { timestampVerificationData: data } }: BundleJson, times: number): void {
  data!.rfc3161Timestamps = Array.from({ length: times }, () => data!.rfc3161Timestamps[0]!);
}

export function tamperLogBody(bundle: BundleJson): void {
  const entry = entryOf(bundle);
  entry.canonicalizedBody = toBase64({ ...fromBase64(entry.canonicalizedBody), apiVersion: '0.0.2' });
}

/** A true log entry for this very signature over a file, but in the donor's name. */
export async function logInNameOf(donor: BundleJson, bundle: BundleJson, keys: AuthorityKeys): Promise<BundleJson> {
  const specOf = (one: BundleJson) =>
    fromBase64(entryOf(one).canonicalizedBody).spec as { data: object; signature: { content: string; publicKey: object } };
  const { data, signature } = specOf(bundle);
  const spec = { data, signature: { ...signature, publicKey: specOf(donor).signature.publicKey } };
  const v1 = { apiVersion: '0.0.1', kind: 'hashedrekord', spec };
  const entry = await logV1(keys, { kind: 'hashedrekord', v1, v2: {} }, new Date());
  return { ...bundle, verificationMaterial: { ...bundle.verificationMaterial, tlogEntries: [entry] } };
}
