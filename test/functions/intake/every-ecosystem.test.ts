/** What holds for every ecosystem: released, yanked, deprecated, and made anew byte for byte. */
import { commandKey, MANIFEST_NAME } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../../domain/packages/names';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { SAMPLES } from '../../helpers/every-ecosystem';
import { type Bench, manifestOf, NOW, newBench, POLICY, put, uploadParts } from './bench';
import { through } from './world';

/** Each release a minute after the one before. */
function benchOf(ecosystem: EcosystemName, projects: readonly string[]): Bench {
  let minutes = 0;
  const policies = projects.map((project) => ({ ...POLICY.projects[0]!, ecosystem, project }));
  const policy = { ...POLICY, ecosystems: [ecosystem], projects: policies };
  return newBench({ policy, clock: () => new Date(NOW.getTime() + 60_000 * minutes++) });
}

async function release(bench: Bench, ecosystem: EcosystemName, version: string): Promise<string[]> {
  const { project, files } = SAMPLES[ecosystem];
  const all = await files(version);
  const manifest = { ...manifestOf(version, all, project), ecosystem };
  const { id, objects } = uploadParts(version, `upload-${version.replaceAll('.', '-')}-x`, all, project);
  const calls: string[] = [];
  const counted = through(bench.intake, (name, run) => {
    calls.push(name);
    return run();
  });
  const parts = { id: { ...id, ecosystem }, objects: { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifest)) } };
  expect(await processUpload(counted, await put(bench, parts))).toMatchObject({ outcome: 'accepted', project, version });
  return calls;
}

let count = 0;
async function give(bench: Bench, ecosystem: EcosystemName, asked: Partial<Command>): Promise<void> {
  const { project } = SAMPLES[ecosystem];
  const command = { ecosystem, project, upload: `command-number-${1000 + count++}` };
  const body: Command = { schema: 1, action: 'reindex', ecosystem, project, by: 'ops', ...asked };
  await bench.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  expect(await processCommand(bench.intake, { command })).toMatchObject({ outcome: 'applied' });
}

const DERIVED = /^(index|projects)\//;
/** A log that only grows: one line for each change, and after its loss one line for each project. */
const LOG = 'index/rubygems/versions';
const derived = ({ packages, records }: Bench): Record<string, string> =>
  Object.fromEntries(
    [packages, records].flatMap((store) =>
      store
        .keys()
        .filter((key) => DERIVED.test(key) && key !== LOG)
        .map((key) => [key, store.current(key)!.body.toString('base64')]),
    ),
  );

describe.each(ECOSYSTEM_NAMES)('%s', (ecosystem) => {
  const { project, versions } = SAMPLES[ecosystem];
  const [old, middle, newest] = versions;

  test('summary and documents come back byte for byte when all of them are lost', async () => {
    const bench = benchOf(ecosystem, [project]);
    for (const version of [old, newest, middle]) await release(bench, ecosystem, version);
    await give(bench, ecosystem, { action: 'yank', version: middle, reason: 'Loses data.' });
    await give(bench, ecosystem, { action: 'deprecate', version: old, reason: 'Old.' });
    const lost = benchOf(ecosystem, [project]);
    for (const key of bench.records.keys().filter((name) => !DERIVED.test(name)))
      await lost.records.put(key, bench.records.current(key)!);
    await give(lost, ecosystem, {});
    expect(derived(lost)).toEqual(derived(bench));
  });

  test('a reindex of what is whole changes nothing', async () => {
    const bench = benchOf(ecosystem, [project]);
    for (const version of [old, newest]) await release(bench, ecosystem, version);
    await give(bench, ecosystem, { action: 'yank', version: old, reason: '' });
    const before = derived(bench);
    await give(bench, ecosystem, {});
    expect(derived(bench)).toEqual(before);
  });

  test('unyanked is as if never yanked', async () => {
    const bench = benchOf(ecosystem, [project]);
    await release(bench, ecosystem, old);
    // npm tells when a project has changed last.
    const text = (base64: string): string =>
      Buffer.from(base64, 'base64')
        .toString('latin1')
        .replaceAll(/"modified":"[^"]*"/g, '');
    const index = () =>
      Object.entries(derived(bench))
        .filter(([key]) => key.startsWith('index/'))
        .map(([key, body]) => [key, text(body)]);
    const before = index();
    await give(bench, ecosystem, { action: 'yank', version: old, reason: 'Wrong.' });
    await give(bench, ecosystem, { action: 'unyank', version: old });
    expect(index()).toEqual(before);
  });

  test('the third version takes as many calls as the second', async () => {
    const bench = benchOf(ecosystem, [project]);
    await release(bench, ecosystem, old);
    const second = await release(bench, ecosystem, middle);
    expect(await release(bench, ecosystem, newest)).toEqual(second);
  });
});
