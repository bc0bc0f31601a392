/** What the function makes of the web ACL's word that a client is above a limit. */
import { LIMIT_SIGNAL_HEADER, limitSignal } from '../../../domain/contracts/limit-signal';
import type { EcosystemName } from '../../../domain/packages/names';
import { type Asked, ask, type Form, failed, STORE, token } from './harness';

const TEXT = 'This address has sent more than 3000 requests in 300 seconds.';
const SIGNAL = { rule: 'tier-anonymous', requests: 3000, windowSeconds: 300, text: TEXT };
const REFUSED = limitSignal({ ...SIGNAL, retryAfterSeconds: 75 });
const EVALUATED = limitSignal({ ...SIGNAL, retryAfterSeconds: 0 });
const limited = (value: string, asked: Asked = {}): Asked => ({
  ...asked,
  headers: { ...asked.headers, [LIMIT_SIGNAL_HEADER]: value },
});
const HEADERS = {
  'retry-after': '75',
  'ratelimit-policy': '"tier-anonymous";q=3000;w=300',
  ratelimit: '"tier-anonymous";r=0;t=75',
};

const FORMS: readonly (readonly [EcosystemName, string, Form])[] = [
  ['pypi', '/pypi/files/demo/demo-1.0.tar.gz', 'application/problem+json'],
  ['npm', '/npm/demo', 'application/problem+json'],
  ['composer', '/composer/packages.json', 'application/json'],
  ['cargo', '/cargo/index/config.json', 'text'],
  ['go', '/go/example.org/demo/@v/list', 'text'],
  ['maven', '/maven/org/example/demo/maven-metadata.xml', 'text'],
  ['rubygems', '/gems/info/demo', 'text'],
  ['generic', '/generic/demo/', 'text'],
];

test.each(FORMS)(
  'a limited request of %s at %s is told as %s, in the reason phrase, and logged',
  async (ecosystem, path, form) => {
    const { answer, logged } = await ask(path, limited(REFUSED, { ecosystem }));
    expect(answer).toEqual(failed('RATE_LIMITED', `${TEXT} `, HEADERS, form));
    expect(JSON.parse(logged ?? '')).toMatchObject({ tier: 'anonymous', ecosystem, limited: 'tier-anonymous' });
  },
);

test.each(FORMS)(
  'in evaluation a request of %s at %s is served as ever, and logged as one that would be limited',
  async (ecosystem, path) => {
    const { answer, logged } = await ask(path, limited(EVALUATED, { ecosystem }));
    const { answer: other, logged: before } = await ask(path, { ecosystem });
    expect(answer).toEqual({
      ...other,
      headers: { ...other.headers, ...(other.uri && { [LIMIT_SIGNAL_HEADER]: { value: EVALUATED } }) },
    });
    expect(JSON.parse(logged ?? '')).toEqual({ ...(JSON.parse(before ?? '') as object), limited: 'tier-anonymous' });
  },
);

const PATH = '/t/gold/acme/pypi/simple/demo/';

test('a limited request with a token is logged with its tier and holder', async () => {
  const { answer, logged } = await ask(PATH, limited(REFUSED, { headers: { authorization: token() } }));
  expect(answer.statusCode).toBe(429);
  expect(JSON.parse(logged ?? '')).toMatchObject({ tier: 'gold', holder: 'acme', limited: 'tier-anonymous' });
});

test('a false token is a false token, limited or not', async () => {
  expect((await ask(PATH, limited(REFUSED, { headers: { authorization: token({}, 'guess') } }))).answer.statusCode).toBe(401);
});

test('a limited request looks up no block', async () => {
  expect((await ask('/pypi/simple/demo/', limited(REFUSED, { store: 'broken' }))).answer.statusCode).toBe(429);
});

test.each(['/-/limits', '/-/limits.json', '/-/errors/RATE_LIMITED'])('who is limited may read %s', async (path) => {
  expect((await ask(path, limited(REFUSED))).answer.uri).toBe(`/index${path}`);
});

test('who is limited may not read the ledger', async () => {
  expect((await ask('/-/ledger/head.json', limited(REFUSED))).answer).toEqual(failed('RATE_LIMITED', `${TEXT} `, HEADERS));
});

test.each([
  ['anonymous', '/-/limits/me', {}, { tier: 'anonymous', limited: false, limits: '/-/limits' }],
  [
    'limited',
    '/-/limits/me',
    limited(REFUSED),
    { tier: 'anonymous', limited: true, policy: HEADERS['ratelimit-policy'], retryAfter: 75, message: TEXT, limits: '/-/limits' },
  ],
  [
    'above a limit in evaluation',
    '/-/limits/me',
    limited(EVALUATED),
    { tier: 'anonymous', limited: true, policy: HEADERS['ratelimit-policy'], retryAfter: 0, message: TEXT, limits: '/-/limits' },
  ],
  [
    'with a token',
    '/t/gold/acme/-/limits/me',
    { headers: { authorization: token() } },
    { tier: 'gold', holder: 'acme', limited: false, limits: '/-/limits' },
  ],
])('a caller who is %s learns so', async (_, path, asked, expected) => {
  const { answer } = await ask(path, asked);
  expect(answer).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': { value: 'application/json' }, 'cache-control': { value: 'no-store' } },
  });
  expect(JSON.parse(answer.body ?? '')).toEqual(expected);
});

test('a caller whose token is false learns that instead', async () => {
  const { answer } = await ask('/-/limits/me', {
    headers: { authorization: `Bearer ${token({ holder: 'mallory' })}` },
    store: STORE,
  });
  expect([answer.statusCode, answer.body]).toEqual([
    401,
    'Token revoked. Ask registry@example.org for a token. https://packages.example.org/-/errors/TOKEN_REVOKED\n',
  ]);
});

test('a header of another form is no signal', async () => {
  expect((await ask('/pypi/simple/demo/', limited('75 too many'))).answer.uri).toBe('/index/pypi/simple/demo/index.html');
});
