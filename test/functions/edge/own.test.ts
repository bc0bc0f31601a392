import fc from 'fast-check';
import { HOME_KEY, SECURITY_TXT_KEY } from '../../../domain/contracts/keys';
import { HOLDER_USAGE_PREFIX, holderUsageKey } from '../../../domain/contracts/usage';
import {
  HOME_PATH,
  keyOfPath,
  packagePath,
  packageStatsPath,
  SECURITY_TXT_PATH,
  TRANSPARENCY_PATH,
} from '../../../domain/site/paths';
import { ask, failed, token } from './harness';

const WITH_TOKEN = { headers: { authorization: token() } };
const keyOf = async (path: string, asked = {}): Promise<string | undefined> => (await ask(path, asked)).answer.uri?.slice(1);

test.each([
  [HOME_PATH, HOME_KEY],
  [SECURITY_TXT_PATH, SECURITY_TXT_KEY],
  ['/-/keys', 'index/-/keys'],
  ['/-/limits', 'index/-/limits'],
  ['/-/errors/', 'index/-/errors/'],
  ['/-/packages', 'index/-/packages/index.html'],
  ['/-/packages/', 'index/-/packages/index.html'],
  ['/-/packages/npm/package.json/', 'index/-/packages/npm/package.json/index.html'],
  ['/-/packages/pypi/zope.interface', 'index/-/packages/pypi/zope.interface/index.html'],
  ['/-/stats/2026-10', 'index/-/stats/2026-10/index.html'],
  ['/-/stats/latest.json', 'index/-/stats/latest.json'],
  ['/-/transparency/2026-10/', 'index/-/transparency/2026-10/index.html'],
  ['/-/transparency/2026-10/report.csv', 'index/-/transparency/2026-10/report.csv'],
])('%s is served from %s, below a prefix too', async (path, key) => {
  expect(await keyOf(path)).toBe(key);
  expect(await keyOf(`/t/gold/acme${path}`, WITH_TOKEN)).toBe(key);
  expect(JSON.parse((await ask(path)).logged ?? '')).toEqual({ tier: 'anonymous', ecosystem: '-', kind: 'listing' });
});

test('what the registry publishes is where its paths lead', async () => {
  const paths = [TRANSPARENCY_PATH, packagePath('npm', '@demo/lib'), packageStatsPath('npm', '@demo/lib', 'badge.svg')];
  for (const path of paths) expect(await keyOf(path)).toBe(keyOfPath(path));
});

test.each([
  ['/-/usage', 'index.html'],
  ['/-/usage/', 'index.html'],
  ['/-/usage.json', 'usage.json'],
] as const)('%s below a prefix is what its holder used, and nothing without one', async (path, name) => {
  const { answer, logged } = await ask(`/t/gold/acme${path}`, WITH_TOKEN);
  expect(answer.uri).toBe(`/${holderUsageKey('gold', 'acme', name)}`);
  expect(JSON.parse(logged ?? '')).toEqual({ tier: 'gold', holder: 'acme', ecosystem: '-', kind: 'listing' });
  expect((await ask(path)).answer).toEqual(failed('NOT_FOUND'));
  // A token alone does not say so where others may keep the answer.
  expect((await ask(path, WITH_TOKEN)).answer).toEqual(failed('NOT_FOUND'));
  expect((await ask(`/t/gold/acme${path}`)).answer.statusCode).toBe(401);
  expect((await ask(`/t/gold/other${path}`, WITH_TOKEN)).answer.statusCode).toBe(401);
});

test.each(['gold', 't'])('what a holder in the tier %s used is found, whatever their names', async (tier) => {
  const authorization = token({ tier, holder: 't' });
  expect(await keyOf(`/t/${tier}/t/-/usage`, { headers: { authorization } })).toBe(holderUsageKey(tier, 't', 'index.html'));
});

test('property: no path leads to what another holder used', async () => {
  const noise = fc.string({
    unit: fc.constantFrom(
      '/',
      '.',
      '%2f',
      '%2F',
      '%2e',
      'usage',
      'gold',
      'acme',
      'usage.json',
      'index.html',
      '.json',
      't',
      '-',
      'a',
    ),
    maxLength: 8,
  });
  const start = fc.constantFrom('/-/usage/gold/acme/', '/-/usage', '/-/', '/', '/t/gold/acme/-/', '/t/gold/acme/-/usage/gold/');
  await fc.assert(
    fc.asyncProperty(start, noise, async (before, rest) => {
      const path = before + rest;
      expect((await keyOf(path)) ?? '').not.toMatch(HOLDER_USAGE_PREFIX);
      const other = await keyOf(path.replace('/t/gold/acme/', '/t/gold/b/'), {
        headers: { authorization: token({ holder: 'b' }) },
      });
      expect(other?.startsWith(HOLDER_USAGE_PREFIX) ? other : `${HOLDER_USAGE_PREFIX}gold/b/`).toMatch(
        `${HOLDER_USAGE_PREFIX}gold/b/`,
      );
    }),
  );
});
