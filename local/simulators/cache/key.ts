/** Cache key and what goes to the origin with it: CF-P17 to CF-P20, CF-C1 to CF-C6, CF-C56. */
import type { CachePolicy, NameSelection } from '../../assembly/model';
import { type EdgeRequest, type HeaderList, header, joinedHeader } from '../../http';

export interface KeyParts {
  readonly key: string;
  /** Query that the policy lets through to the origin, without `?`. */
  readonly query: string | undefined;
  /** Headers that the policy lets through to the origin, Accept-Encoding normalised. */
  readonly headers: HeaderList;
}

/** @param compress whether the behaviour compresses; without it the policy's encodings are not normalised */
export function cacheKey(domainName: string, policy: CachePolicy, compress: boolean, request: EdgeRequest): KeyParts {
  const encoding = normalisedEncoding(policy, compress, request);
  const query = selectPairs(request.query, '&', policy.queryStrings);
  const cookies = selectPairs(joinedHeader(request.headers, 'cookie'), /; */, policy.cookies);
  const headers = policy.headers.map((name): readonly [string, string | undefined] => [
    name,
    joinedHeader(request.headers, name),
  ]);
  const options = request.method === 'OPTIONS' ? 'OPTIONS' : undefined;
  const inKey = encoding === 'identity' ? undefined : encoding;
  return {
    key: JSON.stringify([domainName, request.path, query, options, inKey, headers, cookies]),
    query,
    headers: [
      ...headers.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
      ...(cookies === undefined ? [] : ([['Cookie', cookies]] as const)),
      ...(encoding === undefined ? [] : ([['Accept-Encoding', encoding]] as const)),
    ],
  };
}

/** CF-C56: `br,gzip`, `br`, `gzip`, `identity` (header present, none of ours in it) or undefined. */
function normalisedEncoding(policy: CachePolicy, compress: boolean, request: EdgeRequest): string | undefined {
  const sent = joinedHeader(request.headers, 'accept-encoding');
  if (!compress || !(policy.gzip || policy.brotli) || sent === undefined || request.httpVersion === '1.0') return undefined;
  const accepted = acceptedCodings(sent);
  const usable = [policy.brotli && accepted.has('br') && 'br', policy.gzip && accepted.has('gzip') && 'gzip'].filter(Boolean);
  return usable.length > 0 ? usable.join(',') : 'identity';
}

function acceptedCodings(value: string): ReadonlySet<string> {
  const codings = value.split(',').map((item) => item.split(';').map((part) => part.trim().toLowerCase()));
  return new Set(codings.filter(([, weight]) => !/^q=0(\.0*)?$/.test(weight ?? '')).map(([coding]) => coding!));
}

/** CF-P20: order and letter case stay, so another order is another key. */
function selectPairs(text: string | undefined, separator: string | RegExp, selection: NameSelection): string | undefined {
  if (text === undefined || selection.behaviour === 'none') return undefined;
  if (selection.behaviour === 'all') return text;
  const { behaviour, names } = selection;
  const kept = text.split(separator).filter((pair) => names.includes(pair.split('=', 1)[0]!) === (behaviour === 'whitelist'));
  return kept.length > 0 ? kept.join(typeof separator === 'string' ? separator : '; ') : undefined;
}

/** The normalised Accept-Encoding that {@link cacheKey} lets through. */
export const encodingOf = (parts: KeyParts): string | undefined => header(parts.headers, 'accept-encoding');
