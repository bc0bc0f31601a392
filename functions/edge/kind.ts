import type { FileKind } from '../../domain/contracts/edge-log';
import type { Route } from './site';

/** What kind of document or file a path stands for. */
export function kindOf(route: Route): FileKind {
  if (!route.file && !/\/@v\/.+info$/.test(route.key)) return route.project ? 'index' : 'listing';
  if (/\.(asc|(sigstore|cdx|spdx)\.json)$/.test(route.key)) return 'bundle';
  if (/\.provenance$|\/attestations\//.test(route.key)) return 'provenance';
  return /\.(metadata|info|mod|module|pom|rz|md5|sha\d+)$/.test(route.key) ? 'metadata' : 'file';
}
