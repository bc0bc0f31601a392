/** Uploads that are sound, and are refused for what is known about them: blocks, the scanner's verdict, signs of a hijack, a person's word. */
import { commandKey, verdictKey } from '../../../domain/contracts/keys';
import type { Command, Verdict } from '../../../domain/contracts/release';
import type { Mode } from '../../../domain/contracts/screening';
import { fileCause, publisherCause } from '../../../domain/records/blocks';
import type { SigningPolicy } from '../../../domain/signing';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { DEFAULT_SCREENING } from '../../../lib/config/defaults';
import { type Bench, jsonAt } from '../../functions/intake/bench';
import type { HostileCase } from '../case';
import { honest, sha256, signed, upload, type World } from '../world';

const sound = async (world: World) => signed(world, await honest('generic'));

async function give(bench: Bench, asked: Partial<Command>): Promise<void> {
  const command = {
    schema: 1,
    ecosystem: 'generic',
    project: 'demo',
    by: 'operator',
    reason: 'it stole tokens',
    ...asked,
  } as Command;
  const id = { ecosystem: command.ecosystem, project: command.project, upload: 'command-00000001' };
  await bench.staging.put(commandKey(id), { body: Buffer.from(JSON.stringify(command)), contentType: 'application/json' });
  const { outcome, reason } = await processCommand(bench.intake, { command: id, requester: '111122223333' });
  if (outcome !== 'applied') throw new Error(`The command was rejected: ${reason}`);
}

const blocked = (what: string, code: HostileCase['code'], target: () => Promise<Partial<Command>>): HostileCase => ({
  name: `blocked: ${what}`,
  code,
  says: 'it stole tokens',
  upload: async (world) => {
    const { id, objects } = await sound(world);
    return { id: { ...id, upload: 'upload-0002' }, objects };
  },
  before: async (bench, world) => {
    const of = await target();
    // What is blocked wherever it is need not be here yet.
    if (of.ecosystem === undefined) await upload(bench, await sound(world));
    await give(bench, { action: 'block', status: 410, ...of });
  },
});

const screened =
  (rule: 'similar-name', mode: Mode) =>
  (policy: SigningPolicy): SigningPolicy => ({
    ...policy,
    screening: { ...DEFAULT_SCREENING, rules: { ...DEFAULT_SCREENING.rules, [rule]: mode }, allowNames: [] },
  });
/** A project of somebody else whose name is one letter away. */
const withSimilar = async (bench: Bench): Promise<void> => {
  const names = Buffer.from(JSON.stringify({ schema: 1, names: ['requests'] }));
  await bench.records.put('state/names/generic.json', { body: names, contentType: 'application/json' });
};
/** The project's own publisher, and another's project. */
const withOthers = (policy: SigningPolicy): SigningPolicy => ({
  ...policy,
  projects: [
    ...policy.projects.map((each) => ({ ...each, project: each.ecosystem === 'generic' ? 'requestz' : each.project })),
    { ecosystem: 'generic', project: 'requests', identities: [{ identity: 'a', issuer: 'b' }], keys: [] },
  ],
});
const similar = async (world: World) => signed(world, { ...(await honest('generic')), project: 'requestz' });
const scanning = (policy: SigningPolicy): SigningPolicy => ({
  ...policy,
  screening: { ...DEFAULT_SCREENING, allowNames: [], scanMinutes: 30 },
});

export const DECISION_CASES: readonly HostileCase[] = [
  blocked('a project', 'PROJECT_BLOCKED', () => Promise.resolve({})),
  blocked('a version', 'VERSION_BLOCKED', () => Promise.resolve({ version: '1.0.0' })),
  blocked('a file, whatever its name', 'FILE_BLOCKED', async () => {
    const [file] = (await honest('generic')).files;
    return { ecosystem: '-', project: fileCause(sha256(file!.body)) };
  }),
  blocked('a publisher', 'PUBLISHER_BLOCKED', () =>
    Promise.resolve({ ecosystem: '-', project: publisherCause('key:build-machine') }),
  ),
  {
    name: 'screened: a threat in a file',
    code: 'MALWARE_FOUND',
    says: 'found a threat',
    upload: sound,
    policy: scanning,
    intake: { scans: { statusOf: () => Promise.resolve('THREATS_FOUND') } },
  },
  {
    name: 'screened: a scanner that never answers',
    code: 'SCAN_TIMEOUT',
    says: 'gave no verdict',
    upload: sound,
    policy: scanning,
    intake: { scans: { statusOf: () => Promise.resolve(undefined) } },
    decide: (bench, made) => upload(bench, made, new Date(bench.intake.clock().getTime() - 31 * 60_000)),
  },
  {
    name: 'screened: a name one letter from another’s',
    code: 'SIGN_OF_HIJACK',
    says: "one letter from 'requests'",
    upload: similar,
    policy: (policy) => withOthers(screened('similar-name', 'refuse')(policy)),
    before: withSimilar,
  },
  {
    name: 'screened: a release that was held, and rejected by a person',
    code: 'HELD_REJECTED',
    says: 'a person rejected it: Looks like requests.',
    upload: similar,
    policy: (policy) => withOthers(screened('similar-name', 'hold')(policy)),
    before: withSimilar,
    decide: async (bench, made) => {
      await upload(bench, made);
      await give(bench, { action: 'reject', project: 'requestz', upload: made.id.upload, reason: 'Looks like requests.' });
      return jsonAt(bench.staging, verdictKey(made.id)) as Verdict;
    },
  },
];
