import fc from 'fast-check';
import { type Asked, ask, askRaw, CLAIMS, failed, HOST, NOW, token } from './harness';

const PATH = '/t/gold/acme/pypi/simple/demo/';
const KEY = '/index/pypi/simple/demo/index.html';
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;
const withToken = (authorization: string): Asked => ({ headers: { authorization } });

test.each([
  ['Basic, as the password', basic(`__token__:${token()}`)],
  ['Basic, as the user with an empty password', basic(`${token()}:`)],
  ['Basic, as the user alone', basic(token())],
  ['Basic in capitals', basic(`x:${token()}`).replace('Basic', 'BASIC')],
  ['Bearer', `Bearer ${token()}`],
  ['Bearer in small letters', `bearer ${token()}`],
  ['bare, as cargo sends it', token()],
])('a token passes as %s, and goes no further', async (_, authorization) => {
  const { answer, logged } = await ask(PATH, withToken(authorization));
  expect(answer.uri).toBe(KEY);
  expect(answer.headers).toEqual({ host: { value: HOST } });
  expect(JSON.parse(logged ?? '')).toEqual({ tier: 'gold', holder: 'acme', ecosystem: 'pypi', project: 'demo', kind: 'index' });
});

test('all tiers share one cached copy: below a prefix and without one the same object is asked for', async () => {
  const plain = await ask('/pypi/simple/demo/');
  const below = await ask(PATH, withToken(token()));
  expect(below.answer.uri).toBe(plain.answer.uri);
});

test('a token counts on the plain path too', async () => {
  const { answer, logged } = await ask('/pypi/simple/demo/', withToken(token()));
  expect(answer.uri).toBe(KEY);
  expect(JSON.parse(logged ?? '')).toMatchObject({ tier: 'gold', holder: 'acme' });
});

test.each([
  ['no token', PATH, undefined, 'TOKEN_MISSING'],
  ['no token at an unknown tier', '/t/platinum/acme/', undefined, 'TOKEN_MISSING'],
  ['other credentials', PATH, basic('alice:secret'), 'TOKEN_MALFORMED'],
  ['other credentials on the plain path', '/pypi/simple/demo/', basic('alice:secret'), 'TOKEN_MALFORMED'],
  ['broken base64', PATH, 'Basic %%%', 'TOKEN_MALFORMED'],
  ['another scheme', PATH, `Digest ${token()}`, 'TOKEN_MALFORMED'],
  ['an expired token', PATH, token({ expires: NOW }), 'TOKEN_EXPIRED'],
  ['a token of another tier', PATH, token({ tier: 'silver' }), 'TOKEN_FOR_OTHER_PATH'],
  ['a token of another holder', PATH, token({ holder: 'ac' }), 'TOKEN_FOR_OTHER_PATH'],
  ['a token of an unknown key', PATH, token({ keyId: 'k2' }), 'TOKEN_INVALID'],
  ['a token made with another secret', PATH, token({}, 'guess'), 'TOKEN_INVALID'],
  ['a false token on the plain path', '/pypi/simple/demo/', token({}, 'guess'), 'TOKEN_INVALID'],
  ['a revoked holder', '/t/gold/mallory/', token({ holder: 'mallory' }), 'TOKEN_REVOKED'],
  ['a false token of a revoked holder', '/t/gold/mallory/', token({ holder: 'mallory' }, 'guess'), 'TOKEN_INVALID'],
] as const)('%s at %s is 401 and says how to get one', async (_, path, authorization, code) => {
  const { answer, logged } = await ask(path, authorization === undefined ? {} : withToken(authorization));
  const form = path.includes('/pypi/') ? 'application/problem+json' : 'text';
  const challenge = { 'www-authenticate': 'Basic realm="Example Registry"' };
  expect(answer).toEqual(failed(code, 'Ask registry@example.org for a token. ', challenge, form));
  expect(logged).toBeUndefined();
});

test.each(['/pypi/simple/demo/', PATH])(
  'at %s a token that came twice is refused, however good: the web ACL sees one of both',
  async (path) => {
    const twice = { value: token(), multiValue: [{ value: token() }, { value: token() }] };
    const { answer } = await askRaw(path, { authorization: twice });
    expect(answer).toMatchObject({
      statusCode: 401,
      headers: { 'www-authenticate': { value: 'Basic realm="Example Registry"' } },
    });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ type: '/-/errors/TOKEN_REPEATED' });
  },
);

test('a KeyValueStore that does not answer is no refusal of the token, and does not touch lists that anybody may read', async () => {
  const { answer } = await ask(PATH, { ...withToken(token()), store: 'broken' });
  expect(answer).toEqual(failed('UNAVAILABLE', '', { 'retry-after': '30' }, 'application/problem+json'));
  expect((await ask('/pypi/simple/', { store: 'broken' })).answer.uri).toBe('/index/pypi/simple/index.html');
});

test('property: a token with any character changed, dropped or doubled never passes', async () => {
  const good = token();
  const character = fc.constantFrom(...Array.from('ABZabz019-_.=: '));
  const positions = fc.nat({ max: good.length - 1 });
  const edits = [
    (at: number, to: string) => good.slice(0, at) + to + good.slice(at + 1),
    (at: number) => good.slice(0, at) + good.slice(at + 1),
    (at: number, to: string) => good.slice(0, at) + to + good.slice(at),
  ];
  await fc.assert(
    fc.asyncProperty(positions, character, fc.constantFrom(...edits), async (at, to, edit) => {
      const forged = edit(at, to);
      fc.pre(forged !== good);
      // On the plain path, so that no prefix refuses it before its MAC is looked at.
      expect((await ask('/pypi/simple/demo/', withToken(forged))).answer.statusCode).toBe(401);
    }),
    { numRuns: 1000 },
  );
});

test('property: tokens pass exactly when made with the secret of their key', async () => {
  const secret = fc.constantFrom('one', 'another');
  const holder = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
  await fc.assert(
    fc.asyncProperty(secret, secret, holder, fc.integer({ min: 1, max: 10 ** 9 }), async (stored, used, who, lifetime) => {
      const authorization = token({ holder: who, expires: NOW + lifetime }, used);
      const { answer } = await ask('/pypi/simple/demo/', {
        ...withToken(authorization),
        store: { [`key:${CLAIMS.keyId}`]: stored },
      });
      expect(answer.uri).toBe(stored === used ? KEY : undefined);
    }),
  );
});
