/** What an operator has taken out stays out. */
import { commandKey } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { fileCause, publisherCause } from '../../../domain/records/blocks';
import { OWN } from '../../../domain/records/ledger';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import type { Bench } from '../../functions/intake/bench';
import type { HostileCase } from '../case';
import { honest, sha256, signed, upload, VERSION, type World } from '../world';

const again: HostileCase['upload'] = async (world) => {
  const parts = await signed(world, await honest('pypi'));
  return { ...parts, id: { ...parts.id, upload: 'upload-again' } };
};

async function block(bench: Bench, target: Partial<Command>): Promise<void> {
  const parts = await honest('pypi');
  const command = { schema: 1, action: 'block', status: 451, reason: 'it stole tokens', by: 'ops', ecosystem: 'pypi' };
  const asked = { ...command, project: parts.project, ...target } as Command;
  const id = { ecosystem: asked.ecosystem, project: asked.project, upload: 'command-of-the-test' };
  await bench.staging.put(commandKey(id), { body: Buffer.from(JSON.stringify(asked)), contentType: 'application/json' });
  await processCommand(bench.intake, { command: id });
}

async function released(bench: Bench, world: World): Promise<void> {
  await upload(bench, await signed(world, await honest('pypi')));
}

export const BLOCKED_CASES: readonly HostileCase[] = [
  {
    name: 'a release of a blocked project',
    code: 'PROJECT_BLOCKED',
    says: 'is blocked: it stole tokens',
    upload: again,
    before: async (bench, world) => {
      await released(bench, world);
      await block(bench, {});
    },
  },
  {
    name: 'a blocked version, published once more',
    code: 'VERSION_BLOCKED',
    says: 'is blocked: it stole tokens',
    upload: again,
    before: async (bench, world) => {
      await released(bench, world);
      await block(bench, { version: VERSION.pypi });
    },
  },
  {
    name: 'a file that is blocked by its digest',
    code: 'FILE_BLOCKED',
    says: 'is blocked wherever it is: it stole tokens',
    upload: again,
    before: async (bench) => {
      const [file] = (await honest('pypi')).files;
      await block(bench, { ecosystem: OWN, project: fileCause(sha256(file!.body)) });
    },
  },
  {
    name: 'a file by a blocked publisher',
    code: 'PUBLISHER_BLOCKED',
    says: 'The publisher that signed',
    upload: again,
    before: (bench) => block(bench, { ecosystem: OWN, project: publisherCause('key:build-machine') }),
  },
];
