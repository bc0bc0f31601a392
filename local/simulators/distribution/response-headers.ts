/** Headers on the way to the viewer: response headers policy (CF-C78 to CF-C85) and CloudFront's own (CF-C74 to CF-C77). */
import type { DistributionModel, ResponseHeadersPolicy } from '../../assembly/model';
import { type HeaderList, header, withHeader, withoutHeaders } from '../../http';

/** CF-C77, CF-C51; and hop-by-hop fields. */
const FROM_ORIGIN = [
  'x-amz-id-2',
  'x-amz-request-id',
  'set-cookie',
  'trailer',
  'upgrade',
  'connection',
  'keep-alive',
  'transfer-encoding',
];

/** CF-C50: names in `Vary` that are passed on. */
const VARY = new Set(['accept-encoding', 'cookie']);

/** What is kept of the origin's headers when its answer enters the cache. */
export function cleanedOriginHeaders(headers: HeaderList, forwarded: readonly string[]): HeaderList {
  return withoutHeaders(headers, FROM_ORIGIN).flatMap(([name, value]): [string, string][] => {
    if (name.toLowerCase() !== 'vary') return [[name, value]];
    const kept = value
      .split(',')
      .filter((each) => VARY.has(each.trim().toLowerCase()) || forwarded.includes(each.trim().toLowerCase()));
    return kept.length > 0 ? [[name, kept.map((each) => each.trim()).join(', ')]] : [];
  });
}

/** CF-C79: removal first, then addition. */
export function applyPolicy(policy: ResponseHeadersPolicy | undefined, request: HeaderList, response: HeaderList): HeaderList {
  if (!policy) return response;
  const kept = withoutHeaders(response, policy.remove);
  const restored = policy.remove.some((name) => name.toLowerCase() === 'server')
    ? withHeader(kept, 'Server', 'CloudFront')
    : kept; // CF-C80
  const decorated = policy.set.reduce(
    (headers, { name, value, override }) =>
      override || header(headers, name) === undefined ? withHeader(headers, name, value) : headers,
    restored,
  );
  return withCors(policy.cors, request, decorated);
}

/** CF-C83: all or nothing. */
function withCors(cors: ResponseHeadersPolicy['cors'], request: HeaderList, response: HeaderList): HeaderList {
  if (!cors || header(request, 'origin') === undefined) return response;
  const fromOrigin = response.some(([name]) => name.toLowerCase().startsWith('access-control-'));
  if (fromOrigin && !cors.override) return response;
  return [...response.filter(([name]) => !name.toLowerCase().startsWith('access-control-')), ...cors.headers];
}

/** What CloudFront adds last. */
export function cloudFrontHeaders(
  httpVersion: DistributionModel['httpVersion'],
  own: {
    readonly xCache: string;
    readonly via: string;
    readonly pop: string;
    readonly requestId: string;
    readonly age: number | undefined;
  },
): HeaderList {
  return [
    ['X-Cache', `${own.xCache} from cloudfront`],
    ['Via', `1.1 ${own.via}.cloudfront.net (CloudFront)`],
    ['X-Amz-Cf-Pop', own.pop],
    ...(httpVersion.includes('http3') || httpVersion === 'http2and3' ? ([['Alt-Svc', 'h3=":443"; ma=86400']] as const) : []), // CF-P36
    ['X-Amz-Cf-Id', own.requestId],
    ...(own.age === undefined ? [] : ([['Age', String(own.age)]] as const)),
  ];
}
