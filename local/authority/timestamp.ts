import { initializeTSA, type TSA } from '@sigstore/mock/dist/timestamp';
import { base64, bytesOf, sha256 } from './encoding';
import type { AuthorityKeys } from './keys';
import type { TrustedRootJson } from './trusted-root';

const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const POLICY_OID = '1.3.6.1.4.1.57264.2';

/** The mock's certificate, which it makes anew at each start although the trusted root names the first one. */
interface WithCertificate {
  intCert: { constructor: { fromBER(der: Uint8Array): unknown } };
}

/** An RFC 3161 timestamp of a signature, base64. */
export async function timestamp(keys: AuthorityKeys, root: TrustedRootJson, signature: Buffer, at: Date): Promise<string> {
  // Whole seconds: the mock writes milliseconds without trailing zeros, which @sigstore/core reads in nine cases of ten.
  const tsa = await initializeTSA(keys.tsa, new Date(Math.floor(at.getTime() / 1000) * 1000));
  keepCertificate(tsa, root);
  const token = await tsa.timestamp({
    artifactHash: sha256(signature),
    hashAlgorithmOID: SHA256_OID,
    nonce: 7,
    policyOID: POLICY_OID,
  });
  return base64(bytesOf(token));
}

function keepCertificate(tsa: TSA, root: TrustedRootJson): void {
  const mock = tsa as unknown as WithCertificate;
  const der = Buffer.from(root.timestampAuthorities[0]!.certChain.certificates[0]!.rawBytes, 'base64');
  Object.assign(tsa, { intCert: mock.intCert.constructor.fromBER(der) });
}
