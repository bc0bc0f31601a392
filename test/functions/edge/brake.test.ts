/** What the function makes of the brake's entry in its store. */
import { BRAKE_ENTRY_KEY } from '../../../domain/contracts/brake-entry';
import { NO_BRAKE } from '../../../domain/cost/brake';
import { edgeEntry } from '../../../domain/cost/brake-effects';
import { ask, failed, STORE, token } from './harness';

/** `gold`, the tier of the harness' token, is one that is counted by token. */
const SETTINGS = {
  mode: 'on',
  message: 'Our sponsor pays until May.',
  monthlyUsd: 50,
  braked: ['anonymous', 'community'],
} as const;
const at = (degree: 1 | 2 | 3) => ({
  ...STORE,
  [BRAKE_ENTRY_KEY]: edgeEntry({ ...NO_BRAKE, degree }, SETTINGS)!,
});
const PATH = '/pypi/simple/demo/';
const CI = { 'user-agent': 'pip/26.3 {"ci":true,"cpu":"x86_64"}' };
const PERSON = { 'user-agent': 'pip/26.3 {"ci":null,"cpu":"x86_64"}' };
const HEADERS = { 'retry-after': '120', 'ratelimit-policy': '"brake";q=0;w=120', ratelimit: '"brake";r=0;t=120' };

test.each([1, 2] as const)(
  'at degree %i a person is served, and CI is told why not in the words of the foundation',
  async (degree) => {
    expect((await ask(PATH, { store: at(degree), headers: PERSON })).answer.uri).toBe('/index/pypi/simple/demo/index.html');
    expect((await ask(PATH, { store: at(degree) })).answer.uri).toBe('/index/pypi/simple/demo/index.html');
    const { answer, logged } = await ask(PATH, { store: at(degree), headers: CI });
    const text = 'The registry saves money: robots and CI without a token wait. Our sponsor pays until May. ';
    expect(answer).toEqual(failed('RATE_LIMITED', text, HEADERS, 'application/problem+json'));
    expect(JSON.parse(logged ?? '')).toMatchObject({ tier: 'anonymous', limited: 'brake' });
  },
);

test('at degree 3 a person without a token is told so, too', async () => {
  const { answer } = await ask(PATH, { store: at(3), headers: PERSON });
  const text = 'The registry is out of money for now and serves its supporters only. Our sponsor pays until May. ';
  expect(answer).toEqual(failed('RATE_LIMITED', text, HEADERS, 'application/problem+json'));
});

test.each([1, 2, 3] as const)('at degree %i a supporter is served as ever', async (degree) => {
  const headers = { ...CI, authorization: token() };
  const { answer, logged } = await ask(`/t/gold/acme${PATH}`, { store: at(degree), headers });
  expect(answer.uri).toBe('/index/pypi/simple/demo/index.html');
  expect(JSON.parse(logged ?? '')).toMatchObject({ tier: 'gold', holder: 'acme' });
});

test('whoever is braked may read why, and sees it of themselves', async () => {
  expect((await ask('/-/limits', { store: at(3) })).answer.uri).toBe('/index/-/limits');
  expect((await ask('/-/limits/brake.json', { store: at(3) })).answer.uri).toBe('/index/-/limits/brake.json');
  const { answer } = await ask('/-/limits/me', { store: at(3) });
  expect(JSON.parse(answer.body ?? '')).toEqual({
    tier: 'anonymous',
    limited: true,
    policy: '"brake";q=0;w=120',
    retryAfter: 120,
    message: 'The registry is out of money for now and serves its supporters only. Our sponsor pays until May.',
    limits: '/-/limits',
  });
});
