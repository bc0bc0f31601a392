/** Releases and commands of any ecosystem, one after the other, and what is derived from their records. */
import { commandKey, MANIFEST_NAME } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import type { EcosystemName } from '../../../domain/packages/names';
import type { Upload } from '../../../functions/lambda/intake/intake';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { SAMPLES } from '../../helpers/every-ecosystem';
import type { Archive } from '../../helpers/pypi-archives';
import { type Bench, manifestOf, NOW, newBench, POLICY, put, uploadParts } from './bench';
import { through } from './world';

type Files = readonly Archive[];

export interface Of {
  readonly ecosystem: EcosystemName;
  readonly project: string;
}

/** Each release a minute after the one before. @param all that may be released */
export function benchOf(all: readonly Of[]): Bench {
  let minutes = 0;
  const projects = all.map((of) => ({ ...POLICY.projects[0]!, ...of }));
  const policy = { ...POLICY, ecosystems: [...new Set(all.map(({ ecosystem }) => ecosystem))], projects };
  return newBench({ policy, clock: () => new Date(NOW.getTime() + 60_000 * minutes++) });
}

const made = new Map<string, Promise<Files>>();

/** Made once: packing takes longer than all the rest. */
function filesOf({ ecosystem, project }: Of, version: string): Promise<Files> {
  const key = `${ecosystem} ${project} ${version}`;
  const files = made.get(key) ?? SAMPLES[ecosystem].files(version, project);
  made.set(key, files);
  return files;
}

/** @param change of the files, before they are signed */
export async function putRelease(
  bench: Bench,
  { ecosystem, project }: Of,
  version: string,
  change: (files: Files) => Files = (files) => files,
): Promise<Upload> {
  const files = change(await filesOf({ ecosystem, project }, version));
  const manifest = { ...manifestOf(version, files, project), ecosystem };
  const { id, objects } = uploadParts(version, `upload-${version.replaceAll('.', '-')}-x`, files, project);
  const all = { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifest)) };
  return put(bench, { id: { ...id, ecosystem }, objects: all });
}

/** @returns the names of the calls it took */
export async function release(bench: Bench, of: Of, version: string): Promise<string[]> {
  const upload = await putRelease(bench, of, version);
  const calls: string[] = [];
  const counted = through(bench.intake, (name, run) => {
    calls.push(name);
    return run();
  });
  expect(await processUpload(counted, upload)).toMatchObject({ outcome: 'accepted', project: of.project, version });
  return calls;
}

let commands = 0;

/** @param asked by default to reindex the project */
export async function give(bench: Bench, of: Of, asked: Partial<Command> = {}): Promise<void> {
  const command = { ...of, upload: `command-number-${1000 + commands++}` };
  const body: Command = { schema: 1, action: 'reindex', ...of, by: 'ops', ...asked };
  await bench.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  expect(await processCommand(bench.intake, { command })).toMatchObject({ outcome: 'applied' });
}

const DERIVED = /^(index|projects)\//;

/** Index documents and summaries with all that is said about them: type, caching, tags, revision. */
export const derived = ({ packages, records }: Bench): Record<string, unknown> =>
  Object.fromEntries(
    [packages, records].flatMap((store) =>
      store
        .keys()
        .filter((key) => DERIVED.test(key))
        .map((key) => [key, { ...store.current(key)!, id: undefined, body: store.current(key)!.body.toString('base64') }]),
    ),
  );

/** The same registry after everything is gone that the records are to bring back. */
export async function withoutDerived(bench: Bench): Promise<Bench> {
  const { packages, records, intake } = newBench();
  for (const [from, to] of [
    [bench.packages, packages],
    [bench.records, records],
  ] as const) {
    for (const key of from.keys().filter((name) => !DERIVED.test(name))) await to.put(key, from.current(key)!);
  }
  return { ...bench, packages, records, intake: { ...bench.intake, packages: intake.packages, records: intake.records } };
}
