/**
 * Every reason for which an upload is refused, with what to do about it. `docs/errors.md` is generated from this table, and
 * test/hostile holds a case for each code: docs/adding-a-refusal.md says how to add one.
 * A refusal is the publisher's or the operator's to mend; an error of ours is never reported as one.
 */
export interface RefusalMeaning {
  readonly meaning: string;
  readonly remedy: string;
  /** Who can mend it: who made the upload, who runs the registry, or either. */
  readonly mendedBy: 'publisher' | 'operator' | 'either';
}

export const REFUSALS = {
  MANIFEST_MALFORMED: {
    meaning: 'release.json is not valid JSON of the documented shape.',
    remedy: 'Write it with `npx registry publish`.',
    mendedBy: 'publisher',
  },
  MANIFEST_MISMATCH: {
    meaning: 'release.json names another ecosystem or project than the prefix it was uploaded to.',
    remedy: 'Upload below the prefix of the project that it names.',
    mendedBy: 'publisher',
  },
  NAME_NOT_NORMALISED: {
    meaning: 'The project name is not in the normalised form of its ecosystem.',
    remedy: 'Upload below the normalised name.',
    mendedBy: 'publisher',
  },
  NAME_NOT_ALLOWED: {
    meaning: 'The name has characters or a form that could confuse storage, the CDN or a file system, or is reserved.',
    remedy: 'Choose a name by the rules of the ecosystem.',
    mendedBy: 'publisher',
  },
  VERSION_INVALID: {
    meaning: 'The version is not one of the ecosystem, or not in its canonical spelling.',
    remedy: 'Release it under the canonical spelling.',
    mendedBy: 'publisher',
  },
  VERSION_CHANGEABLE: {
    meaning: 'The version stands for content that may change, as a Maven snapshot does.',
    remedy: 'Release it under a fixed version.',
    mendedBy: 'publisher',
  },
  VERSION_EXISTS: {
    meaning: 'This version has been released before. Released versions never change.',
    remedy: 'Choose a new version.',
    mendedBy: 'publisher',
  },
  PROJECT_UNKNOWN: {
    meaning: 'No publisher is configured for this project.',
    remedy: 'Add it to `publishers` in registry.config.ts.',
    mendedBy: 'operator',
  },
  ECOSYSTEM_DISABLED: {
    meaning: 'The ecosystem is not enabled.',
    remedy: 'Enable it in registry.config.ts.',
    mendedBy: 'operator',
  },
  FILE_MISSING: {
    meaning: 'A file named in release.json was not uploaded.',
    remedy: 'Upload files first and release.json last.',
    mendedBy: 'publisher',
  },
  FILE_UNEXPECTED: {
    meaning: 'A file was uploaded that release.json does not name.',
    remedy: 'Name it or leave it out.',
    mendedBy: 'publisher',
  },
  FILES_INCOMPLETE: {
    meaning: 'The release lacks a file that its ecosystem wants beside the others, e.g. the POM.',
    remedy: 'Upload it too.',
    mendedBy: 'publisher',
  },
  FILE_TOO_LARGE: {
    meaning: 'A file is larger than the configured limit.',
    remedy: 'Make it smaller, or raise `limits` in registry.config.ts.',
    mendedBy: 'either',
  },
  FILE_COUNT: {
    meaning: 'The release has no file, or more files than the configuration or its ecosystem allows.',
    remedy: 'Split it, or raise `limits` in registry.config.ts.',
    mendedBy: 'either',
  },
  FILE_NAME_INVALID: {
    meaning: 'The file name does not follow the rules of its ecosystem.',
    remedy: 'Upload the file under the name that the build tool gave it.',
    mendedBy: 'publisher',
  },
  FILE_NAME_MISMATCH: {
    meaning: 'The file name disagrees with the project or version of the release.',
    remedy: 'Upload it with the release that it belongs to.',
    mendedBy: 'publisher',
  },
  SIZE_MISMATCH: {
    meaning: 'The uploaded file has another size than release.json says; it may be truncated.',
    remedy: 'Upload again.',
    mendedBy: 'publisher',
  },
  DIGEST_MISMATCH: {
    meaning: 'The uploaded file has another SHA-256 than release.json says.',
    remedy: 'Upload again.',
    mendedBy: 'publisher',
  },
  SIGNATURE_MISSING: {
    meaning: 'The file has no Sigstore bundle.',
    remedy: 'Sign it and name the bundle in release.json.',
    mendedBy: 'publisher',
  },
  BUNDLE_MALFORMED: {
    meaning: 'The bundle is not a Sigstore bundle of a known version, or holds more than an honest one does.',
    remedy: 'Sign the file again with a current tool.',
    mendedBy: 'publisher',
  },
  SIGNATURE_INVALID: {
    meaning: 'The signature in the bundle does not verify with the key or certificate beside it.',
    remedy: 'Sign the file again.',
    mendedBy: 'publisher',
  },
  CERTIFICATE_INVALID: {
    meaning: 'The signing certificate does not come from the trusted root, was not valid when it signed, or is not for signing.',
    remedy: 'Sign the file again with the service that the trusted root is of.',
    mendedBy: 'publisher',
  },
  LOG_INVALID: {
    meaning: 'The transparency log entry is missing, altered, or of another signature.',
    remedy: 'Sign the file again, with the log.',
    mendedBy: 'publisher',
  },
  TIMESTAMP_INVALID: {
    meaning: 'Nothing trustworthy in the bundle tells when the signature was made.',
    remedy: 'Sign the file again, with a log entry or a timestamp.',
    mendedBy: 'publisher',
  },
  ATTESTATION_INVALID: {
    meaning: 'The attestation is no in-toto statement, or not one by which a publisher vouches for a file.',
    remedy: 'Attest with SLSA provenance or a PyPI publish attestation.',
    mendedBy: 'publisher',
  },
  SIGNATURE_OTHER_FILE: {
    meaning: 'The bundle is for another file.',
    remedy: 'Sign the file that you upload, after its last change.',
    mendedBy: 'publisher',
  },
  SIGNATURES_TOO_FEW: {
    meaning: 'Fewer different signers have signed the file than its project needs.',
    remedy: 'Add a Sigstore bundle by another of its signers.',
    mendedBy: 'publisher',
  },
  PGP_SIGNATURE_INVALID: {
    meaning: 'The OpenPGP signature (.asc) is not one over this file by a pinned key that was good when it was uploaded.',
    remedy: 'Sign the file again, or pin the key under `pgp` in registry.config.ts.',
    mendedBy: 'either',
  },
  PGP_SIGNATURE_MISSING: {
    meaning: 'The project needs an OpenPGP signature (.asc) beside every file, and a file has none.',
    remedy: 'Sign it with `gpg --armor --detach-sign` and upload the .asc too.',
    mendedBy: 'publisher',
  },
  SIGNER_NOT_ALLOWED: {
    meaning: 'The bundle is valid, but its signer is not one of the project’s publishers.',
    remedy: 'Sign as one of them, or add the signer to `publishers` in registry.config.ts.',
    mendedBy: 'either',
  },
  ARCHIVE_UNREADABLE: {
    meaning: 'The archive is of another format, truncated or damaged.',
    remedy: 'Build it again and upload it whole.',
    mendedBy: 'publisher',
  },
  ARCHIVE_PATH: {
    meaning: 'An entry of the archive has a path that climbs, is absolute, or that a file system takes for something else.',
    remedy: 'Rename the entry.',
    mendedBy: 'publisher',
  },
  ARCHIVE_ENTRY: {
    meaning:
      'An entry of the archive is neither file nor folder (a device, a link where none may be or out of its tree), or is packed in a way that not everyone reads.',
    remedy: 'Leave the entry out, or pack it plainly.',
    mendedBy: 'publisher',
  },
  ARCHIVE_AMBIGUOUS: {
    meaning:
      'Two readers of the archive could see different files: entries of one name, headers that disagree, bytes that no entry accounts for.',
    remedy: 'Build the archive again with an ordinary build tool.',
    mendedBy: 'publisher',
  },
  ARCHIVE_LAYOUT: {
    meaning: 'The archive is sound, but is not laid out as its ecosystem wants it, e.g. in one top folder.',
    remedy: 'Build it again with the ecosystem’s own tool.',
    mendedBy: 'publisher',
  },
  ARCHIVE_BOMB: {
    meaning: 'The archive expands beyond the configured limits.',
    remedy: 'Make it smaller, or raise `limits` in registry.config.ts.',
    mendedBy: 'either',
  },
  METADATA_MISSING: {
    meaning: 'The archive holds no metadata where the ecosystem wants it.',
    remedy: 'Build it again with the ecosystem’s own tool.',
    mendedBy: 'publisher',
  },
  METADATA_INVALID: {
    meaning: 'The metadata inside the archive cannot be read, or says what must not be published.',
    remedy: 'Correct it and build again.',
    mendedBy: 'publisher',
  },
  METADATA_MISMATCH: {
    meaning: 'The metadata inside the archive names another project or version.',
    remedy: 'Build the archive of this release again.',
    mendedBy: 'publisher',
  },
  SIGN_OF_HIJACK: {
    meaning: 'A rule of docs/watch.md found a sign of a hijack, and the configuration says to refuse it.',
    remedy: 'Ask the operator, who sets the rule in `screening.rules` to note or hold.',
    mendedBy: 'operator',
  },
  PROJECT_BLOCKED: {
    meaning: 'The operator has taken the whole project out with `npx registry block`.',
    remedy: 'Ask the operator, who may undo it with `npx registry unblock`.',
    mendedBy: 'operator',
  },
  VERSION_BLOCKED: {
    meaning: 'The operator has taken this version out with `npx registry block`; it cannot be published again.',
    remedy: 'Publish a version without what the reason names.',
    mendedBy: 'either',
  },
  FILE_BLOCKED: {
    meaning: 'The operator has blocked a file with this SHA-256, whatever project it is uploaded to.',
    remedy: 'Publish without the file, or ask the operator.',
    mendedBy: 'either',
  },
  PUBLISHER_BLOCKED: {
    meaning: 'The operator has blocked the publisher that signed the file, whatever the project.',
    remedy: 'Ask the operator; the identity may have been taken over.',
    mendedBy: 'operator',
  },
  HELD_REJECTED: {
    meaning: 'The release was held, and a person rejected it.',
    remedy: 'Read the reason, and publish again when it is mended.',
    mendedBy: 'either',
  },
  MALWARE_FOUND: {
    meaning: 'The malware scanner found a threat in a file.',
    remedy: 'Take it out. Where it is harmless, e.g. a test file, pack it so that it is made at test time.',
    mendedBy: 'publisher',
  },
  SCAN_TIMEOUT: {
    meaning: 'The malware scanner gave no verdict in time.',
    remedy: 'Publish again; if it repeats, the operator looks after the scanner.',
    mendedBy: 'either',
  },
} as const satisfies Record<string, RefusalMeaning>;

export type RefusalCode = keyof typeof REFUSALS;

/** What is wrong with a bundle and not with its file: the same files, signed anew, may be accepted. */
export const SIGNATURE_REFUSALS: ReadonlySet<string> = new Set<RefusalCode>([
  'BUNDLE_MALFORMED',
  'SIGNATURE_INVALID',
  'CERTIFICATE_INVALID',
  'LOG_INVALID',
  'TIMESTAMP_INVALID',
  'ATTESTATION_INVALID',
  'SIGNATURE_OTHER_FILE',
  'SIGNER_NOT_ALLOWED',
  'SIGNATURES_TOO_FEW',
]);

/** Thrown by checks; the intake turns it into a verdict. `message` is the sentence that the publisher reads. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly file?: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
