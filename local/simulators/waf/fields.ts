import type { EdgeRequest } from '../../http';
import { choice, list, oneOf, record, text } from './shape';
import type { StatementContext } from './statements';
import type { Subject } from './subject';

/** The part of a request that a statement inspects. */
export interface Field {
  /** Whether one of its values passes the test. */
  some(subject: Subject, test: (value: string) => boolean): boolean;
  /** Whether some of it is beyond what AWS WAF can inspect. */
  isCut(subject: Subject): boolean;
  /** What the statement says then. */
  readonly oversize: 'CONTINUE' | 'MATCH' | 'NO_MATCH';
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

const WHOLE: Pick<Field, 'isCut' | 'oversize'> = { isCut: () => false, oversize: 'CONTINUE' };

function plain(where: string, json: unknown, read: (request: EdgeRequest) => string): Field {
  record(where, json, []);
  return { ...WHOLE, some: ({ request }, test) => test(read(request)) };
}

function singleHeader(where: string, value: unknown, { assumptions }: StatementContext): Field {
  const name = text(`${where}.Name`, record(where, value, ['Name']).Name).toLowerCase();
  return {
    ...WHOLE,
    some(subject, test) {
      const values = subject.header(name);
      return values.length > 1 && assumptions.wafJoinsRepeatedHeaders ? test(values.join(', ')) : values.some(test);
    },
  };
}

function headers(where: string, value: unknown): Field {
  const json = record(where, value, ['MatchPattern', 'MatchScope', 'OversizeHandling']);
  const wanted = headerPattern(`${where}.MatchPattern`, json.MatchPattern);
  const scope = oneOf(`${where}.MatchScope`, json.MatchScope, ['ALL', 'KEY', 'VALUE']);
  return {
    oversize: oneOf(`${where}.OversizeHandling`, json.OversizeHandling, ['CONTINUE', 'MATCH', 'NO_MATCH']),
    isCut: ({ request }) => inspectable(request) < request.headers.length,
    some({ request }, test) {
      const end = inspectable(request);
      return request.headers.some(
        ([name, content], i) =>
          i < end &&
          (!wanted || wanted(name.toLowerCase())) &&
          ((scope !== 'VALUE' && test(name)) || (scope !== 'KEY' && test(content))),
      );
    },
  };
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

/** How many headers: the first 200 or 8,192 bytes of them, whichever comes first. */
function inspectable({ headers }: EdgeRequest): number {
  let bytes = 0;
  const end = headers.findIndex(([name, value], i) => {
    bytes += name.length + value.length;
    return i >= MAX_HEADERS || bytes > MAX_BYTES;
  });
  return end < 0 ? headers.length : end;
}
