/** Releases that wait for a person: what holds them, what is decided, and that nothing is lost or public in between. */
import { commandKey, uploadKey } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict, HeldVerdict, Verdict } from '../../../domain/contracts/release';
import type { ScreeningPolicy } from '../../../domain/contracts/screening';
import { readEntry } from '../../../domain/records/ledger';
import type { ProjectPolicy } from '../../../domain/signing/policy';
import { NotScannedYet } from '../../../functions/lambda/intake/check-scans';
import type { CommandCall, Intake } from '../../../functions/lambda/intake/intake';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { DEFAULT_SCREENING } from '../../../lib/config/defaults';
import { type Bench, jsonAt, NOW, newBench, POLICY, packageKeys, putWheel } from './bench';
import { addOthers } from './crowd';
import { through } from './world';

const SCREENING: ScreeningPolicy = { ...DEFAULT_SCREENING, allowNames: [] };
const of = (project: string, identity: string): ProjectPolicy => ({
  ecosystem: 'pypi',
  project,
  identities: [{ identity, issuer: 'https://issuer.example.org' }],
  keys: [],
});
const OTHER = 'release@example.org';
/** The stand-in for signatures believes what a bundle names; those of the bench name this one. */
const PROJECTS = [of('requests', 'somebody@example.org'), of('requestz', OTHER), of('request5', OTHER), of('demo', OTHER)];

function screened(changes: Partial<ScreeningPolicy> = {}, more: Partial<Intake> = {}): Bench {
  return newBench({ policy: { ...POLICY, projects: PROJECTS, screening: { ...SCREENING, ...changes } }, ...more });
}

/** A registry that has `requests` of somebody else, and an upload of `requestz`, which is held. */
async function withHeld(
  changes?: Partial<ScreeningPolicy>,
  more?: Partial<Intake>,
): Promise<{ bench: Bench; held: HeldVerdict }> {
  const bench = screened(changes, more);
  await bench.records.put('state/names/pypi.json', {
    body: Buffer.from(JSON.stringify({ schema: 1, names: ['requests'] })),
    contentType: 'application/json',
  });
  const verdict = await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0001', 'requestz'));
  return { bench, held: verdict as HeldVerdict };
}

async function call(bench: Bench, id: string, asked: Partial<Command>): Promise<CommandCall> {
  const command = { ecosystem: 'pypi', project: 'requestz', upload: `command-${id}` };
  const body = { schema: 1, ecosystem: 'pypi', project: 'requestz', upload: 'upload-0001', by: 'ops', ...asked };
  await bench.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  return { command, requester: '111122223333' };
}

const give = async (bench: Bench, id: string, asked: Partial<Command>): Promise<CommandVerdict> =>
  processCommand(bench.intake, await call(bench, id, asked));
const APPROVE = { action: 'approve', reason: 'Known author.' } as const;
const REJECT = { action: 'reject', reason: 'Looks like requests.' } as const;

const verdictOf = (bench: Bench): Verdict => jsonAt(bench.staging, 'verdicts/pypi/requestz/upload-0001.json') as Verdict;
const kinds = (bench: Bench): string[] =>
  bench.records
    .keys()
    .filter((key) => key.startsWith('ledger/'))
    .map((key) => readEntry(bench.records.current(key)!.body).event.kind)
    .filter((kind) => kind.startsWith('release.'));

test('a new project called like another publisher’s is held: kept in full, logged, counted, and nothing of it public', async () => {
  const { bench, held } = await withHeld();
  const reason = "the new project 'requestz' is one letter from 'requests'";
  expect(held).toMatchObject({
    outcome: 'held',
    project: 'requestz',
    version: '1.0',
    findings: [{ rule: 'similar-name', mode: 'hold', reason }],
    files: [{ name: 'requestz-1.0-py3-none-any.whl' }],
  });
  expect(verdictOf(bench)).toEqual(held);
  expect(packageKeys(bench)).toEqual([]);
  const uploaded = bench.staging.keys().filter((key) => key.startsWith('uploads/'));
  expect(bench.staging.keys().filter((key) => key.startsWith('held/'))).toEqual(
    uploaded.map((key) => key.replace('uploads/', 'held/')),
  );
  expect(kinds(bench)).toEqual(['release.held']);
  expect(JSON.parse(bench.lines.at(-1)!)).toMatchObject({ level: 'warn', Rule: 'similar-name', ReleaseFindings: 1, reason });
  expect(bench.records.keys().filter((key) => key.startsWith('claims/'))).toEqual([]);
});

test('approved, exactly what was held is released, also when the upload has expired; who and why is on record', async () => {
  const { bench, held } = await withHeld();
  for (const key of bench.staging.keys().filter((name) => name.startsWith('uploads/')))
    await bench.staging.put(key, { body: Buffer.from('expired'), contentType: 'text/plain' });
  expect(await give(bench, '00000001', APPROVE)).toMatchObject({ outcome: 'applied', action: 'approve', version: '1.0' });
  expect(verdictOf(bench)).toMatchObject({ outcome: 'accepted', files: [{ sha256: held.files[0]!.sha256 }] });
  expect(kinds(bench)).toEqual(['release.held', 'release.approved', 'release.accepted']);
  expect(jsonAt(bench.records, 'claims/held/pypi/requestz/upload-0001.json')).toEqual({
    schema: 1,
    command: 'command-00000001',
    action: 'approve',
    reason: 'Known author.',
    by: 'ops',
    requester: '111122223333',
  });
  // The name is known from now on.
  expect(jsonAt(bench.records, 'state/names/pypi.json')).toEqual({ schema: 1, names: ['requests', 'requestz'] });
  const next = await processUpload(bench.intake, await putWheel(bench, '1.1', 'upload-0002', 'requestz'));
  expect(next.outcome).toBe('accepted');
});

test('rejected, it is refused with the reason, and in quarantine', async () => {
  const { bench } = await withHeld();
  await give(bench, '00000001', REJECT);
  expect(verdictOf(bench)).toMatchObject({
    outcome: 'refused',
    code: 'HELD_REJECTED',
    reason: 'The release was held and a person rejected it: Looks like requests.',
  });
  expect(kinds(bench)).toEqual(['release.held', 'release.rejected', 'release.refused']);
  expect(bench.staging.keys()).toContain('quarantine/pypi/requestz/upload-0001/release.json');
  expect(packageKeys(bench)).toEqual([]);
});

test('the first of two people decides; a repeated message changes nothing', async () => {
  const { bench } = await withHeld();
  await give(bench, '00000001', REJECT);
  expect(await give(bench, '00000002', APPROVE)).toMatchObject({
    outcome: 'rejected',
    reason: "Upload 'upload-0001' was decided about before: reject by ops, command command-00000001; that is final.",
  });
  const decided = verdictOf(bench);
  await give(bench, '00000001', REJECT);
  await processUpload(bench.intake, { id: { ecosystem: 'pypi', project: 'requestz', upload: 'upload-0001' } });
  expect(verdictOf(bench)).toEqual(decided);
  expect(kinds(bench)).toHaveLength(3);
});

test.each<[string, Partial<Command>, string]>([
  [
    'an upload that nobody knows',
    { ...APPROVE, upload: 'upload-0009' },
    "There is no upload 'upload-0009' of pypi project 'requestz' that was decided; check the names.",
  ],
  ['no reason', { action: 'approve' }, 'To approve takes a reason, got none; say why, the publisher reads it.'],
])('a command about %s is rejected', async (_, asked, reason) => {
  const { bench } = await withHeld();
  expect(await give(bench, '00000001', asked)).toMatchObject({ outcome: 'rejected', reason });
});

test('only what is held is decided about', async () => {
  const { bench } = await withHeld({ allowNames: ['pypi/requestz'] });
  expect(await give(bench, '00000001', APPROVE)).toMatchObject({
    outcome: 'rejected',
    reason: "Upload 'upload-0001' is not held, got: accepted; only held uploads are decided about.",
  });
});

test('a held version is nobody’s: another upload of it may come first, and the approved one is then refused', async () => {
  const { bench } = await withHeld();
  await bench.records.put('claims/pypi/requestz/1.json', {
    body: Buffer.from(JSON.stringify({ schema: 1, upload: 'upload-0007', version: '1.0', at: NOW.toISOString() })),
    contentType: 'application/json',
  });
  await give(bench, '00000001', APPROVE);
  expect(verdictOf(bench)).toMatchObject({ outcome: 'refused', code: 'VERSION_EXISTS' });
  expect(kinds(bench)).toEqual(['release.held', 'release.approved', 'release.refused']);
});

test('what is kept and is not what was held stays where it is, for the operator to look at', async () => {
  const { bench } = await withHeld();
  const key = 'held/pypi/requestz/upload-0001/release.json';
  const manifest = JSON.parse(bench.staging.current(key)!.body.toString()) as { version: string };
  await bench.staging.put(key, { body: Buffer.from(JSON.stringify({ ...manifest, version: '6.6' })), contentType: 'a/b' });
  await expect(give(bench, '00000001', APPROVE)).rejects.toThrow(
    'What is kept of upload upload-0001 is not what was held and approved.',
  );
  expect(packageKeys(bench)).toEqual([]);
});

test('stopped at any call, an upload that is held is held all the same, and once', async () => {
  for (let at = 1; ; at++) {
    const bench = screened();
    await bench.records.put('state/names/pypi.json', {
      body: Buffer.from(JSON.stringify({ schema: 1, names: ['requests'] })),
      contentType: 'application/json',
    });
    const upload = await putWheel(bench, '1.0', 'upload-0001', 'requestz');
    let count = 0;
    const broken = through(bench.intake, async (_, run) => {
      const result = await run();
      if (++count === at) throw new Error('killed');
      return result;
    });
    const finished = await processUpload(broken, upload).then(
      () => true,
      () => false,
    );
    if (finished) break;
    expect((await processUpload(bench.intake, upload)).outcome).toBe('held');
    expect(kinds(bench)).toEqual(['release.held']);
  }
});

test('the same publisher may call projects as it likes, another may not', async () => {
  const bench = screened();
  const [first, second, another] = await Promise.all([
    processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0001', 'requestz')),
    processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0002', 'request5')),
    processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0003', 'demo')),
  ]);
  expect([first.outcome, second.outcome, another.outcome]).toEqual(['accepted', 'accepted', 'accepted']);
  const rival = { ...bench.intake.policy, projects: [of('requests', OTHER), of('requestz', 'x@example.org')] };
  const late = await processUpload({ ...bench.intake, policy: rival }, await putWheel(bench, '1.0', 'upload-0004', 'requests'));
  expect(late).toMatchObject({
    outcome: 'held',
    findings: [{ reason: "the new project 'requests' is easily read as 'request5', one letter from 'requestz'" }],
  });
});

test('of two like names that come at once one is held', async () => {
  const bench = screened();
  const elsewhere = { identity: OTHER, issuer: 'https://elsewhere.example.org' };
  const projects = [of('requestz', OTHER), { ...of('requests', OTHER), identities: [elsewhere] }];
  const intake = { ...bench.intake, policy: { ...bench.intake.policy, projects } };
  const verdicts = await Promise.all([
    processUpload(intake, await putWheel(bench, '1.0', 'upload-0001', 'requestz')),
    processUpload(intake, await putWheel(bench, '1.0', 'upload-0002', 'requests')),
  ]);
  expect(verdicts.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'held']);
});

test('a reindex puts a project on the list of names', async () => {
  const bench = newBench();
  await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0001', 'demo'));
  const command = { ecosystem: 'pypi', project: 'demo', upload: 'command-00000001' };
  const body = { schema: 1, action: 'reindex', ecosystem: 'pypi', project: 'demo', by: 'ops' };
  await bench.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'a/b' });
  await processCommand(bench.intake, { command });
  expect(jsonAt(bench.records, 'state/names/pypi.json')).toEqual({ schema: 1, names: ['demo'] });
});

test('as many calls for a name among 100,000 as among 10', async () => {
  const calls = async (count: number): Promise<string[]> => {
    const bench = screened();
    await addOthers(bench, 'pypi', count, ['requestz']);
    const made: string[] = [];
    const counted = through(bench.intake, (name, run) => {
      made.push(name);
      return run();
    });
    const verdict = await processUpload(counted, await putWheel(bench, '1.0', 'upload-0001', 'requestz'));
    expect(verdict.outcome).toBe('accepted');
    return made;
  };
  expect(await calls(100_000)).toEqual(await calls(10));
});

test('a sign that is only noted is in the ledger, in the claim and in the log, and the release is public', async () => {
  const bench = screened({ rules: { ...SCREENING.rules, backwards: 'note' } });
  await processUpload(bench.intake, await putWheel(bench, '1.2.1', 'upload-0001'));
  const verdict = await processUpload(bench.intake, await putWheel(bench, '1.2.0', 'upload-0002'));
  expect(verdict.outcome).toBe('accepted');
  const finding = { rule: 'backwards', mode: 'note', reason: 'version 1.2.0 after 1.2.1 of the same line' };
  expect(jsonAt(bench.records, 'claims/pypi/demo/1.2.json')).toMatchObject({ findings: [finding] });
  expect(JSON.parse(bench.lines.at(-1)!)).toMatchObject({ level: 'info', Rule: 'backwards', mode: 'note' });
});

test('a rule that is set to refuse refuses', async () => {
  const bench = screened({ rules: { ...SCREENING.rules, backwards: 'refuse' } });
  await processUpload(bench.intake, await putWheel(bench, '1.2.1', 'upload-0001'));
  expect(await processUpload(bench.intake, await putWheel(bench, '1.2.0', 'upload-0002'))).toMatchObject({
    outcome: 'refused',
    code: 'SIGN_OF_HIJACK',
    reason: 'backwards: version 1.2.0 after 1.2.1 of the same line; the registry is configured to refuse this, ask its operator.',
  });
  expect(JSON.parse(bench.lines.at(-1)!)).toMatchObject({ Rule: 'backwards', outcome: 'refused' });
});

describe('with a malware scanner', () => {
  const scanning = (status: string | undefined) => ({ scans: { statusOf: () => Promise.resolve(status) } });
  const MINUTE = 60_000;
  const upload = async (bench: Bench, waited: number) => ({
    ...(await putWheel(bench, '1.0', 'upload-0001')),
    at: new Date(NOW.getTime() - waited * MINUTE).toISOString(),
  });

  test.each<[string | undefined, object]>([
    ['NO_THREATS_FOUND', { outcome: 'accepted' }],
    ['THREATS_FOUND', { outcome: 'refused', code: 'MALWARE_FOUND', file: 'demo-1.0-py3-none-any.whl' }],
    ['UNSUPPORTED', { outcome: 'held' }],
    ['FAILED', { outcome: 'held' }],
    ['ACCESS_DENIED', { outcome: 'held' }],
    [undefined, { outcome: 'refused', code: 'SCAN_TIMEOUT' }],
  ])('%s after an hour', async (status, expected) => {
    const bench = screened({ scanMinutes: 60 }, scanning(status));
    expect(await processUpload(bench.intake, await upload(bench, 60))).toMatchObject(expected);
  });

  test('no verdict yet: nothing is opened or decided, and the message is to come again', async () => {
    const bench = screened({ scanMinutes: 60 }, scanning(undefined));
    const before = bench.records.keys();
    const opened: string[] = [];
    const watched = through(bench.intake, (name, run) => {
      opened.push(name);
      return run();
    });
    await expect(processUpload(watched, await upload(bench, 59))).rejects.toThrow(NotScannedYet);
    expect(bench.records.keys()).toEqual(before);
    expect(opened).toEqual(['records.get', 'staging.list', 'staging.get', 'scans.statusOf']);
  });

  test('every file and every bundle is asked about', async () => {
    const asked: string[] = [];
    const scans = {
      statusOf: (key: string) => {
        asked.push(key);
        return Promise.resolve('NO_THREATS_FOUND');
      },
    };
    const bench = screened({ scanMinutes: 60 }, { scans });
    const { id } = await upload(bench, 0);
    await processUpload(bench.intake, { id, at: NOW.toISOString() });
    const name = 'demo-1.0-py3-none-any.whl';
    expect(asked).toEqual([uploadKey(id, name), uploadKey(id, `${name}.sigstore.json`)]);
  });

  test('what could not be scanned is released when a person says so', async () => {
    const bench = screened({ scanMinutes: 60 }, scanning('UNSUPPORTED'));
    await processUpload(bench.intake, await upload(bench, 1));
    const command = { ecosystem: 'pypi', project: 'demo', upload: 'command-00000001' };
    const body = { schema: 1, ecosystem: 'pypi', project: 'demo', upload: 'upload-0001', by: 'ops', ...APPROVE };
    await bench.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'a/b' });
    await processCommand(bench.intake, { command });
    expect(jsonAt(bench.staging, 'verdicts/pypi/demo/upload-0001.json')).toMatchObject({ outcome: 'accepted' });
  });
});
