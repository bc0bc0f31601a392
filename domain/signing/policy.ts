import type { ScreeningPolicy } from '../contracts/screening';
/** Who may sign for a project. Written to the intake's `policy.json` at synth from `registry.config.ts`. */
export interface SigningPolicy {
  readonly schema: 1;
  /** Sigstore trusted root (JSON, media type `application/vnd.dev.sigstore.trustedroot+json;version=0.1`). */
  readonly trustedRoot: unknown;
  /** Further trusted roots, by the name that identities have as `instance`. @default none */
  readonly instances?: Readonly<Record<string, unknown>>;
  readonly ecosystems: readonly string[];
  readonly limits: IntakeLimits;
  readonly projects: readonly ProjectPolicy[];
  /** Tiers and limits of readers. The intake has no use for them but to log when they change. @default - not told */
  readonly access?: unknown;
  /** What is held for a person. @default - nothing is screened */
  readonly screening?: ScreeningPolicy;
}

export interface ProjectPolicy {
  readonly ecosystem: string;
  readonly project: string;
  /** Keyless signers, any one of them. */
  readonly identities: readonly AllowedIdentity[];
  /** Pinned public keys, any one of them. */
  readonly keys: readonly PinnedKey[];
  /** How many different signers each file needs. @default 1 */
  readonly signatures?: number;
  /** OpenPGP signatures (`.asc`), in addition to Sigstore bundles and never instead. @default none is verified */
  readonly pgp?: PgpPolicy;
}

/** One keyless signer, compared exactly. */
export interface AllowedIdentity {
  readonly identity: string;
  readonly issuer: string;
  /**
   * For an identity that ends in the path of a workflow: it may have run for any tag, or for any ref. Without it the identity ends in
   * `@` and one ref.
   */
  readonly refs?: 'tags' | 'any' | undefined;
  /** When it may have signed, ISO 8601: from the first, before the second. @default - at any time */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Sigstore instance that vouches for it, one of `instances`. @default - that of `trustedRoot` */
  readonly instance?: string | undefined;
}

export interface PgpPolicy {
  readonly keys: readonly PgpKey[];
  /** Whether every file needs a `.asc`, in ecosystems that have them. @default false: those that are there are verified */
  readonly required?: boolean | undefined;
}

export interface PgpKey {
  /** Name used in records and messages. */
  readonly name: string;
  /** One public key in ASCII armour. */
  readonly armored: string;
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
