import type { EdgeRequest } from '../../http';
import { choice, list, oneOf, record, text } from './shape';
import type { StatementContext } from './statements';
import type { Subject } from './subject';

/** The part of a request that a statement inspects. */
export interface Field {
  read(subject: Subject): Inspected;
  /** What the statement says of a request with more than AWS WAF can inspect. */
  readonly oversize: 'CONTINUE' | 'MATCH' | 'NO_MATCH';
}

export interface Inspected {
  readonly values: readonly string[];
  /** Whether some of it was beyond what AWS WAF can inspect. */
  readonly cut: boolean;
}

const MAX_HEADERS = 200;
const MAX_BYTES = 8192;

const KINDS = {
  UriPath: (where: string, json: unknown) => plain(where, json, (request) => request.path),
  Method: (where: string, json: unknown) => plain(where, json, (request) => request.method),
  QueryString: (where: string, json: unknown) => plain(where, json, (request) => request.query ?? ''),
  SingleHeader: singleHeader,
  Headers: headers,
};

export function compileField(where: string, value: unknown, context: StatementContext): Field {
  const [kind, json] = choice(where, value, Object.keys(KINDS) as (keyof typeof KINDS)[]);
  return KINDS[kind](`${where}.${kind}`, json, context);
}

function plain(where: string, json: unknown, read: (request: EdgeRequest) => string): Field {
  record(where, json, []);
  return { read: ({ request }) => ({ values: [read(request)], cut: false }), oversize: 'CONTINUE' };
}

function singleHeader(where: string, value: unknown, { assumptions }: StatementContext): Field {
  const name = text(`${where}.Name`, record(where, value, ['Name']).Name).toLowerCase();
  const read = (subject: Subject): Inspected => {
    const values = subject.header(name);
    return { values: values.length > 1 && assumptions.wafJoinsRepeatedHeaders ? [values.join(', ')] : values, cut: false };
  };
  return { read, oversize: 'CONTINUE' };
}

function headers(where: string, value: unknown): Field {
  const json = record(where, value, ['MatchPattern', 'MatchScope', 'OversizeHandling']);
  const wanted = headerPattern(`${where}.MatchPattern`, json.MatchPattern);
  const scope = oneOf(`${where}.MatchScope`, json.MatchScope, ['ALL', 'KEY', 'VALUE']);
  const read = ({ request }: Subject): Inspected => {
    const seen = inspectable(request);
    const chosen = wanted ? seen.filter(([name]) => wanted(name.toLowerCase())) : seen;
    const keys = scope === 'VALUE' ? [] : chosen.map(([name]) => name);
    const values = scope === 'KEY' ? keys : [...keys, ...chosen.map(([, content]) => content)];
    return { values, cut: seen.length < request.headers.length };
  };
  return { read, oversize: oneOf(`${where}.OversizeHandling`, json.OversizeHandling, ['CONTINUE', 'MATCH', 'NO_MATCH']) };
}

/** Undefined: every header is wanted. */
function headerPattern(where: string, value: unknown): ((lowerCaseName: string) => boolean) | undefined {
  const [kind, json] = choice(where, value, ['All', 'IncludedHeaders', 'ExcludedHeaders']);
  if (kind === 'All') {
    record(`${where}.All`, json, []);
    return undefined;
  }
  const names = list(`${where}.${kind}`, json).map((name) => text(`${where}.${kind}`, name).toLowerCase());
  return (name) => names.includes(name) === (kind === 'IncludedHeaders');
}

/** The first 200 headers or 8,192 bytes of them, whichever comes first. */
function inspectable(request: EdgeRequest): EdgeRequest['headers'] {
  let bytes = 0;
  const end = request.headers.findIndex(([name, value], i) => {
    bytes += name.length + value.length;
    return i >= MAX_HEADERS || bytes > MAX_BYTES;
  });
  return end < 0 ? request.headers : request.headers.slice(0, end);
}
