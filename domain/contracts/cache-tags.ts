/** User metadata under which every public object carries its cache tags; S3 returns it as `x-amz-meta-cache-tag`. */
export const CACHE_TAG_METADATA = 'cache-tag';
/** The header that the distribution's `CacheTagConfig` names. */
export const CACHE_TAG_HEADER = `x-amz-meta-${CACHE_TAG_METADATA}`;
/** User metadata of index objects: revision of the project summary they were rendered from. */
export const REVISION_METADATA = 'revision';

export const ecosystemTag = (ecosystem: string): string => `ecosystem:${ecosystem}`;
export const projectTag = (ecosystem: string, project: string): string => `project:${ecosystem}:${project}`;
/** On index documents of one project only: a release clears these and leaves the project's immutable files cached. */
export const indexTag = (ecosystem: string, project: string): string => `index:${ecosystem}:${project}`;
/** On documents that list an ecosystem's projects. */
export const listingTag = (ecosystem: string): string => `listing:${ecosystem}`;

/** Whether files have a tag; of the others, invalidating the files host would cost money for nothing. */
export const isFileTag = (tag: string): boolean => /^(ecosystem|project):/.test(tag);

/** What the intake asks of the invalidation queue: a message's body as JSON. */
export interface InvalidationRequest {
  readonly tags: readonly string[];
}
