/** 100,000 tokens, each a good one changed somehow: the function lets none pass. */
import { ANONYMOUS } from '../../../domain/tiers/tier';
import { parseToken } from '../../../domain/tiers/token';
import { admit, type Claim, claimOf, type Store } from '../../../functions/edge/access';
import { CLAIMS, hmac, NOW, SECRET, token } from './harness';

const COUNT = 100_000;
const OTHER_SECRET = 'another secret, of another key';
const ENTRIES: Readonly<Record<string, string>> = { 'key:k1': SECRET, 'key:k2': OTHER_SECRET };
const store: Store = {
  exists: (key) => Promise.resolve(key in ENTRIES),
  get: (key) => (key in ENTRIES ? Promise.resolve(ENTRIES[key]!) : Promise.reject(new Error('KeyNotFound'))),
};

/** The same numbers in each run (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;
type Mutation = (good: string, random: Random) => string;

const pick = <T>(from: readonly T[], random: Random): T => from[random(from.length)]!;
const spliced = (text: string, at: number, drop: number, put: string): string => text.slice(0, at) + put + text.slice(at + drop);
/** Exchanges one of the parts between the dots, and leaves the MAC as it is. */
const part =
  (index: number, of: (random: Random, old: string) => string): Mutation =>
  (good, random) => {
    const parts = good.split('.');
    parts[index] = of(random, parts[index]!);
    return parts.join('.');
  };
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a bit': (good, random) => {
    const at = random(good.length);
    return spliced(good, at, 1, String.fromCharCode(good.charCodeAt(at) ^ (1 << random(7))));
  },
  'the beginning': (good, random) => good.slice(0, 1 + random(good.length - 1)),
  'the end': (good, random) => good.slice(1 + random(good.length - 1)),
  'one character less': (good, random) => spliced(good, random(good.length), 1, ''),
  'one character twice': (good, random) => {
    const at = random(good.length);
    return spliced(good, at, 0, good[at]!);
  },
  'another tier': part(1, (random) => pick(['commercial', 'anonymous', 'g0ld', 'gol', 'gold2', 'constructor', ''], random)),
  'another holder': part(2, (random, old) =>
    pick([`${old}-inc`, 'beta', old.slice(1), '__proto__', 'mallory', old.toUpperCase()], random),
  ),
  'another expiry': part(3, (random, old) =>
    pick([String(Number(old) + 1 + random(1e9)), `0${old}`, `${old}0`, '1e15', '-1', '99999999999'], random),
  ),
  'another key': part(4, (random) => pick(['k2', 'k3', 'k', 'K1', 'k1 ', 'constructor', 'tostring', '__proto__', ''], random)),
  'another MAC': part(5, (random) => Array.from({ length: 43 }, () => BASE64URL[random(64)]).join('')),
  'the MAC of another token': part(5, (random) => parseToken(token({ holder: `h${random(1000)}` }))!.mac),
  'the MAC of another key': part(5, () => parseToken(token({}, OTHER_SECRET))!.mac),
  'an empty secret': part(5, () => hmac('')(`cr1.gold.acme.${CLAIMS.expires}.k1`)),
  'another version': part(0, (random) => pick(['cr0', 'cr2', 'CR1', 'cr1cr1', ''], random)),
  'characters beyond ASCII': (good, random) =>
    spliced(
      good,
      random(good.length),
      1,
      pick(['é', '\u0430', '\u2024', '\uff0e', '\ud800', '😀', '\0', '\u200b', '\u212a'], random),
    ),
  'more of it': (good, random) => `${good}${pick(['.', '=', ' ', '\n', '.x', `.${good}`, `,${good}`, `:${good}`], random)}`,
  'very much': (good, random) =>
    spliced(good, random(good.length), 0, pick(['a', '.', '0', ':', '\t'], random).repeat(1 + random(4_000))),
  'two tokens across': (good, random) => {
    const other = token({ tier: 'commercial', holder: 'beta' }).split('.');
    const at = 2 + random(4);
    return [...good.split('.').slice(0, at), ...other.slice(at)].join('.');
  },
};

const WRAPPED: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `Bearer ${text}`,
  (text) => `Basic ${Buffer.from(`token:${text}`).toString('base64')}`,
  (text) => `Basic ${Buffer.from(`${text}:`).toString('base64')}`,
];
/** On the plain path nothing but the MAC stands in the way. */
const PATHS = ['/pypi/simple/demo/', '/t/gold/acme/pypi/simple/demo/'].map(claimOf);

test(`${COUNT} changed tokens are refused, every one, and each unchanged one between them passes`, async () => {
  const random = generator(20_260_301);
  const names = Object.keys(MUTATIONS);
  const good = token();
  const passed: [string, string][] = [];
  const kinds = new Set<string>();
  let refused = 0;
  const said = async (text: string, wrap: (text: string) => string, claim: Claim) => {
    const access = await admit({ value: wrap(text) }, claim, NOW, store);
    return access.refused ?? access.tier;
  };
  for (let i = 0; refused + passed.length < COUNT; i++) {
    const name = names[i % names.length]!;
    const changed = MUTATIONS[name]!(good, random);
    if (changed === good) continue;
    const answer = await said(changed, pick(WRAPPED, random), pick(PATHS, random));
    kinds.add(answer);
    if (answer.startsWith('TOKEN_')) refused++;
    else passed.push([name, changed]);
    if (i % 1000 === 0) expect(await said(good, pick(WRAPPED, random), pick(PATHS, random))).toBe('gold');
  }
  expect(passed).toEqual([]);
  expect([...kinds].sort()).toEqual(['TOKEN_EXPIRED', 'TOKEN_FOR_OTHER_PATH', 'TOKEN_INVALID', 'TOKEN_MALFORMED']);
});

test('no credentials are no token: anonymous on the plain path, and nothing below a prefix', async () => {
  expect(await Promise.all(PATHS.map(async (claim) => admit({ value: '' }, claim, NOW, store)))).toEqual([
    { tier: ANONYMOUS },
    { tier: ANONYMOUS, refused: 'TOKEN_MISSING' },
  ]);
});
