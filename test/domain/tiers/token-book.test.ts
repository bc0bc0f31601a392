import fc from 'fast-check';
import { parseToken } from '../../../domain/tiers/token';
import * as book from '../../../domain/tiers/token-book';

const NOW = new Date('2026-03-01T12:00:00Z');
const DAY = 86_400;
const at = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const inDays = (days: number): number => NOW.getTime() / 1000 + days * DAY;

type Entries = Map<string, string>;
let secrets = 0;
const newSecret = (): string => `secret ${++secrets}`;

function write(entries: Entries, changes: book.Changes): void {
  for (const [key, value] of changes) {
    if (value === undefined && !entries.delete(key)) throw new Error(`${key} was taken out and is not there`);
    if (value !== undefined) entries.set(key, value);
  }
}

function issue(entries: Entries, holder = 'acme', { now = NOW, expires = inDays(365), tier = 'supporter' } = {}) {
  const made = book.issueToken(book.readBook(entries), { tier, holder, expires, now, newSecret });
  write(entries, made.changes);
  return { text: made.token, ...made.issued };
}
const judge = (entries: Entries, text: string, now = NOW, path: book.TokenPath = {}) =>
  book.judgeToken(text, book.readBook(entries), now, path);
const change = (entries: Entries, make: (read: book.TokenBook) => book.Changes) => {
  write(entries, make(book.readBook(entries)));
};

test('the first token makes the first key; the store then holds the key and the claims, and no MAC', () => {
  const entries: Entries = new Map([['block:pypi/demo', '451 x']]);
  const { text, id } = issue(entries);
  expect(text).toMatch(/^cr1\.supporter\.acme\.1803902400\.20260301t120000\.[\w-]{43}$/);
  expect(parseToken(text)!.mac.slice(0, 12)).toBe(id);
  expect([...entries]).toEqual([
    ['block:pypi/demo', '451 x'],
    [`token:${id}`, 'cr1.supporter.acme.1803902400.20260301t120000'],
    ['key:20260301t120000', `secret ${secrets}`],
  ]);
  expect(judge(entries, text)).toBe('valid');
});

test('rotation: tokens are made with the old key until the new one is everywhere, and both stay valid', () => {
  const entries: Entries = new Map();
  const old = issue(entries);
  const { keyId, changes } = book.addKey(book.readBook(entries), at(DAY), newSecret());
  write(entries, changes);
  expect(keyId).toBe('20260302t120000');
  expect(issue(entries, 'beta', { now: at(DAY + book.SPREAD_SECONDS - 1) }).keyId).toBe(old.keyId);
  const young = issue(entries, 'gamma', { now: at(DAY + book.SPREAD_SECONDS) });
  expect(young.keyId).toBe(keyId);
  expect([old, young].map(({ text }) => judge(entries, text, at(2 * DAY)))).toEqual(['valid', 'valid']);
  expect(() => book.addKey(book.readBook(entries), at(DAY), 'x')).toThrow(
    new book.TokenError("Key '20260302t120000' was made this very second; that is the rotation"),
  );
});

test('keys that somebody named by hand count as older than all others', () => {
  const secrets = new Map(
    [
      ['20260101t000000', 'a'],
      ['k2', 'b'],
      ['k1', 'c'],
    ].map(([id, secret]) => [`key:${id}`, secret!]),
  );
  expect(book.mintingKey(book.readBook(secrets), NOW)).toBe('20260101t000000');
  secrets.delete('key:20260101t000000');
  expect(book.mintingKey(book.readBook(secrets), NOW)).toBe('k2');
});

describe('a key is retired', () => {
  const rotated = () => {
    const entries: Entries = new Map();
    const old = issue(entries);
    write(entries, book.addKey(book.readBook(entries), at(DAY), newSecret()).changes);
    return { entries, old };
  };
  const retire = (entries: Entries, keyId: string, now: Date, force = false) => {
    change(entries, (read) => book.retireKey(read, keyId, now, force));
  };

  test('not while it has valid tokens, unless forced', () => {
    const { entries, old } = rotated();
    issue(entries, 'beta');
    expect(() => {
      retire(entries, old.keyId, at(2 * DAY));
    }).toThrow(
      new book.TokenError(
        "Key '20260301t120000' made 2 valid tokens (acme, beta); give them new ones and revoke the old, wait until 2027-03-01T12:00:00.000Z, or break them with --force",
      ),
    );
    retire(entries, old.keyId, at(2 * DAY), true);
    expect(judge(entries, old.text, at(2 * DAY))).toBe('unknown key');
    expect(book.stateOf(old, book.readBook(entries), at(2 * DAY))).toBe('key retired');
  });

  test.each([
    [
      'revoked',
      (entries: Entries, id: string) => {
        change(entries, (read) => book.revokeToken(read, id, false));
      },
      2 * DAY,
    ],
    ['expired', () => undefined, 366 * DAY],
  ] as const)('once its tokens are %s', (_, end, later) => {
    const { entries, old } = rotated();
    end(entries, old.id);
    retire(entries, old.keyId, at(later));
    expect([...entries.keys()].filter((key) => key.startsWith('key:'))).toEqual(['key:20260302t120000']);
  });

  test('not while new tokens are made with it', () => {
    const { entries, old } = rotated();
    change(entries, (read) => book.revokeToken(read, old.id, false));
    expect(() => {
      retire(entries, old.keyId, at(DAY));
    }).toThrow(new book.TokenError("New tokens are made with key '20260301t120000'; 'token rotate' first, and wait 10 minutes"));
  });

  test.each([
    [new Map<string, string>(), "There is no key 'x'; allowed: none, as 'token issue' makes the first"],
    [
      new Map([
        ['key:b', ''],
        ['key:a', ''],
      ]),
      "There is no key 'x'; allowed: a, b",
    ],
  ])('one that there is not', (entries, message) => {
    expect(() => {
      retire(entries, 'x', NOW);
    }).toThrow(new book.TokenError(message));
  });
});

describe('revocation', () => {
  test('of a holder ends all tokens, forbids new ones, and keeps what was revoked by id when it is taken back', () => {
    const entries: Entries = new Map();
    const [one, two, other] = [issue(entries), issue(entries, 'acme', { tier: 'commercial' }), issue(entries, 'beta')];
    const states = () => [one, two, other].map(({ text }) => judge(entries, text));
    change(entries, (read) => book.revokeToken(read, one.id, false));
    expect(states()).toEqual(['revoked', 'valid', 'valid']);
    change(entries, (read) => book.revokeHolder(read, 'acme', false));
    expect([entries.get('revoked:acme'), states()]).toEqual([`* ${one.id}`, ['revoked', 'revoked', 'valid']]);
    expect(() => issue(entries)).toThrow(
      new book.TokenError(
        "All tokens of 'acme' are revoked, new ones too; revoke the old ones by id (--token), then allow new ones with 'token revoke --holder acme --undo'",
      ),
    );
    change(entries, (read) => book.revokeHolder(read, 'acme', true));
    expect(states()).toEqual(['revoked', 'valid', 'valid']);
    change(entries, (read) => book.revokeToken(read, one.id, true));
    expect([entries.has('revoked:acme'), states()]).toEqual([false, ['valid', 'valid', 'valid']]);
  });

  test('of a token that was made elsewhere needs its holder', () => {
    const entries: Entries = new Map();
    expect(() => book.revokeToken(book.readBook(entries), 'AAAAAAAAAAAA', false)).toThrow(
      new book.TokenError(
        "No token 'AAAAAAAAAAAA' was issued here; see 'token list', or name its holder too (--holder) when it was made elsewhere",
      ),
    );
    change(entries, (read) => book.revokeToken(read, 'AAAAAAAAAAAA', false, 'acme'));
    expect(entries.get('revoked:acme')).toBe('AAAAAAAAAAAA');
  });

  const [ID, OTHER] = ['A'.repeat(12), 'B'.repeat(12)];
  const full = Array.from({ length: 78 }, (_, i) => String(i).padStart(12, '0')).join(' ');
  test.each<[string, string, (read: book.TokenBook) => book.Changes, string]>([
    ['twice', ID, (read) => book.revokeToken(read, ID, false, 'acme'), `Token '${ID}' of 'acme' is revoked already`],
    ['back', ID, (read) => book.revokeToken(read, OTHER, true, 'acme'), `Token '${OTHER}' of 'acme' is not revoked by its id`],
    ['all twice', '*', (read) => book.revokeHolder(read, 'acme', false), "All tokens of 'acme' are revoked already"],
    ['all back', ID, (read) => book.revokeHolder(read, 'acme', true), "'acme' is not revoked; tokens are by id"],
    [
      'too many',
      full,
      (read) => book.revokeToken(read, ID, false, 'acme'),
      "78 tokens of 'acme' are revoked, and no more fit; revoke all with 'token revoke --holder acme'",
    ],
  ])('%s is refused in words', (_, entry, make, message) => {
    expect(() => make(book.readBook(new Map([['revoked:acme', entry]])))).toThrow(new book.TokenError(message));
  });

  test('the longest entry fits into the kilobyte that the store gives a value', () => {
    const changes = book.revokeHolder(book.readBook(new Map([['revoked:acme', full]])), 'acme', false);
    expect(changes.get('revoked:acme')!.length).toBeLessThanOrEqual(1024);
  });
});

test('tokens that expired 30 days ago are forgotten when another is issued, also among the revoked', () => {
  const entries: Entries = new Map();
  const old = [1, 2, 3].map((day) => issue(entries, 'acme', { expires: inDays(day) }));
  for (const { id } of old) change(entries, (read) => book.revokeToken(read, id, false));
  issue(entries, 'beta', { now: at(32.5 * DAY), expires: inDays(365) });
  expect([...entries.keys()].filter((key) => old.some(({ id }) => key.includes(id)))).toEqual([`token:${old[2]!.id}`]);
  expect(entries.get('revoked:acme')).toBe(old[2]!.id);
  issue(entries, 'beta', { now: at(40 * DAY), expires: inDays(366) });
  expect(entries.has('revoked:acme')).toBe(false);
});

test.each<[string, book.TokenVerdict]>([
  ['it as it is', 'valid'],
  ['not a token', 'malformed'],
  ['another key', 'unknown key'],
  ['another tier', 'forged'],
])('a token is judged: %s is %s', (how, verdict) => {
  const entries: Entries = new Map();
  const { text } = issue(entries);
  const texts: Record<string, string> = {
    'it as it is': text,
    'not a token': `${text}=`,
    'another key': text.replace('.20260301t120000.', '.k1.'),
    'another tier': text.replace('.supporter.', '.commercial.'),
  };
  expect(judge(entries, texts[how]!)).toBe(verdict);
});

test('a token is for one path and until one second', () => {
  const entries: Entries = new Map();
  const { text } = issue(entries, 'acme', { expires: inDays(1) });
  expect(judge(entries, text, NOW, { tier: 'supporter', holder: 'acme' })).toBe('valid');
  expect(judge(entries, text, NOW, { tier: 'commercial' })).toBe('other path');
  expect(judge(entries, text, NOW, { holder: 'beta' })).toBe('other path');
  expect([DAY - 1, DAY].map((later) => judge(entries, text, at(later)))).toEqual(['valid', 'expired']);
});

test('entries that are no claims are passed by', () => {
  expect(book.readBook(new Map([['token:x', 'nonsense']])).issued).toEqual([]);
});

test('property: a token is valid exactly while it is neither revoked, expired nor of a retired key, and the list says the same', () => {
  const step = fc.constantFrom('issue', 'revoke', 'undo', 'holder', 'holder back', 'rotate', 'retire');
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(3), fc.nat(40)), { maxLength: 25 }), (steps) => {
      const entries: Entries = new Map();
      const made: ReturnType<typeof issue>[] = [];
      const revoked = { ids: new Set<string>(), holders: new Set<string>() };
      let now = NOW;
      for (const [what, which, hours] of steps) {
        now = new Date(now.getTime() + (hours + 1) * 3_600_000);
        const token = made[which % Math.max(1, made.length)];
        const holder = `h${which}`;
        const attempt = (act: () => void, then: () => void = () => undefined) => {
          try {
            act();
          } catch (error) {
            if (error instanceof book.TokenError) return;
            throw error;
          }
          then();
        };
        if (what === 'issue')
          attempt(() => made.push(issue(entries, holder, { now, expires: Math.floor(now.getTime() / 1000) + 5 * DAY })));
        if (what === 'revoke' && token)
          attempt(
            () => {
              change(entries, (read) => book.revokeToken(read, token.id, false));
            },
            () => revoked.ids.add(token.id),
          );
        if (what === 'undo' && token)
          attempt(
            () => {
              change(entries, (read) => book.revokeToken(read, token.id, true));
            },
            () => revoked.ids.delete(token.id),
          );
        if (what === 'holder')
          attempt(
            () => {
              change(entries, (read) => book.revokeHolder(read, holder, false));
            },
            () => revoked.holders.add(holder),
          );
        if (what === 'holder back')
          attempt(
            () => {
              change(entries, (read) => book.revokeHolder(read, holder, true));
            },
            () => revoked.holders.delete(holder),
          );
        if (what === 'rotate')
          attempt(() => {
            write(entries, book.addKey(book.readBook(entries), now, newSecret()).changes);
          });
        if (what === 'retire' && token)
          attempt(() => {
            change(entries, (read) => book.retireKey(read, token.keyId, now, which === 3));
          });
        const read = book.readBook(entries);
        for (const { text, id, holder: whose, expires, keyId, tier } of made) {
          const ok =
            !revoked.ids.has(id) && !revoked.holders.has(whose) && now.getTime() / 1000 < expires && entries.has(`key:${keyId}`);
          expect([
            book.judgeToken(text, read, now) === 'valid',
            book.stateOf({ id, holder: whose, expires, keyId, tier }, read, now) === 'valid',
          ]).toEqual([ok, ok]);
        }
      }
    }),
    { numRuns: 150 },
  );
});
