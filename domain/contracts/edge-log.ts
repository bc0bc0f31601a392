/** Kinds of documents and files, by what a client does with them. */
export type FileKind = 'listing' | 'index' | 'file' | 'metadata' | 'provenance' | 'bundle';

/**
 * What the edge function writes, as JSON, to the access log's `viewer-request-log-data` field, for each request that it
 * lets through or redirects. Tier and holder are verified ones. Never holds a token.
 */
export interface EdgeLogRecord {
  readonly tier: string;
  readonly holder?: string;
  /** `-` for documents of the registry itself. */
  readonly ecosystem: string;
  /** Normalised name, cut to 128 characters; absent for listings. */
  readonly project?: string;
  readonly kind: FileKind;
}
