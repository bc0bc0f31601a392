/** One question to the origin, and what of the answer goes on: CF-P37 to CF-P39, CF-C51, CF-C54, CF-C77. */

import type { BehaviourModel } from '../../assembly/model';
import type { Assumptions } from '../../assumptions';
import { type EdgeRequest, type HeaderList, header } from '../../http';
import { type Clock, type Origin, type OriginResponse, OriginUnreachable } from '../../ports';
import { encodingOf, type KeyParts } from '../cache/key';
import { compress } from '../compression/compress';
import { errorPage } from './pages';
import { cleanedOriginHeaders } from './response-headers';

export interface OriginFetch {
  readonly behaviour: BehaviourModel;
  readonly request: EdgeRequest;
  readonly parts: KeyParts;
  readonly requestId: string;
}

export interface OriginAnswer {
  readonly response: OriginResponse;
  /** Whether the edge compressed the body on the way. */
  readonly compressed: boolean;
  /** Why there was no answer. */
  readonly failure: 'OriginConnectError' | 'OriginCommError' | undefined;
  readonly originMs: number;
}

const FAILURES = { connect: 'OriginConnectError', timeout: 'OriginCommError', read: 'OriginCommError' } as const;

export interface OriginFetcherDeps {
  readonly origin: Origin;
  readonly clock: Clock;
  readonly assumptions: Pick<Assumptions, 'compressionAddsVary'>;
}

/** Never rejects for an unreachable origin: CloudFront answers 502 or 504 itself. */
export function createOriginFetcher({ origin, clock, assumptions }: OriginFetcherDeps) {
  return async (
    { behaviour, request, parts, requestId }: OriginFetch,
    method: string,
    validators: HeaderList,
  ): Promise<OriginAnswer> => {
    const startedAt = clock();
    try {
      const answer = await origin({
        method,
        path: request.path,
        query: parts.query,
        headers: [...originHeaders(request, parts, requestId), ...validators],
        body: request.body,
      });
      const originMs = clock() - startedAt;
      const cleaned = { ...answer, headers: cleanedOriginHeaders(answer.headers, behaviour.cachePolicy.headers) };
      const { gzip, brotli } = behaviour.cachePolicy;
      if (!behaviour.compress || !(gzip || brotli)) return { response: cleaned, compressed: false, failure: undefined, originMs };
      const response = await compress(cleaned, encodingOf(parts), assumptions.compressionAddsVary);
      return { response, compressed: response.body !== cleaned.body, failure: undefined, originMs };
    } catch (error) {
      if (!(error instanceof OriginUnreachable)) throw error;
      const response = errorPage(error.kind === 'timeout' ? 504 : 502, 'origin', requestId, clock());
      return { response, compressed: false, failure: FAILURES[error.kind], originMs: clock() - startedAt };
    }
  };
}

/** CF-P37: with a cache policy and no origin request policy, this is all; Authorization and Cookie stay behind. */
function originHeaders(request: EdgeRequest, parts: KeyParts, requestId: string): HeaderList {
  const forwardedFor = header(request.headers, 'x-forwarded-for');
  return [
    ['User-Agent', 'Amazon CloudFront'],
    ['Via', '1.1 local.cloudfront.net (CloudFront)'],
    ['X-Amz-Cf-Id', requestId],
    ['X-Forwarded-For', forwardedFor === undefined ? request.clientIp : `${forwardedFor}, ${request.clientIp}`],
    ...parts.headers,
  ];
}
