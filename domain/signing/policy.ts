import type { ScreeningPolicy } from '../contracts/screening';
/** Who may sign for a project. Written to the intake's `policy.json` at synth from `registry.config.ts`. */
export interface SigningPolicy {
  readonly schema: 1;
  /** Sigstore trusted root (JSON, media type `application/vnd.dev.sigstore.trustedroot+json;version=0.1`). */
  readonly trustedRoot: unknown;
  readonly ecosystems: readonly string[];
  readonly limits: IntakeLimits;
  readonly projects: readonly ProjectPolicy[];
  /** What is held for a person. @default - nothing is screened */
  readonly screening?: ScreeningPolicy;
}

export interface ProjectPolicy {
  readonly ecosystem: string;
  readonly project: string;
  /** Keyless signers, any one of them; compared exactly. */
  readonly identities: readonly { readonly identity: string; readonly issuer: string }[];
  /** Pinned public keys, any one of them. */
  readonly keys: readonly PinnedKey[];
}

export interface PinnedKey {
  /** Name used in records and messages. */
  readonly name: string;
  /** SPKI in PEM: ECDSA P-256 or Ed25519. */
  readonly publicKeyPem: string;
  /** Hints by which a bundle may choose this key; default: base64 SHA-256 of its DER SPKI. */
  readonly hints?: readonly string[];
  /** Validity, ISO 8601; with either, a bundle needs a timestamp. */
  readonly from?: string;
  readonly to?: string;
  /** Whether a transparency-log entry is required. @default true */
  readonly requireLog?: boolean;
}

export interface IntakeLimits {
  /** Largest file, bytes. */
  readonly maxFileBytes: number;
  /** Most files in one release (bundles not counted). */
  readonly maxFiles: number;
  readonly maxArchiveEntries: number;
  readonly maxUnpackedBytes: number;
  readonly maxRatio: number;
}
