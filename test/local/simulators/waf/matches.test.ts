import fc from 'fast-check';
import type { HeaderList } from '../../../../local/http';
import { byteMatch, matches, path, SET4, SET6 } from './harness';

const uri = { UriPath: {} };
/** The statement, looking for these bytes (one character each) in the other form of the search string. */
const base64Match = (statement: Record<string, unknown>, bytes: string): Record<string, unknown> => ({
  ByteMatchStatement: {
    ...(statement.ByteMatchStatement as object),
    SearchString: undefined,
    SearchStringBase64: Buffer.from(bytes, 'latin1').toString('base64'),
  },
});
const single = (Name: string) => ({ SingleHeader: { Name } });
const keys = (OversizeHandling = 'CONTINUE') => ({ Headers: { MatchPattern: { All: {} }, MatchScope: 'KEY', OversizeHandling } });

describe('WAF-M1 the search string is compared byte for byte', () => {
  test.each([
    ['/pypi/', '/pypi/x', true],
    ['/pypi/', '/PYPI/x', false],
    ['/pypi/', '/npm/pypi/', false],
    ['/é/', '/\u00c3\u00a9/', true],
  ])('path prefix %s, path %s: %s', (prefix, requested, expected) => {
    expect(matches(path(prefix), { path: requested })).toBe(expected);
  });

  test('SearchStringBase64 is the same in another form', () => {
    const encoded = base64Match(path('/pypi/'), '/pypi/');
    expect(matches(encoded, { path: '/pypi/x' })).toBe(true);
    expect(matches(encoded, { path: '/npm/x' })).toBe(false);
  });
});

test.each([
  ['EXACTLY', 'ab', 'ab', true],
  ['EXACTLY', 'ab', 'abc', false],
  ['STARTS_WITH', 'ab', 'abc', true],
  ['STARTS_WITH', 'ab', 'cab', false],
  ['ENDS_WITH', 'ab', 'cab', true],
  ['ENDS_WITH', 'ab', 'abc', false],
  ['CONTAINS', 'ab', 'cabc', true],
  ['CONTAINS', 'ab', 'acb', false],
  ['CONTAINS_WORD', 'ab', 'x ab-y', true],
  ['CONTAINS_WORD', 'ab', 'ab', true],
  ['CONTAINS_WORD', 'ab', 'x_ab y', false],
])('WAF-M2 %s %s in %s: %s', (constraint, wanted, method, expected) => {
  expect(matches(byteMatch({ Method: {} }, constraint, wanted), { method })).toBe(expected);
});

describe('WAF-M3 transformations run from the lowest priority number up', () => {
  const statement = (decode: number, lower: number) => ({
    ByteMatchStatement: {
      FieldToMatch: uri,
      PositionalConstraint: 'EXACTLY',
      SearchString: '/a',
      TextTransformations: [
        { Priority: decode, Type: 'URL_DECODE' },
        { Priority: lower, Type: 'LOWERCASE' },
      ],
    },
  });
  test.each([
    [0, 1, true],
    [1, 0, false],
  ])('decoding at %i, lowering at %i, /%%41 is /a: %s', (decode, lower, expected) => {
    expect(matches(statement(decode, lower), { path: '/%41' })).toBe(expected);
  });
});

test.each([
  ['LOWERCASE', '/ABC\u00c9', '/abc\u00c9'],
  ['URL_DECODE', '/%2541%zz%2', '/%41%zz%2'],
  ['NORMALIZE_PATH', '/a//b/./c/../d/', '/a/b/d/'],
  ['NORMALIZE_PATH', '/../a', '/../a'],
  ['NORMALIZE_PATH', '/a/b/..', '/a/'],
  ['NORMALIZE_PATH', '//', '/'],
  ['NONE', '/%41//A', '/%41//A'],
])('WAF-M4 %s of %s is %s', (transformation, requested, result) => {
  const statement = byteMatch(uri, 'EXACTLY', 'any', transformation);
  expect(matches(base64Match(statement, result), { path: requested })).toBe(true);
});

test('WAF-M5 the path is inspected as sent: neither decoded nor normalised', () => {
  for (const requested of ['//pypi/x', '/%70ypi/x', '/./pypi/x'])
    expect(matches(path('/pypi/'), { path: requested })).toBe(false);
});

describe('WAF-M6 a single header', () => {
  const statement = byteMatch(single('X-Key'), 'EXACTLY', 'v');
  test.each<[string, HeaderList, boolean]>([
    ['matches whatever the case of its name', [['x-KEY', 'v']], true],
    ['does not match another value', [['x-key', 'V']], false],
    ['does not match when it is missing', [], false],
  ])('%s', (_, headers, expected) => {
    expect(matches(statement, { headers })).toBe(expected);
  });

  test('UNK-16 is joined by comma when it is repeated', () => {
    const headers: HeaderList = [
      ['x-key', 'v'],
      ['x-key', 'w'],
    ];
    expect(matches(statement, { headers })).toBe(false);
    expect(matches(byteMatch(single('x-key'), 'EXACTLY', 'v, w'), { headers })).toBe(true);
  });
});

test('the query is inspected as sent, and is empty without a question mark', () => {
  expect(matches(byteMatch({ QueryString: {} }, 'EXACTLY', 'a=%20'), { query: 'a=%20' })).toBe(true);
  expect(matches(byteMatch({ QueryString: {} }, 'CONTAINS', 'a'), { query: undefined })).toBe(false);
});

describe('header names and values', () => {
  const headers: HeaderList = [
    ['X-Amzn-Waf-Tier', 'gold'],
    ['accept', 'x-one'],
  ];
  test.each([
    ['KEY', { All: {} }, 'x-amzn-waf-', true],
    ['KEY', { All: {} }, 'x-one', false],
    ['VALUE', { All: {} }, 'x-one', true],
    ['ALL', { All: {} }, 'gold', true],
    ['VALUE', { IncludedHeaders: ['Accept'] }, 'gold', false],
    ['VALUE', { ExcludedHeaders: ['Accept'] }, 'gold', true],
    ['VALUE', { ExcludedHeaders: ['Accept'] }, 'x-one', false],
  ])('%s of %j starting with %s: %s', (MatchScope, MatchPattern, start, expected) => {
    const field = { Headers: { MatchPattern, MatchScope, OversizeHandling: 'CONTINUE' } };
    expect(matches(byteMatch(field, 'STARTS_WITH', start, 'LOWERCASE'), { headers })).toBe(expected);
  });
});

describe('WAF-M8 and WAF-M9 beyond the first 200 headers or 8,192 bytes nothing is seen, and OversizeHandling decides', () => {
  const many: HeaderList = [...Array.from({ length: 200 }, (_, i) => [`h${i}`, ''] as const), ['x-forged', '']];
  const long: HeaderList = [
    ['a', 'x'.repeat(8192)],
    ['x-forged', ''],
  ];
  test.each<[string, HeaderList, string, boolean]>([
    ['many', many, 'CONTINUE', false],
    ['many', many, 'MATCH', true],
    ['many', many, 'NO_MATCH', false],
    ['many, forged first', many.toReversed(), 'CONTINUE', true],
    ['many, forged first', many.toReversed(), 'NO_MATCH', false],
    ['long', long, 'CONTINUE', false],
    ['long', long, 'MATCH', true],
    ['exactly 200', many.slice(1), 'CONTINUE', true],
  ])('%s headers with %s: %s (%s)', (_, headers, handling, expected) => {
    expect(matches(byteMatch(keys(handling), 'EXACTLY', 'x-forged'), { headers })).toBe(expected);
  });
});

describe('WAF-M10 sets of addresses', () => {
  const sets: Record<string, string[]> = { [SET4]: ['198.51.100.0/24', '203.0.113.7/32'], [SET6]: ['2001:db8::/32'] };
  const statement = { OrStatement: { Statements: [SET4, SET6].map((Arn) => ({ IPSetReferenceStatement: { Arn } })) } };
  test.each([
    ['198.51.100.200', true],
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['2001:db8:1::1', true],
    ['2001:db9::1', false],
    ['::ffff:203.0.113.7', true],
  ])('%s is in: %s', (clientIp, expected) => {
    expect(matches(statement, { clientIp }, { ipSets: (arn) => sets[arn]! })).toBe(expected);
  });
});

describe('And, Or, Not', () => {
  const a = path('/a');
  const method = byteMatch({ Method: {} }, 'EXACTLY', 'GET');
  test.each([
    [{ AndStatement: { Statements: [a, method] } }, '/a', true],
    [{ AndStatement: { Statements: [a, method] } }, '/b', false],
    [{ OrStatement: { Statements: [a, path('/b')] } }, '/b', true],
    [{ OrStatement: { Statements: [a, path('/b')] } }, '/c', false],
    [{ NotStatement: { Statement: a } }, '/a', false],
    [{ NotStatement: { Statement: a } }, '/b', true],
  ])('%j on %s: %s', (statement, requested, expected) => {
    expect(matches(statement, { path: requested })).toBe(expected);
  });

  test('WAF-M12 Not matches requests that lack the header', () => {
    expect(matches({ NotStatement: { Statement: byteMatch(single('x-key'), 'EXACTLY', 'v') } }, { headers: [] })).toBe(true);
  });
});

test('property: NORMALIZE_PATH is stable, and leaves no empty or dot segment', () => {
  const segments = fc.array(fc.constantFrom('', '.', '..', 'a', 'b'), { maxLength: 8 });
  fc.assert(
    fc.property(segments, (parts) => {
      const requested = `/${parts.join('/')}`;
      for (const bad of ['//', '/./'])
        expect(matches(byteMatch(uri, 'CONTAINS', bad, 'NORMALIZE_PATH'), { path: requested })).toBe(false);
      expect(matches(byteMatch(uri, 'STARTS_WITH', '/', 'NORMALIZE_PATH'), { path: requested })).toBe(true);
    }),
  );
});
