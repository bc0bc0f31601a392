/** Checks of the certificates inside a bundle that @sigstore/verify leaves to the caller. */
import { X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate } from '@sigstore/core';
import type { Bundle } from './bundle';
import { reject } from './rejected';

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const SUBJECT_ALT_NAME = '2.5.29.17';
const FULCIO = '1.3.6.1.4.1.57264.1.';

/** Fulcio's numbered claims: https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
export const Claim = { ISSUER_OLD: 1, ISSUER: 8, REPOSITORY: 12, COMMIT: 13, REF: 14, WORKFLOW: 18 } as const;

/** The certificates of a keyless bundle, leaf first; empty for a bundle by a pinned key. */
export function certificatesOf({ verificationMaterial: { content } }: Bundle): Buffer[] {
  if (content.$case === 'publicKey') return [];
  const certificates = content.$case === 'certificate' ? [content.certificate] : content.x509CertificateChain.certificates;
  return certificates.map((certificate) => Buffer.from(certificate.rawBytes));
}

/** Refuses certificates that may not sign code, and names that do not read the same to everyone. Returns the leaf. */
export function checkCertificates(der: readonly Buffer[]): NodeCertificate {
  const certificates = der.map((bytes) => new NodeCertificate(bytes));
  const leaf = certificates[0] ?? reject('CERTIFICATE_ERROR', 'the bundle has no certificate');
  if (certificates.some((certificate) => certificate.issuer === certificate.subject)) {
    reject('CERTIFICATE_ERROR', 'the bundle carries a root certificate');
  }
  if (leaf.ca) reject('CERTIFICATE_ERROR', 'the signing certificate is one of an authority');
  // Node's `keyUsage` lists the *extended* key usages.
  if (!(leaf.keyUsage as string[] | undefined)?.includes(CODE_SIGNING)) {
    reject('CERTIFICATE_ERROR', 'the signing certificate is not for code signing');
  }
  checkNames(X509Certificate.parse(leaf.raw));
  return leaf;
}

/** The library takes the first name it likes and drops the high bit of each byte, so that other bytes could read as an allowed name. */
function checkNames(leaf: X509Certificate): void {
  const names = leaf.extension(SUBJECT_ALT_NAME)?.valueObj.subs[0]?.subs ?? [];
  if (names.length !== 1) reject('CERTIFICATE_ERROR', `the signing certificate must name one identity, got: ${names.length}`);
  const issuer =
    leaf.extension(FULCIO + String(Claim.ISSUER))?.valueObj.subs[0]?.value ??
    leaf.extension(FULCIO + String(Claim.ISSUER_OLD))?.value;
  const read = [...names.map(({ value }) => value), issuer ?? Buffer.alloc(0)];
  if (read.some((bytes) => bytes.some((byte) => byte < 0x20 || byte > 0x7e))) {
    reject('CERTIFICATE_ERROR', 'identity and issuer of the signing certificate must be printable ASCII');
  }
}

/** One claim of a Fulcio certificate (DER), e.g. {@link Claim}.REPOSITORY; undefined when it has none. */
export function claimOf(leaf: Buffer, claim: number): string | undefined {
  const certificate = X509Certificate.parse(Buffer.from(leaf));
  return certificate.extension(FULCIO + String(claim))?.valueObj.subs[0]?.value.toString('utf8');
}

/** The identity that a certificate (DER) names. */
export const identityOf = (leaf: Buffer): string | undefined => X509Certificate.parse(Buffer.from(leaf)).subjectAltName;
