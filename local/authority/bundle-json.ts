/** The parts of a Sigstore bundle (v0.3, JSON) that the test authority writes. Bytes are base64, 64-bit numbers strings. */
export interface BundleJson {
  mediaType: string;
  verificationMaterial: MaterialJson;
  messageSignature?: { messageDigest: { algorithm: string; digest: string }; signature: string };
  dsseEnvelope?: EnvelopeJson;
}

export interface EnvelopeJson {
  payloadType: string;
  payload: string;
  signatures: { sig: string; keyid: string }[];
}

export interface MaterialJson {
  certificate?: { rawBytes: string };
  publicKey?: { hint: string };
  tlogEntries: LogEntryJson[];
  timestampVerificationData?: { rfc3161Timestamps: { signedTimestamp: string }[] };
}

export interface LogEntryJson {
  logIndex: string;
  logId: { keyId: string };
  kindVersion: { kind: string; version: string };
  integratedTime?: string;
  inclusionPromise?: { signedEntryTimestamp: string };
  inclusionProof?: { logIndex: string; rootHash: string; treeSize: string; hashes: string[]; checkpoint: { envelope: string } };
  canonicalizedBody: string;
}

export const BUNDLE_V03 = 'application/vnd.dev.sigstore.bundle.v0.3+json';
