import { CACHE_TAG_METADATA } from '../../domain/contracts/cache-tags';
import type { PublicObject } from '../../domain/packages/ecosystem';
import type { Write } from './ports';

/** How a public object is written, with its cache tags. */
export const publicWrite = ({
  body,
  contentType,
  contentEncoding,
  cacheControl,
  tags,
}: Omit<PublicObject, 'key' | 'body'> & Pick<Write, 'body'>): Write => ({
  body,
  contentType,
  ...(contentEncoding && { contentEncoding }),
  cacheControl,
  metadata: { [CACHE_TAG_METADATA]: tags.join(',') },
});
