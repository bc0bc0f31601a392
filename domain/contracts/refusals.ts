/**
 * Every reason for which an upload is refused, with what to do about it. `docs/refusals.md` is generated from this table.
 * A refusal is the publisher's to mend; an error of ours is never reported as one.
 */
export const REFUSALS = {
  MANIFEST_MALFORMED: 'release.json is not valid JSON of the documented shape. Write it with `npx registry publish`.',
  MANIFEST_MISMATCH: 'release.json names another ecosystem or project than the prefix it was uploaded to.',
  NAME_NOT_NORMALISED: 'The project name is not in the normalised form of its ecosystem. Upload below the normalised name.',
  NAME_NOT_ALLOWED: 'The name has characters or a form that could confuse storage, the CDN or a file system.',
  VERSION_INVALID: 'The version is not one of the ecosystem, or not in its canonical spelling.',
  VERSION_CHANGEABLE:
    'The version stands for content that may change, as a Maven snapshot does. Release it under a fixed version.',
  VERSION_EXISTS: 'This version has been released before. Released versions never change: choose a new version.',
  PROJECT_UNKNOWN: 'No publisher is configured for this project. Add it to `publishers` in registry.config.ts.',
  ECOSYSTEM_DISABLED: 'The ecosystem is not enabled in registry.config.ts.',
  FILE_MISSING: 'A file named in release.json was not uploaded.',
  FILE_UNEXPECTED: 'A file was uploaded that release.json does not name.',
  FILES_INCOMPLETE: 'The release lacks a file that its ecosystem wants beside the others, e.g. the POM. Upload it too.',
  FILE_TOO_LARGE: 'A file is larger than the configured limit.',
  FILE_COUNT: 'The release has no file, or more files than the configuration or its ecosystem allows.',
  FILE_NAME_INVALID: 'The file name does not follow the rules of its ecosystem.',
  FILE_NAME_MISMATCH: 'The file name disagrees with the project or version of the release.',
  SIZE_MISMATCH: 'The uploaded file has another size than release.json says; it may be truncated. Upload again.',
  DIGEST_MISMATCH: 'The uploaded file has another SHA-256 than release.json says. Upload again.',
  SIGNATURE_MISSING: 'The file has no Sigstore bundle. Sign it and name the bundle in release.json.',
  SIGNATURE_INVALID: 'The bundle does not verify against the trusted root.',
  SIGNATURE_OTHER_FILE: 'The bundle is for another file.',
  SIGNER_NOT_ALLOWED: 'The bundle is valid, but its signer is not one of the project’s publishers.',
  ARCHIVE_INVALID: 'The archive cannot be read, or holds entries that are not allowed.',
  ARCHIVE_BOMB: 'The archive expands beyond the configured limits.',
  METADATA_MISSING: 'The archive holds no metadata where the ecosystem wants it.',
  METADATA_INVALID: 'The metadata inside the archive cannot be read.',
  METADATA_MISMATCH: 'The metadata inside the archive names another project or version.',
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof REFUSALS;

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
