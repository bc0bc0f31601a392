import fc from 'fast-check';
import { type Asked, ask, CLAIMS, NOW, token } from './harness';

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
  expect(answer.headers).toEqual({});
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
  ['no token', PATH, undefined, 'This path needs a token.'],
  ['no token at an unknown tier', '/t/platinum/acme/', undefined, 'This path needs a token.'],
  ['other credentials', PATH, basic('alice:secret'), 'The credentials are not a token of this registry.'],
  [
    'other credentials on the plain path',
    '/pypi/simple/demo/',
    basic('alice:secret'),
    'The credentials are not a token of this registry.',
  ],
  ['broken base64', PATH, 'Basic %%%', 'The credentials are not a token of this registry.'],
  ['another scheme', PATH, `Digest ${token()}`, 'The credentials are not a token of this registry.'],
  ['an expired token', PATH, token({ expires: NOW }), 'The token has expired.'],
  ['a token of another tier', PATH, token({ tier: 'silver' }), 'The token is not for this path.'],
  ['a token of another holder', PATH, token({ holder: 'ac' }), 'The token is not for this path.'],
  ['a token of an unknown key', PATH, token({ keyId: 'k2' }), 'The token is not valid.'],
  ['a token made with another secret', PATH, token({}, 'guess'), 'The token is not valid.'],
  ['a false token on the plain path', '/pypi/simple/demo/', token({}, 'guess'), 'The token is not valid.'],
  ['a revoked holder', '/t/gold/mallory/', token({ holder: 'mallory' }), 'The token has been revoked.'],
  ['a false token of a revoked holder', '/t/gold/mallory/', token({ holder: 'mallory' }, 'guess'), 'The token is not valid.'],
])('%s at %s is 401 and says how to get one', async (_, path, authorization, reason) => {
  const { answer, logged } = await ask(path, authorization === undefined ? {} : withToken(authorization));
  expect(answer).toEqual({
    statusCode: 401,
    statusDescription: reason,
    headers: {
      'content-type': { value: 'text/plain; charset=utf-8' },
      'x-content-type-options': { value: 'nosniff' },
      'cache-control': { value: 'no-store' },
      'www-authenticate': { value: 'Basic realm="Example Registry"' },
    },
    body: `${reason} Send a token as password (any user name) or as bearer token. Ask registry@example.org for one.\n`,
  });
  expect(logged).toBeUndefined();
});

test('a KeyValueStore that does not answer is no refusal of the token, and does not touch lists that anybody may read', async () => {
  const { answer } = await ask(PATH, { ...withToken(token()), store: 'broken' });
  expect(answer).toEqual({
    statusCode: 503,
    statusDescription: 'Service Unavailable',
    headers: {
      'content-type': { value: 'text/plain; charset=utf-8' },
      'x-content-type-options': { value: 'nosniff' },
      'cache-control': { value: 'no-store' },
      'retry-after': { value: '30' },
    },
    body: 'Tokens and blocks cannot be looked up now. Try again in 30 seconds.\n',
  });
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
