/** User metadata under which every public object carries its cache tags; S3 returns it as `x-amz-meta-cache-tag`. */
export const CACHE_TAG_METADATA = 'cache-tag';
/** The header that the distribution's `CacheTagConfig` names. */
export const CACHE_TAG_HEADER = `x-amz-meta-${CACHE_TAG_METADATA}`;
/** User metadata of index objects: revision of the project summary they were rendered from. */
export const REVISION_METADATA = 'revision';

export const ecosystemTag = (ecosystem: string): string => `ecosystem:${ecosystem}`;
export const projectTag = (ecosystem: string, project: string): string => `project:${ecosystem}:${project}`;
