/**
 * What no page of AWS says and nobody has measured: one switch each, named after the unknowns (UNK) of the edge's
 * specification. A live test that finds the contrary flips a line here.
 */
export interface Assumptions {
  /** UNK-1: the web ACL sees a request whose method the behaviour does not allow. */
  readonly wafSeesDisallowedMethods: boolean;
  /** UNK-2: the web ACL sees a plain-HTTP request before it is redirected. */
  readonly wafSeesRedirects: boolean;
  /** UNK-5: HEAD is answered from the entry that a GET stored. */
  readonly headUsesGetEntry: boolean;
  /** UNK-6: a 304 from the origin replaces stored headers, as RFC 9111 says. */
  readonly revalidationUpdatesHeaders: boolean;
  /** UNK-11: an answer that the edge compresses, or would for another viewer, carries `Vary: Accept-Encoding`. */
  readonly compressionAddsVary: boolean;
  /** CF-C66: the first answer of a body compressed on the way has no Content-Length. */
  readonly compressedMissLacksLength: boolean;
  /** UNK-12: the response headers policy also decorates answers of the web ACL. */
  readonly policyDecoratesBlocked: boolean;
  /** UNK-15: a rate-based rule does not count requests that an earlier rule ended. */
  readonly wafEndsCounting: boolean;
  /** UNK-16: a header that came more than once is inspected as one value, joined by comma. */
  readonly wafJoinsRepeatedHeaders: boolean;
  /** UNK-18: requests that a rate-based rule blocked keep counting. */
  readonly wafCountsBlockedRequests: boolean;
  /** UNK-20: each IPv6 address counts for itself, and not its /64. */
  readonly wafCountsFullIpv6: boolean;
  /** UNK-22: `cs-uri-stem` is the viewer's path, not the one a function rewrote it to. */
  readonly logsViewerPath: boolean;
  /** UNK-27: the default root object replaces `/` before the function runs. */
  readonly rootObjectBeforeFunction: boolean;
}

export const ASSUMPTIONS: Assumptions = {
  wafSeesDisallowedMethods: true,
  wafSeesRedirects: true,
  headUsesGetEntry: true,
  revalidationUpdatesHeaders: true,
  compressionAddsVary: true,
  compressedMissLacksLength: true,
  policyDecoratesBlocked: true,
  wafEndsCounting: true,
  wafJoinsRepeatedHeaders: true,
  wafCountsBlockedRequests: true,
  wafCountsFullIpv6: true,
  logsViewerPath: true,
  rootObjectBeforeFunction: true,
};
