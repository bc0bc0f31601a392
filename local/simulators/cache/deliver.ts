/** From a full copy to what one viewer asked for: 304, 206, 416 or the copy; HEAD drops the body. */
import { type EdgeRequest, type HeaderList, header, withHeader, withoutHeaders } from '../../http';
import type { OriginResponse } from '../../ports';
import { headersOf304, isNotModified } from './conditional';
import { decideRange } from './ranges';

const EMPTY = Buffer.alloc(0);

export function deliver(request: EdgeRequest, copy: OriginResponse): OriginResponse {
  if (copy.status !== 200 || !(request.method === 'GET' || request.method === 'HEAD')) return withoutBodyOnHead(request, copy);
  if (isNotModified(request.headers, copy.headers)) return { status: 304, headers: headersOf304(copy.headers), body: EMPTY };
  return request.method === 'HEAD' ? withoutBodyOnHead(request, copy) : ranged(request.headers, copy);
}

function ranged(request: HeaderList, copy: OriginResponse): OriginResponse {
  const size = copy.body.length;
  const decision = decideRange(request, copy.headers, size);
  if (decision.kind === 'whole') return copy;
  if (decision.kind === 'unsatisfiable') {
    const kept = withoutHeaders(copy.headers, ['content-type', 'content-encoding', 'etag', 'last-modified']);
    return { status: 416, headers: withLength(withHeader(kept, 'Content-Range', `bytes */${size}`), 0), body: EMPTY };
  }
  const body = copy.body.subarray(decision.first, decision.last + 1);
  const headers = withHeader(copy.headers, 'Content-Range', `bytes ${decision.first}-${decision.last}/${size}`);
  return { status: 206, headers: withLength(headers, body.length), body };
}

const withLength = (headers: HeaderList, length: number): HeaderList => withHeader(headers, 'Content-Length', String(length));

/** Content-Length stays what GET would send. */
function withoutBodyOnHead(request: EdgeRequest, copy: OriginResponse): OriginResponse {
  if (request.method !== 'HEAD' || copy.body.length === 0) return copy;
  const length = header(copy.headers, 'content-length') ?? String(copy.body.length);
  return { ...copy, headers: withHeader(copy.headers, 'Content-Length', length), body: EMPTY };
}
