import { LIMIT_SIGNAL, LIMIT_SIGNAL_CHARACTERS } from '../../../domain/contracts/limit-signal';
import { NO_BRAKE } from '../../../domain/cost/brake';
import {
  BRAKE_MESSAGE_CHARACTERS,
  type BrakeSettings,
  brakedTiers,
  edgeEntry,
  publicBrake,
  setItems,
  settledName,
} from '../../../domain/cost/brake-effects';
import { DEFAULT_TIERS } from '../../../domain/tiers/defaults';

const SETTINGS: BrakeSettings = { mode: 'on', message: 'Ask us.', braked: brakedTiers(DEFAULT_TIERS) };
const at = (degree: 0 | 1 | 2 | 3) => ({ ...NO_BRAKE, degree });

test('tiers that are counted by address have no supporter', () => {
  expect(brakedTiers(DEFAULT_TIERS)).toEqual(['anonymous', 'community']);
});

test('what the edge function is told', () => {
  expect(edgeEntry(at(0), SETTINGS)).toBeUndefined();
  expect(edgeEntry(at(3), SETTINGS)).toBe(
    '^(anonymous|community) \n120 "brake";q=0;w=120 The registry is out of money for now and serves its supporters only. Ask us.',
  );
  expect(edgeEntry(at(1), SETTINGS)).toBe(edgeEntry(at(2), SETTINGS));
  expect(edgeEntry(at(1), SETTINGS)!.split('\n')[1]).toBe(
    '120 "brake";q=0;w=120 The registry saves money: robots and CI without a token wait. Ask us.',
  );
});

/** As the clients of docs/clients.md name themselves. */
test.each([
  ['pip/26.3 {"ci":true,"cpu":"x86_64"}', true],
  ['pip/26.3 {"ci":null,"cpu":"x86_64"}', false],
  ['uv/0.13.9 {"installer":{"name":"uv"},"ci":true}', true],
  ['npm/11.0.0 node/v24.0.0 linux x64 workspaces/false ci/github-actions', true],
  ['npm/11.0.0 node/v24.0.0 linux x64 workspaces/false', false],
  ['bundler/4.0 rubygems/4.0 ruby/3.4 (x86_64-pc-linux-gnu) command/install ci/github 0123456789abcdef', true],
  ['Composer/2.8 (Linux; 6.1; PHP 8.4; cURL 8.0; Platform-PHP 8.4; CI)', true],
  ['Composer/2.8 (Linux; 6.1; PHP 8.4; cURL 8.0)', false],
  ['cargo/1.90.0', false],
  ['Apache-Maven/3.9.9 (Java 21; Linux 6.1)', false],
  ['Go-http-client/2.0', false],
  ['curl/8.0', false],
  ['', false],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
  ['Trivy/0.60', true],
  ['bandersnatch/6.0', false],
  ['Artifactory/7.100', false],
])('at degree 1, is %s wasteful: %s', (agent, isWasteful) => {
  const [refused = ''] = edgeEntry(at(1), SETTINGS)!.split('\n');
  expect(new RegExp(refused).test(`anonymous ${agent}`)).toBe(isWasteful);
  expect(new RegExp(refused).test(`community ${agent}`)).toBe(false);
});

test('the longest words still fit into what the web ACL and the function read', () => {
  const signal = edgeEntry(at(3), { ...SETTINGS, message: 'x'.repeat(BRAKE_MESSAGE_CHARACTERS) })!.split('\n')[1]!;
  expect(signal).toHaveLength(LIMIT_SIGNAL_CHARACTERS);
  expect(LIMIT_SIGNAL.exec(signal)?.[1]).toBe('120');
});

test('from degree 2 on the stricter rule is for every address', () => {
  expect(setItems('brakeIpv4', at(1), SETTINGS)).toEqual([]);
  expect(setItems('brakeIpv4', at(2), SETTINGS)).toEqual(['0.0.0.0/1', '128.0.0.0/1']);
  expect(setItems('brakeIpv6', at(3), SETTINGS)).toEqual(['::/1', '8000::/1']);
});

test('a dry run has no effect, and says so', () => {
  const dry: BrakeSettings = { ...SETTINGS, mode: 'dry-run' };
  expect([edgeEntry(at(3), dry), setItems('brakeIpv4', at(3), dry)]).toEqual([undefined, []]);
  expect(publicBrake(at(3), dry)).toEqual({
    schema: 1,
    sequence: 0,
    degree: 3,
    dry: true,
    since: null,
    cause: null,
    message: '',
  });
});

test('readers are told the words while it is on', () => {
  const moves = [{ id: 'a', sequence: 1, at: '2026-11-23T10:00:00.000Z', from: 0, to: 1, cause: 'month' } as const];
  expect(publicBrake({ ...at(1), sequence: 1, moves }, SETTINGS)).toEqual({
    schema: 1,
    sequence: 1,
    degree: 1,
    dry: false,
    since: '2026-11-23T10:00:00.000Z',
    cause: 'month',
    message: 'Ask us.',
  });
});

test('another move, other words and another store are something else to settle', () => {
  const names = [
    settledName(at(1), SETTINGS),
    settledName({ ...at(1), sequence: 1 }, SETTINGS),
    settledName(at(1), SETTINGS, 2),
    settledName(at(1), { ...SETTINGS, message: 'Other.' }),
    settledName(at(1), { ...SETTINGS, mode: 'dry-run' }),
  ];
  expect(new Set(names).size).toBe(5);
});
