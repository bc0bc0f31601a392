import type { WatchLimits } from '../../../../domain/contracts/screening';
import { judge, signerName, type WatchedRelease } from '../../../../domain/signing/watch';
import { WATCH_RULES, type WatchRule } from '../../../../domain/signing/watch/rules';
import { DEFAULT_SCREENING } from '../../../../lib/config/defaults';

const LIMITS: WatchLimits = { silentDays: 30, burstReleases: 2, burstHours: 24 };
const compareVersions = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

const release = (version: string, at: string, more: Partial<WatchedRelease> = {}): WatchedRelease => ({
  version,
  at: `2026-${at}T12:00:00Z`,
  signers: ['a'],
  sources: [],
  ...more,
});

const find = (rule: WatchRule, next: WatchedRelease, ...history: WatchedRelease[]): string | undefined =>
  WATCH_RULES[rule]({ release: next, history, limits: LIMITS, compareVersions });

const BEFORE = release('1.0', '01-01');

test.each<[WatchRule, string, WatchedRelease, WatchedRelease[], string | undefined]>([
  ['new-signer', 'the same one', release('1.1', '01-02'), [BEFORE], undefined],
  ['new-signer', 'one of several is known', release('1.1', '01-02', { signers: ['b', 'a'] }), [BEFORE], undefined],
  [
    'new-signer',
    'another one',
    release('1.1', '01-02', { signers: ['b'] }),
    [BEFORE],
    "signed by 'b', which signed none of the 1 releases before; the last one was signed by 'a'",
  ],
  ['silence', 'a day less', release('1.1', '01-30'), [BEFORE], undefined],
  [
    'silence',
    'just as long',
    release('1.1', '01-31'),
    [BEFORE],
    'the first release for 30 days, after 1.0; 30 days are called silent',
  ],
  ['burst', 'as many as are usual', release('1.1', '01-01'), [BEFORE], undefined],
  [
    'burst',
    'one more',
    release('1.2', '01-01'),
    [BEFORE, release('1.1', '01-01')],
    '3 releases within 24 hours; up to 2 are usual',
  ],
  ['burst', 'the first is a day ago', release('1.2', '01-02'), [BEFORE, release('1.1', '01-02')], undefined],
  [
    'backwards',
    'an older line goes on',
    release('1.0.1', '01-02'),
    [release('1.0.0', '01-01'), release('2.0.0', '01-01')],
    undefined,
  ],
  [
    'backwards',
    'within a line',
    release('1.0.1', '01-02'),
    [release('1.0.9', '01-01'), release('1.0.10', '01-01')],
    'version 1.0.1 after 1.0.10 of the same line',
  ],
  ['install-hook', 'as always', release('1.1', '01-02', { installHook: 'x' }), [{ ...BEFORE, installHook: 'x' }], undefined],
  [
    'install-hook',
    'suddenly',
    release('1.1', '01-02', { installHook: 'postinstall' }),
    [BEFORE],
    '"postinstall" runs at installation, and none of the last 1 releases had such',
  ],
  [
    'native-code',
    'suddenly',
    release('1.1', '01-02', { nativeCode: 'a/b.so' }),
    [BEFORE],
    '"a/b.so" is compiled code, and none of the last 1 releases had such',
  ],
  [
    'source-changed',
    'written otherwise',
    release('1.1', '01-02', { sources: ['https://github.com/A/b.git'] }),
    [{ ...BEFORE, sources: ['https://github.com/a/B'] }],
    undefined,
  ],
  ['source-changed', 'nobody says', release('1.1', '01-02'), [{ ...BEFORE, sources: ['https://github.com/a/b'] }], undefined],
  [
    'source-changed',
    'another one, also after a release that says nothing',
    release('1.2', '01-03', { sources: ['https://github.com/c/b'] }),
    [{ ...BEFORE, sources: ['https://github.com/a/b'] }, release('1.1', '01-02')],
    "built from 'https://github.com/c/b', the release before from 'https://github.com/a/b'",
  ],
])('%s: %s', (rule, _, next, history, expected) => {
  expect(find(rule, next, ...history)).toBe(expected);
});

test('a trait that the project gave up long ago is new again', () => {
  const old = { ...BEFORE, nativeCode: 'a.so' };
  const without = Array.from({ length: 10 }, (_, i) => release(`1.${i}`, '01-02'));
  const next = release('2.0', '01-03', { nativeCode: 'a.so' });
  expect(find('native-code', next, old, ...without)).toBe('"a.so" is compiled code, and none of the last 10 releases had such');
  expect(find('native-code', next, old, ...without.slice(1))).toBeUndefined();
});

test('every finding comes with what the configuration says about its rule; a first release has none', () => {
  const next = release('0.9', '12-01', { signers: ['b'] });
  const limits = { limits: LIMITS, compareVersions };
  expect(judge({ release: next, history: [BEFORE], ...limits }, DEFAULT_SCREENING).map(({ rule, mode }) => [rule, mode])).toEqual(
    [
      ['new-signer', 'note'],
      ['silence', 'hold'],
    ],
  );
  expect(judge({ release: next, history: [], ...limits }, DEFAULT_SCREENING)).toEqual([]);
});

test('a workflow is the same for every tag, and a key is not an identity', () => {
  const workflow = 'https://github.com/o/r/.github/workflows/release.yml';
  expect(signerName({ identity: `${workflow}@refs/tags/v1.0`, issuer: 'i' })).toBe(workflow);
  expect(signerName({ identity: 'a@example.org', issuer: 'i' })).toBe('a@example.org');
  expect(signerName({ key: 'release' })).toBe('key release');
});
