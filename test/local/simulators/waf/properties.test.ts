/** What the simulator does not know is an error that names the rule and the property. */
import { ALLOW, BLOCK, byteMatch, COUNT, path, rate, rule, setUp } from './harness';

type Json = Record<string, unknown>;
const uri = { UriPath: {} };
const respond = (CustomResponse: Json) => ({ Block: { CustomResponse } });
const changed = (changes: Json): Json => ({ ByteMatchStatement: { ...(path('/').ByteMatchStatement as Json), ...changes } });

const NESTABLE =
  'ByteMatchStatement, IPSetReferenceStatement, GeoMatchStatement, AsnMatchStatement, LabelMatchStatement, AndStatement, OrStatement, NotStatement';

test.each<[Json, string]>([
  [
    { RegexMatchStatement: { RegexString: 'a' } },
    `.RegexMatchStatement: is not simulated; simulated: RateBasedStatement, RuleGroupReferenceStatement, ${NESTABLE}`,
  ],
  [{}, `: must have exactly one of RateBasedStatement, RuleGroupReferenceStatement, ${NESTABLE}, got: {}`],
  [
    { NotStatement: { Statement: rate(10) } },
    `.NotStatement.Statement.RateBasedStatement: is not simulated; simulated: ${NESTABLE}`,
  ],
  [
    { GeoMatchStatement: { CountryCodes: ['ch'] } },
    '.GeoMatchStatement.CountryCodes: must hold ISO 3166 codes of two capital letters, got: ch',
  ],
  [{ GeoMatchStatement: { CountryCodes: [] } }, '.GeoMatchStatement.CountryCodes: must have 1 to 300 items, got: 0'],
  [
    { AsnMatchStatement: { AsnList: ['AS64500'] } },
    '.AsnMatchStatement.AsnList: must be a whole number from 0 to 4294967295, got: "AS64500"',
  ],
  [
    byteMatch({ Body: {} }, 'EXACTLY', 'x'),
    '.ByteMatchStatement.FieldToMatch.Body: is not simulated; simulated: UriPath, Method, QueryString, SingleHeader, Headers',
  ],
  [
    byteMatch(uri, 'EXACTLY', 'x', 'HTML_ENTITY_DECODE'),
    '.ByteMatchStatement.TextTransformations[0].Type: must be one of NONE, LOWERCASE, COMPRESS_WHITE_SPACE, URL_DECODE, NORMALIZE_PATH, got: "HTML_ENTITY_DECODE"',
  ],
  [
    byteMatch(uri, 'MATCHES', 'x'),
    '.ByteMatchStatement.PositionalConstraint: must be one of EXACTLY, STARTS_WITH, ENDS_WITH, CONTAINS, CONTAINS_WORD, got: "MATCHES"',
  ],
  [
    byteMatch(uri, 'CONTAINS_WORD', 'a-b'),
    '.ByteMatchStatement.SearchString: must be of A-Z a-z 0-9 _ for CONTAINS_WORD, got: "a-b"',
  ],
  [byteMatch(uri, 'EXACTLY', 'x'.repeat(201)), '.ByteMatchStatement.SearchString: must have at most 200 bytes, got: 201'],
  [changed({ SearchString: undefined }), '.ByteMatchStatement: must have one of SearchString and SearchStringBase64'],
  [changed({ TextTransformations: [] }), '.ByteMatchStatement.TextTransformations: must have 1 to 10 items, got: 0'],
  [changed({ TextTransformations: 'NONE' }), '.ByteMatchStatement.TextTransformations: must be a list, got: "NONE"'],
  [
    changed({
      TextTransformations: [
        { Priority: 0, Type: 'NONE' },
        { Priority: 0, Type: 'LOWERCASE' },
      ],
    }),
    '.ByteMatchStatement.TextTransformations: has two items of one Priority',
  ],
  [
    byteMatch({ SingleHeader: { name: 'x' } }, 'EXACTLY', 'x'),
    '.ByteMatchStatement.FieldToMatch.SingleHeader.name: is not simulated; simulated: Name',
  ],
  [
    byteMatch({ UriPath: { Decoded: true } }, 'EXACTLY', 'x'),
    '.ByteMatchStatement.FieldToMatch.UriPath.Decoded: is not simulated; simulated: no property',
  ],
  [
    { IPSetReferenceStatement: { Arn: 'arn:set', IPSetForwardedIPConfig: {} } },
    '.IPSetReferenceStatement.IPSetForwardedIPConfig: is not simulated; simulated: Arn',
  ],
  [{ AndStatement: { Statements: [path('/')] } }, '.AndStatement.Statements: must have two statements or more, got: 1'],
  [
    { LabelMatchStatement: { Scope: 'LABEL', Key: 'a:' } },
    '.LabelMatchStatement.Key: must end in a colon for NAMESPACE and only then, got: "a:"',
  ],
  [rate(9), '.RateBasedStatement.Limit: must be a whole number from 10 to 2000000000, got: 9'],
  [rate(10, { EvaluationWindowSec: 30 }), '.RateBasedStatement.EvaluationWindowSec: must be one of 60, 120, 300, 600, got: 30'],
  [
    rate(10, { AggregateKeyType: 'FORWARDED_IP' }),
    '.RateBasedStatement.AggregateKeyType: must be one of IP, CONSTANT, CUSTOM_KEYS, got: "FORWARDED_IP"',
  ],
  [rate(10, { AggregateKeyType: 'CONSTANT' }), '.RateBasedStatement.ScopeDownStatement: is needed with CONSTANT'],
  [
    rate(10, { CustomKeys: [{ ASN: {} }] }),
    '.RateBasedStatement.CustomKeys: belongs to AggregateKeyType CUSTOM_KEYS, and only to it',
  ],
  [
    rate(10, { AggregateKeyType: 'CUSTOM_KEYS' }),
    '.RateBasedStatement.CustomKeys: belongs to AggregateKeyType CUSTOM_KEYS, and only to it',
  ],
  [
    rate(10, { AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ IP: {} }] }),
    '.RateBasedStatement.CustomKeys: IP needs another key beside it; to count by address alone, use AggregateKeyType IP',
  ],
  [
    rate(10, { AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [] }),
    '.RateBasedStatement.CustomKeys: must have 1 to 5 keys, got: 0',
  ],
  [
    rate(10, { AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ Cookie: {} }] }),
    '.RateBasedStatement.CustomKeys[0].Cookie: is not simulated; simulated: Header, UriPath, QueryString, HTTPMethod, IP, ASN, LabelNamespace',
  ],
  [
    rate(10, { AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ LabelNamespace: { Namespace: 'a' } }] }),
    '.RateBasedStatement.CustomKeys[0].LabelNamespace.Namespace: must end in a colon, got: a',
  ],
])('statement %j', (statement, problem) => {
  expect(() => setUp([rule('strange', 0, statement, BLOCK)])).toThrow(new Error(`rule 'strange'.Statement${problem}`));
});

test.each([['0.0.0.0/0'], ['192.0.2.1'], ['']])('WAF-M10 a set must hold CIDR ranges, got %j', (address) => {
  const statement = { IPSetReferenceStatement: { Arn: 'arn:set' } };
  expect(() => setUp([rule('blocked', 0, statement, BLOCK)], {}, { ipSets: () => [address] })).toThrow(
    new Error(
      `rule 'blocked'.Statement.IPSetReferenceStatement: its set must hold addresses in CIDR form, not /0, got: ${JSON.stringify(address)}`,
    ),
  );
});

test.each<[Json, string]>([
  [{ Captcha: {} }, '.Captcha: is not simulated; simulated: Allow, Block, Count'],
  [
    respond({ ResponseCode: 418 }),
    '.Block.CustomResponse.ResponseCode: must be one of 200, 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 411, 412, 413, 414, 415, 416, 421, 429, 500, 501, 502, 503, 504, 505, got: 418',
  ],
  [
    respond({ ResponseCode: 429, CustomResponseBodyKey: 'other' }),
    '.Block.CustomResponse.CustomResponseBodyKey: must be one of CustomResponseBodies, got: "other"',
  ],
  [
    respond({ ResponseCode: 429, ResponseHeaders: [{ Name: 'Content-Type', Value: 'x' }] }),
    '.Block.CustomResponse.ResponseHeaders: must not have content-type nor a name twice, got: content-type',
  ],
  [
    respond({
      ResponseCode: 429,
      ResponseHeaders: [
        { Name: 'a', Value: '1' },
        { Name: 'A', Value: '2' },
      ],
    }),
    '.Block.CustomResponse.ResponseHeaders: must not have content-type nor a name twice, got: a, a',
  ],
  [
    respond({ ResponseCode: 429, ResponseHeaders: Array.from({ length: 11 }, (_, i) => ({ Name: `h${i}`, Value: 'v' })) }),
    '.Block.CustomResponse.ResponseHeaders: must have at most 10 headers, got: 11',
  ],
  [
    { Count: { CustomRequestHandling: { InsertHeaders: [{ Name: 'a b', Value: '1' }] } } },
    '.Count.CustomRequestHandling.InsertHeaders: must have names of at most 64 of A-Z a-z 0-9 . _ $ - and values of at most 255, got: a b',
  ],
])('action %j', (action, problem) => {
  expect(() => setUp([rule('strange', 0, path('/'), action)])).toThrow(new Error(`rule 'strange'.Action${problem}`));
});

test.each<[string, Json[], Json, string]>([
  [
    'two of one priority',
    [rule('a', 1, path('/'), COUNT), rule('b', 1, path('/'), COUNT)],
    {},
    'WebACL.Rules: two rules have the priority 1; make each one unique',
  ],
  [
    'two of one name',
    [rule('a', 1, path('/'), COUNT), rule('a', 2, path('/'), COUNT)],
    {},
    'WebACL.Rules: two rules have the name a; make each one unique',
  ],
  [
    'a rate rule that allows',
    [rule('a', 1, rate(10), ALLOW)],
    {},
    "rule 'a'.Action: a rate-based rule cannot allow; use Block or Count",
  ],
  [
    'eleven rate rules',
    Array.from({ length: 11 }, (_, i) => rule(`r${i}`, i, rate(10), COUNT)),
    {},
    'WebACL.Rules: at most 10 rate-based rules, got: 11',
  ],
  [
    'an override without a rule group',
    [{ ...rule('a', 1, path('/'), COUNT), OverrideAction: { None: {} } }],
    {},
    "rule 'a': must have Action and no OverrideAction with a ByteMatchStatement",
  ],
  [
    'a reserved label',
    [rule('a', 1, path('/'), COUNT, { RuleLabels: [{ Name: 'aws:x' }] })],
    {},
    `rule 'a'.RuleLabels[0].Name: must be a name after at most five namespaces, parts of A-Z a-z 0-9 _ - and none of awswaf, aws, waf, rulegroup, webacl, regexpatternset, ipset, managed, got: "aws:x"`,
  ],
  ['a regional ACL', [], { Scope: 'REGIONAL' }, 'WebACL.Scope: must be one of CLOUDFRONT, got: "REGIONAL"'],
  [
    'a default that counts',
    [],
    { DefaultAction: COUNT },
    'WebACL.DefaultAction.Count: is not simulated; simulated: Allow, Block',
  ],
  [
    'a property of later years',
    [],
    { CaptchaConfig: {} },
    'WebACL.CaptchaConfig: is not simulated; simulated: Name, Scope, Description, DefaultAction, Rules, CustomResponseBodies, VisibilityConfig, Tags',
  ],
  [
    'a large body',
    [],
    { CustomResponseBodies: { b: { ContentType: 'TEXT_PLAIN', Content: 'x'.repeat(4097) } } },
    'WebACL.CustomResponseBodies.b.Content: must have at most 4096 bytes, got: 4097',
  ],
  [
    'a body of another type',
    [],
    { CustomResponseBodies: { b: { ContentType: 'application/problem+json', Content: 'x' } } },
    'WebACL.CustomResponseBodies.b.ContentType: must be one of TEXT_PLAIN, TEXT_HTML, APPLICATION_JSON, got: "application/problem+json"',
  ],
])('web ACL with %s', (_, rules, more, problem) => {
  expect(() => setUp(rules, more)).toThrow(new Error(problem));
});
