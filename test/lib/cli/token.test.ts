import { parseToken } from '../../../domain/tiers/token';
import { TOKEN_CLIENTS } from '../../../domain/tiers/token-clients';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld } from './fake-world';

const SECRET = Buffer.alloc(32, 0xab).toString('base64url');
const token = (world: FakeWorld, ...args: string[]) => run(['token', ...args, '--stack', 'example-registry'], world);
const issue = async (world: FakeWorld, ...args: string[]) => {
  expect(await token(world, 'issue', '--tier', 'supporter', '--holder', 'acme', ...args)).toBe(0);
  const text = world.printed.at(-1)!;
  return { text, id: parseToken(text)!.mac.slice(0, 12) };
};
const said = ({ printed, notes }: FakeWorld): string => [...printed, ...notes].join('\n');

test('issue prints the token alone to standard output, and once; the rest goes to standard error', async () => {
  const world = fakeWorld();
  const { text, id } = await issue(world);
  expect(world.printed).toEqual([text]);
  expect(text).toMatch(/^cr1\.supporter\.acme\.1803902400\.20260301t120000\.[\w-]{43}$/);
  expect(world.notes).toEqual([
    `Token ${id} of tier 'supporter' for 'acme', until 2027-03-01T12:00:00Z. It is not shown again.`,
    'Its key is new: some edges may refuse it for up to 10 minutes.',
  ]);
  expect([...world.tokens.entries]).toEqual([
    [`token:${id}`, 'cr1.supporter.acme.1803902400.20260301t120000'],
    ['key:20260301t120000', SECRET],
  ]);
});

test('--quiet prints nothing but the token; --json prints it once, with its claims', async () => {
  const world = fakeWorld();
  const { text, id } = await issue(world, '--quiet', '--days', '1');
  expect([world.printed, world.notes]).toEqual([[text], []]);
  await token(world, 'issue', '--tier', 'supporter', '--holder', 'acme', '--days', '1', '--json');
  expect(JSON.parse(world.printed[1]!)).toEqual({
    schema: 1,
    token: text,
    id,
    tier: 'supporter',
    holder: 'acme',
    expires: '2026-03-02T12:00:00Z',
    keyId: '20260301t120000',
  });
});

test.each(TOKEN_CLIENTS)('--for %s says what to set, without the token and with where it goes', async (client) => {
  const world = fakeWorld();
  const { text } = await issue(world, '--for', client);
  const [, , instructions] = world.notes;
  expect(instructions).toContain(`For ${client}, add to these files, with the token in place of TOKEN`);
  expect(instructions!.split('\n\n').join('\n')).toMatch(/packages\.example\.org\/t\/supporter\/acme\/|PACKAGES__EXAMPLE__ORG/);
  expect(instructions).not.toContain(parseToken(text)!.mac);
});

test.each<[string, string[], number, string]>([
  [
    'a tier that there is not',
    ['issue', '--tier', 'anonymous', '--holder', 'acme'],
    2,
    '--tier must be one of community, supporter, commercial (registry.config.ts), got: anonymous',
  ],
  ['no holder', ['issue', '--tier', 'supporter'], 2, "error: required option '--holder <name>' not specified"],
  [
    'a holder that no path can name',
    ['issue', '--tier', 'supporter', '--holder', 'ACME/x'],
    2,
    'It must be 1 to 63 of a-z, 0-9 and hyphens, the first no hyphen.',
  ],
  [
    'no end',
    ['issue', '--tier', 'supporter', '--holder', 'acme', '--days', '0'],
    2,
    'It must be a whole number of days from 1 to 3650.',
  ],
  ['nothing to revoke', ['revoke'], 2, 'Say what is to be revoked: --token ID, or --holder NAME for all that this holder has'],
  [
    'a whole token in place of an id',
    ['revoke', '--token', 'cr1.a.b.1.c.d'],
    2,
    "--token takes the 12 characters of an id, as 'token list' shows them, and not a token",
  ],
  ['a false holder', ['revoke', '--holder', 'A'], 2, '--holder must be 1 to 63 of a-z, 0-9 and hyphens, got: A'],
  ['an unknown token', ['revoke', '--token', 'AAAAAAAAAAAA'], 1, "No token 'AAAAAAAAAAAA' was issued here; "],
  ['an unknown key', ['rotate', '--retire', 'k9'], 1, "There is no key 'k9'; "],
  [
    'no token to verify',
    ['verify'],
    2,
    'No token was given; put it into the environment variable REGISTRY_TOKEN, or type it when asked',
  ],
])('%s is refused in words, and nothing is written', async (_, args, code, message) => {
  const world = fakeWorld();
  expect(await token(world, ...args)).toBe(code);
  expect(said(world)).toContain(message);
  expect(world.tokens.entries.size).toBe(0);
});

test('list shows holder, tier, id, expiry, key and state, and no secret', async () => {
  const world = fakeWorld();
  await token(world, 'list');
  expect(world.printed.splice(0)).toEqual(['No tokens yet.', '', 'No keys yet.']);
  const [one, two] = [await issue(world), await issue(world, '--days', '30')];
  await token(world, 'revoke', '--token', one.id);
  await token(world, 'revoke', '--holder', 'beta');
  world.printed.length = 0;
  expect(await token(world, 'list')).toBe(0);
  expect(world.printed).toEqual([
    [
      'holder  tier       id            expires               key              state',
      `acme    supporter  ${two.id}  2026-03-31T12:00:00Z  20260301t120000  valid`,
      `acme    supporter  ${one.id}  2027-03-01T12:00:00Z  20260301t120000  revoked`,
    ].join('\n'),
    '',
    'key              valid tokens\n20260301t120000  1             makes new tokens',
    '\nRevoked altogether: beta',
  ]);
  world.printed.length = 0;
  await token(world, 'list', '--json');
  expect(JSON.parse(world.printed[0]!)).toMatchObject({
    tokens: [
      { id: two.id, state: 'valid' },
      { id: one.id, state: 'revoked' },
    ],
    keys: [{ id: '20260301t120000', valid: 1, mints: true }],
    revokedHolders: ['beta'],
  });
  expect(said(world)).not.toContain(SECRET);
});

describe('verify', () => {
  const verify = async (world: FakeWorld, text: string, ...args: string[]) => {
    world.env = { REGISTRY_TOKEN: text };
    world.printed.length = 0;
    const code = await token(world, 'verify', ...args);
    return [code, ...world.printed];
  };
  const elsewhere = 'The token is valid, and not for this tier and holder.';

  test('tells why a token is refused', async () => {
    const world = fakeWorld();
    const { text, id } = await issue(world);
    expect(await verify(world, text, '--tier', 'supporter', '--holder', 'acme')).toEqual([0, 'The token is valid.']);
    expect(await verify(world, text, '--tier', 'commercial')).toEqual([1, elsewhere]);
    expect(await verify(world, text, '--holder', 'beta')).toEqual([1, elsewhere]);
    expect(await verify(world, text.replace('acme', 'beta'))).toEqual([
      1,
      'The token was not made by this registry, or was changed.',
    ]);
    expect(await verify(world, text.slice(1))).toEqual([
      1,
      'This is no token of a Commons Registry; expected: cr1.<tier>.<holder>.<expires>.<key>.<mac>.',
    ]);
    await token(world, 'revoke', '--token', id);
    expect(await verify(world, text)).toEqual([1, 'The token is revoked.']);
    await token(world, 'revoke', '--token', id, '--undo');
    await world.sleep(366 * 86_400_000);
    expect(await verify(world, text, '--json')).toEqual([1, '{\n  "schema": 1,\n  "verdict": "expired"\n}']);
    await token(world, 'rotate', '--retire', '20260301t120000', '--force');
    expect(await verify(world, text)).toEqual([1, 'The key that made the token is not (any more) of this registry.']);
  });

  test('asks for the token where somebody can answer', async () => {
    const world = fakeWorld();
    const { text } = await issue(world);
    world.askSecret = (question) => Promise.resolve(question === 'Token: ' ? `${text}\n` : undefined);
    expect(await token(world, 'verify')).toBe(0);
  });
});

test('rotate adds a key and says how to go on; --retire takes the old one when nobody needs it', async () => {
  const world = fakeWorld();
  const { id } = await issue(world);
  await world.sleep(86_400_000);
  world.printed.length = 0;
  expect(await token(world, 'rotate')).toBe(0);
  expect(world.printed).toEqual([
    "Key 20260302t120000 is added. New tokens are made with it in 10 minutes, when every edge knows it; those of older keys stay valid. When 'token list' shows no valid tokens of an older key: token rotate --retire KEY",
  ]);
  expect(await token(world, 'rotate', '--retire', '20260301t120000')).toBe(1);
  await world.sleep(600_000);
  await token(world, 'revoke', '--token', id);
  expect(await token(world, 'rotate', '--retire', '20260301t120000')).toBe(0);
  expect(world.printed.at(-1)).toBe('Key 20260301t120000 is retired: what it made is refused.');
  expect(said(world)).not.toContain(SECRET);
});

test('what another writes meanwhile is kept, and the command decides anew', async () => {
  const world = fakeWorld();
  world.tokens.meanwhile = () => {
    world.tokens.entries.set('block:pypi/demo', '451 x');
    world.tokens.meanwhile = undefined;
  };
  const { id } = await issue(world);
  expect([...world.tokens.entries.keys()].sort()).toEqual(['block:pypi/demo', 'key:20260301t120000', `token:${id}`]);
});

test('when others write all the time, nothing is changed, and no token printed', async () => {
  const world = fakeWorld();
  world.tokens.meanwhile = () => undefined;
  expect(await token(world, 'issue', '--tier', 'supporter', '--holder', 'acme')).toBe(1);
  expect([world.printed, world.notes, world.tokens.entries.size]).toEqual([
    [],
    ['Others changed the KeyValueStore at the same time, 5 times; nothing was changed, try again'],
    0,
  ]);
});

test('--store names the store to those who may not read the stack', async () => {
  const world = fakeWorld();
  const arn = 'arn:aws:cloudfront::111122223333:key-value-store/x';
  expect(await run(['token', 'list', '--store', arn], world)).toBe(0);
  expect(world.places).toEqual([{ region: 'us-east-1', outputs: { KeyValueStoreArn: arn } }]);
});
