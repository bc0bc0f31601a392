import type { FileKind } from '../../domain/contracts/edge-log';
import type { Route } from './site';

/** What kind of document or file an object is, by its key. */
export function kindOf(route: Route): FileKind {
  const key = route.key || '';
  if (!/^files|\/@v\/.+info$/.test(key)) return route.project ? 'index' : 'listing';
  if (/\.(asc|sigstore\.json)$/.test(key)) return 'bundle';
  if (/\.provenance$|\/attestations\//.test(key)) return 'provenance';
  return /\.(metadata|info|mod|module|pom|rz|md5|sha\d+)$/.test(key) ? 'metadata' : 'file';
}
