/** Requests as they come, the nasty ones included. */
import fc from 'fast-check';
import type { EdgeLogRecord } from '../../../../domain/contracts/edge-log';
import type { Request } from './log-line';

export const AGENTS = [
  'pip/26.3 {"ci":null,"cpu":"x86_64","python":"3.11.7"}',
  'pip/26.3 {"ci":true,"cpu":"x86_64","python":"3.11.7"}',
  'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false ci/github-actions',
  'pnpm/12.21.0 npm/? node/? linux x64',
  'Ruby, RubyGems/3.3.15 x86_64-linux Ruby/3.1.2 (2022-04-12 patchlevel 20)',
  'got (https://github.com/sindresorhus/got)',
  'bandersnatch/6.5.0 (cpython 3.11)',
  'Nexus/3.60.0-02 (PRO; Linux)',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  'osv-scanner/2.0.1',
  "it's 100% \\ {odd} ünknown",
  '-',
  '',
];

const PROJECTS = [
  'demo',
  '@demo/lib',
  'quote"d',
  'back\\slash',
  'end\\',
  'per%22cent',
  '","holder":"rich',
  "o'brien",
  'ünïcode',
  'x,',
];
const PATHS = [
  '/pypi/files/demo/demo-1.0.whl',
  '/npm/@demo%2flib/-/lib-1.0.0.tgz',
  '/npm/@demo%2Flib/-/lib-1.0.0.tgz',
  '/cargo/crates/demo/1.0+build.7/download',
  '/cargo/crates/demo/1.0%2Bbuild.7/download',
  '/t/',
  '/t/partner',
  '/t/partner/acme',
  '/t/partner/acme/pypi/files/demo/demo-1.0.whl',
  '//',
  '/100%25%ZZ',
  '/ünïcode',
  "/o'brien%27~[x]",
  '/%2521',
];
const IPS = [
  ...Array.from({ length: 6 }, (_, i) => `192.0.2.${i}`),
  '198.51.100.7',
  ...['2001:db8::1', '2001:db8:0:1::2', '2001:db8:1:2:3:4:5:6', '::1', '2001::5', '2001:DB8:1::9', '-'],
];

const record: fc.Arbitrary<EdgeLogRecord> = fc
  .record({
    tier: fc.constantFrom('anonymous', 'partner', 'ci'),
    holder: fc.constantFrom(undefined, 'acme', 'other-ltd'),
    ecosystem: fc.constantFrom('pypi', 'npm', '-'),
    project: fc.oneof(
      fc.constantFrom(undefined, ...PROJECTS),
      fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
      fc.constant('"'.repeat(128)),
    ),
    kind: fc.constantFrom('file', 'file', 'file', 'index', 'listing', 'metadata'),
    limited: fc.constantFrom(undefined, undefined, 'anonymous-address'),
  })
  .map((each) => each as EdgeLogRecord);

/** Of few files, addresses and moments, so that much is repeated. */
export const requestOn = (days: readonly string[]): fc.Arbitrary<Request> =>
  fc.record({
    day: fc.constantFrom(...days),
    time: fc.constantFrom('00:00:00', '07:59:59', '12:00:00', '23:59:59'),
    ip: fc.constantFrom(...IPS),
    asn: fc.constantFrom('64500', '16509', '-'),
    country: fc.constantFrom('NZ', 'DE', '-'),
    method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD'),
    path: fc.constantFrom(...PATHS),
    status: fc.constantFrom('200', '200', '200', '206', '304', '301', '404', '429', '503', '000', '-'),
    bytes: fc.constantFrom('0', '345', '10240', '5000000000', '-'),
    rangeStart: fc.constantFrom('-', '0', '1024'),
    result: fc.constantFrom('Hit', 'RefreshHit', 'Miss', 'Error', 'FunctionGeneratedResponse'),
    agent: fc.constantFrom(...AGENTS),
    edge: fc.option(record, { nil: undefined, freq: 6 }),
  });
