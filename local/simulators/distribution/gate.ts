/** What is decided before a function runs: limits, protocol, method. CF-P24, CF-P25, CF-P30, CF-P32. */
import type { BehaviourModel } from '../../assembly/model';
import { type EdgeRequest, headerBytes } from '../../http';

const MAX_URL_BYTES = 8_192;
const MAX_HEAD_BYTES = 32_768;

/** Status of a request that is cut off at the connection and leaves no log line (CF-P26); undefined when it is fine. */
export function malformedStatus({ path, query, method, headers }: EdgeRequest): 400 | 414 | 494 | undefined {
  const url = query === undefined ? path : `${path}?${query}`;
  // UNK-28: raw control bytes are refused, everything else passes.
  if (!path.startsWith('/') || /[^\x21-\x7e\x80-\uffff]/.test(url)) return 400;
  if (Buffer.byteLength(url) > MAX_URL_BYTES) return 414;
  return Buffer.byteLength(`${method} ${url}`) + headerBytes(headers) > MAX_HEAD_BYTES ? 494 : undefined;
}

export type Gate =
  | { readonly kind: 'redirect'; readonly status: 301 | 307 }
  | { readonly kind: 'https-only' }
  | { readonly kind: 'method' };

/** Why the behaviour refuses or redirects a request; undefined when it takes it. */
export function gateOf(behaviour: BehaviourModel, request: EdgeRequest): Gate | undefined {
  const protocol = protocolGate(behaviour, request);
  if (protocol) return protocol;
  return behaviour.allowedMethods.includes(request.method) ? undefined : { kind: 'method' };
}

function protocolGate(
  { viewerProtocolPolicy: policy }: BehaviourModel,
  { scheme, method, httpVersion }: EdgeRequest,
): Gate | undefined {
  if (scheme === 'https' || policy === 'allow-all') return undefined;
  if (policy === 'https-only') return { kind: 'https-only' };
  if (method === 'GET' || method === 'HEAD') return { kind: 'redirect', status: 301 };
  return httpVersion === '1.0' ? { kind: 'https-only' } : { kind: 'redirect', status: 307 };
}
