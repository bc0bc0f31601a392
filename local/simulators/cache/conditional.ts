/** Conditional requests answered at the edge (CF-C29). */
import { type HeaderList, header, joinedHeader } from '../../http';

/** Whether a viewer's copy is still good, so that a 304 will do. `If-None-Match` goes before `If-Modified-Since` (RFC 9110, 13.2.2). */
export function isNotModified(request: HeaderList, response: HeaderList): boolean {
  const ifNoneMatch = joinedHeader(request, 'if-none-match');
  if (ifNoneMatch !== undefined) return matchesWeakly(ifNoneMatch, header(response, 'etag'));
  const since = Date.parse(header(request, 'if-modified-since') ?? '');
  const modified = Date.parse(header(response, 'last-modified') ?? '');
  return !Number.isNaN(since) && !Number.isNaN(modified) && modified <= since;
}

/** Weak comparison: the viewer may hold the weak tag of a compressed copy (CF-C65). */
export function matchesWeakly(list: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  if (list.trim() === '*') return true;
  return (list.match(/(?:W\/)?"[^"]*"/g) ?? []).map(opaque).includes(opaque(etag));
}

const opaque = (etag: string): string => etag.replace(/^W\//, '');

/** Headers of a 304: those that a 200 would have had and that describe the copy, not its body (RFC 9110, 15.4.5). */
export const headersOf304 = (headers: HeaderList): HeaderList =>
  headers.filter(([name]) => !/^(content-(length|type|encoding|range|language)|transfer-encoding|accept-ranges)$/i.test(name));
