import type { FileKind } from '../../domain/contracts/edge-log';
import { SIGNATURE } from './route';
import type { Route } from './site';

/** What kind of document or file a path stands for. */
export function kindOf(route: Route): FileKind {
  const key = route.key;
  if (!route.file && !(key.includes('/@v/') && key.endsWith('info'))) return route.project ? 'index' : 'listing';
  // Its end alone: the runtime is slow at looking for an expression all along a text.
  const end = key.split('.').pop()!;
  if (end === 'asc' || (end === 'json' && SIGNATURE.test(key))) return 'bundle';
  if (end === 'provenance' || key.includes('/attestations/')) return 'provenance';
  return /^(metadata|info|mod|module|pom|rz|md5|sha\d+)$/.test(end) ? 'metadata' : 'file';
}
