/** Kinds of documents and files, by what a client does with them. */
export type FileKind = 'listing' | 'index' | 'file' | 'metadata' | 'provenance' | 'bundle';

/**
 * What the edge function writes, as JSON, to the access log's `viewer-request-log-data` field, for each request that it
 * lets through, redirects or refuses because of a limit. Tier and holder are verified ones. Never holds a token.
 */
export interface EdgeLogRecord {
  readonly tier: string;
  readonly holder?: string;
  /** `-` for documents of the registry itself. */
  readonly ecosystem: string;
  /** Normalised name, cut to 128 characters; absent for listings. */
  readonly project?: string;
  readonly kind: FileKind;
  /**
   * Name of the web ACL's rule above whose limit the client was; absent when it was above none. A request that was refused for it has
   * status 429; with another status the limit is in evaluation, or the page is one that explains limits, and the request was served.
   */
  readonly limited?: string;
}
