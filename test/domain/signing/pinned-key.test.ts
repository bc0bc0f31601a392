/** Bundles by pinned keys: each kind of key, over the file and as attestation. */
import { Readable } from 'node:stream';
import { artifactFromStream, Rejected, type VerifyPolicy, verifyBundle } from '../../../domain/signing';
import type { SignOptions } from '../../../local/authority';
import {
  createLab,
  digestOf,
  FILE,
  HOUR,
  KEY_KINDS,
  KEYLESS,
  type Lab,
  pinned,
  type Result,
  statement,
  verdictOn,
} from '../../helpers/signing-lab';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});

const PAST = new Date(Date.now() - HOUR);
const FUTURE = new Date(Date.now() + HOUR);
const UNLOGGED = { log: 'none' } as const;

type Case = readonly [name: string, result: Result, options: SignOptions, policy: VerifyPolicy];

const KINDS = Object.keys(KEY_KINDS) as (keyof typeof KEY_KINDS)[];
const CONTENTS = ['message', 'attestation'] as const;

describe.each(KINDS.flatMap((kind) => CONTENTS.map((content) => ({ kind, content }))))('$kind, $content', ({ kind, content }) => {
  const key = KEY_KINDS[kind]();
  const another = KEY_KINDS[kind]();
  const cases: Case[] = [
    ['with log entry', 'accepted', {}, { keys: [pinned(key)] }],
    ['within its period', 'accepted', {}, { keys: [pinned(key, { from: PAST, to: FUTURE })] }],
    ['any hint', 'accepted', {}, { keys: [pinned(key, { hints: ['*'] })] }],
    ['no log demanded', 'accepted', UNLOGGED, { keys: [pinned(key, { requireLog: false })] }],
    ['timestamp only, no log demanded', 'accepted', { ...UNLOGGED, tsa: true }, { keys: [pinned(key, { requireLog: false })] }],
    ['log demanded, none there', 'TIMESTAMP_ERROR', UNLOGGED, { keys: [pinned(key)] }],
    ['log demanded, timestamp only', 'TLOG_ERROR', { ...UNLOGGED, tsa: true }, { keys: [pinned(key)] }],
    ['another hint', 'PUBLIC_KEY_ERROR', {}, { keys: [pinned(key, { hints: ['another'] })] }],
    ['period ended before signing', 'PUBLIC_KEY_ERROR', {}, { keys: [pinned(key, { to: PAST })] }],
    ['period begins after signing', 'PUBLIC_KEY_ERROR', {}, { keys: [pinned(key, { from: FUTURE })] }],
    ['a period, and no timestamp', 'TIMESTAMP_ERROR', UNLOGGED, { keys: [pinned(key, { to: FUTURE, requireLog: false })] }],
    ['right hint, another key', 'SIGNATURE_ERROR', UNLOGGED, { keys: [pinned(another, { hints: ['*'], requireLog: false })] }],
    ['where an identity is meant', 'PUBLIC_KEY_ERROR', {}, KEYLESS],
  ];
  test.each(cases)('%s: %s', async (_, expected, options, policy) => {
    const bundle =
      content === 'message'
        ? await lab.signMessage(FILE, { key }, options)
        : await lab.attest(statement(digestOf(FILE)), { key }, options);
    expect(verdictOn(lab.trust, bundle, policy)).toBe(expected);
  });
});

test('a streamed file cannot be checked with Ed25519: it says what is needed', async () => {
  const key = KEY_KINDS.Ed25519();
  const bundle = await lab.signMessage(FILE, { key });
  const streamed = await artifactFromStream(Readable.from([FILE]));
  expect(() => verifyBundle(bundle, streamed, lab.trust, { keys: [pinned(key)] })).toThrow(
    new Rejected('KEY_TYPE', 'a signature over the file by an ed25519 key needs the whole file in memory'),
  );
});
