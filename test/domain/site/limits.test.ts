import { runInNewContext } from 'node:vm';
import { limitsDocument } from '../../../domain/site/limits';
import { limitsPage } from '../../../domain/site/limits-page';
import { LIMITS, URL } from './sample';

test('programs read the limits, and nothing that is for operators', () => {
  expect(limitsDocument(LIMITS)).toEqual({
    schema: 1,
    registry: 'commons',
    contact: 'packages@foundation.example',
    me: '/-/limits/me',
    brake: null,
    fairUse: '/-/limits/fair-use.json',
    errors: '/-/errors/',
    tiers: [
      {
        name: 'anonymous',
        audience: 'Everybody.',
        prefix: null,
        requests: 3000,
        windowSeconds: 300,
        aggregation: 'address',
        mode: 'enforcement',
        price: 'Free.',
        retryAfterSeconds: 75,
      },
      {
        name: 'supporter',
        audience: 'Members & donors.',
        prefix: '/t/supporter/',
        requests: 12_000,
        windowSeconds: 60,
        aggregation: 'token',
        mode: 'evaluation',
        price: null,
        retryAfterSeconds: 30,
      },
    ],
    ceiling: { requests: 30_000, windowSeconds: 300, retryAfterSeconds: 75 },
    networkCeiling: null,
    filesHosts: 0,
  });
});

/** What a person reads: the text without its markup, a line for each element. */
const textOf = (page: string): string[] =>
  page
    .replace(/^.*<main/s, '<main')
    .replace(/<script>.*<\/script>/s, '')
    .replace(/<\/?(a|code|strong)\b[^>]*>/g, '')
    .split(/<[^>]+>/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

test('people read the limits', () => {
  expect(textOf(limitsPage(LIMITS, URL))).toMatchSnapshot();
});

test.each([
  [
    1,
    'Without a token most files come from a host of their own. Each host counts for itself: an address without a token has its limit, and every address has the one above, once here and once at that host.',
  ],
  [
    3,
    'Without a token most files come from 3 hosts of their own. Each host counts for itself: an address without a token has its limit, and every address has the one above, once here and once at each of them.',
  ],
])('where files have %i hosts of their own, limits count on each, and both say so', (filesHosts, sentence) => {
  const split = { ...LIMITS, filesHosts };
  expect(limitsDocument(split).filesHosts).toBe(filesHosts);
  expect(textOf(limitsPage(split, URL))).toContain(sentence);
  expect(limitsPage(LIMITS, URL)).not.toContain('of their own. Each host');
});

test('where there is IPv6, whole networks have a ceiling, and both say so', () => {
  const six = { ...LIMITS, ipv6: true };
  expect(limitsDocument(six).networkCeiling).toEqual({ requests: 300_000, windowSeconds: 300, retryAfterSeconds: 75 });
  expect(limitsPage(six, URL)).toContain(
    ', with whatever token, and by IPv6 no network more than 300,000 requests in 5 minutes. Above',
  );
});

test('names only clients of the ecosystems that the registry has, and no token where there is no tier for one', () => {
  const anonymous = { ...LIMITS, tiers: LIMITS.tiers.slice(0, 1), ecosystems: ['go' as const] };
  const page = limitsPage(anonymous, URL);
  expect([...page.matchAll(/<summary>(\w+)</g)].map(([, name]) => name)).toEqual(['go']);
  expect(page).not.toContain('TOKEN');
  expect(page).not.toContain('How to get a token');
});

describe('the brake', () => {
  const page = limitsPage({ ...LIMITS, brake: true }, URL);
  const scripts = /<script>(.*)<\/script>/s.exec(page)![1]!;

  async function said(document: unknown): Promise<string> {
    const brake = { textContent: 'as it was' };
    const fetch = (path: string) =>
      path === '/-/limits/brake.json' ? Promise.resolve({ json: () => document }) : Promise.reject(new Error('no answer'));
    runInNewContext(scripts, { fetch, document: { getElementById: (id: string) => (id === 'brake' ? brake : undefined) } });
    await new Promise(setImmediate);
    return brake.textContent;
  }

  test('is on the page, and in the document for programs', () => {
    expect(page).toContain('When money runs short the registry brakes');
    expect(limitsPage(LIMITS, URL)).not.toContain('brakes');
    expect(limitsDocument({ ...LIMITS, brake: true }).brake).toBe('/-/limits/brake.json');
  });

  test.each([
    [{ degree: 0, dry: false, since: null, message: '' }, 'The registry does not brake now.'],
    [{ degree: 3, dry: true, since: 'noon', message: '' }, 'The registry does not brake now.'],
    [
      { degree: 3, dry: false, since: 'noon', message: 'Ask us.' },
      'The registry brakes, to stay within its budget, since noon. Only supporters are served. Ask us.',
    ],
    [undefined, 'as it was'],
  ])('tells of %j', async (document, text) => {
    expect(await said(document)).toBe(text);
  });
});

describe('the script', () => {
  const script = /<script>(.*)<\/script>/s.exec(limitsPage(LIMITS, URL))![1]!;

  async function said(json: () => unknown): Promise<string> {
    const me = { textContent: 'as it was' };
    const fetch = (path: string) => Promise.resolve({ json: () => (path === '/-/limits/me' ? json() : undefined) });
    runInNewContext(script, { fetch, document: { getElementById: (id: string) => (id === 'me' ? me : undefined) } });
    await new Promise(setImmediate);
    return me.textContent;
  }

  test.each([
    ['anonymous', { tier: 'anonymous', limited: false }, 'You count as anonymous. You are not over a limit.'],
    [
      'a holder who is over an enforced limit',
      { tier: 'supporter', holder: 'acme', limited: true, retryAfter: 75, message: 'Too much.' },
      'You count as supporter, acme. You are over the limit. Too much. Wait 75 seconds.',
    ],
    [
      'somebody over an evaluated one',
      { tier: 'community', limited: true, retryAfter: 0, message: 'Too much.' },
      'You count as community. You are over the limit. Too much. For now that is only counted, and you are served.',
    ],
  ])('tells %s', async (_, me, text) => {
    expect(await said(() => me)).toBe(text);
  });

  test('leaves the page as it is when the answer cannot be read', async () => {
    expect(
      await said(() => {
        throw new SyntaxError('<html>');
      }),
    ).toBe('as it was');
  });
});
