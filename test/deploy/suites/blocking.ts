import { PutObjectCommand } from '@aws-sdk/client-s3';
import { commandKey } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../../domain/contracts/release';
import { publisherCause } from '../../../domain/records/blocks';
import { freePort } from '../../../local/cloud/ports';
import { startEdge } from '../../../local/start/edge';
import { PROJECT, SIGNER } from '../support/demo';
import { type Deployed, STACK } from '../support/deployed';
import { verdictOf } from '../support/uploads';

const FILE = `/pypi/files/${PROJECT}/commons_demo-1.0.0-py3-none-any.whl`;
const PAGE = `/pypi/simple/${PROJECT}/`;
/** From command to effect, with everything on one busy machine. On AWS add what CloudFront takes to tell its edges. Seconds. */
const MOST_SECONDS = 20;

let count = 0;

/** Something bad was published: how long it takes until nobody gets it, and until everybody gets it again. */
export function blocking(registry: Deployed): void {
  describe('blocking', () => {
    let url: string;
    const get = (path: string) => fetch(new URL(path, url), { headers: { accept: 'application/vnd.pypi.simple.v1+json' } });
    const body = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());

    /** @returns seconds from the command until the file is answered so */
    async function until(asked: Partial<Command>, status: number): Promise<number> {
      const { s3 } = registry.world;
      const command: Command = { schema: 1, action: 'block', ecosystem: 'pypi', project: PROJECT, by: 'ops', ...asked };
      const { ecosystem, project } = command;
      const id = { ecosystem, project, upload: `command-blocking-test-${++count}` };
      const Bucket = registry.output('STAGING_BUCKET');
      const start = Date.now();
      await s3.send(new PutObjectCommand({ Bucket, Key: commandKey(id), Body: JSON.stringify(command), IfNoneMatch: '*' }));
      while ((await get(FILE)).status !== status && Date.now() - start < MOST_SECONDS * 1000)
        await new Promise((resolve) => setTimeout(resolve, 100));
      const seconds = (Date.now() - start) / 1000;
      expect((await verdictOf(s3, Bucket, id)) as unknown as CommandVerdict).toMatchObject({ outcome: 'applied' });
      expect((await get(FILE)).status).toBe(status);
      return seconds;
    }

    beforeAll(async () => {
      const { world } = registry;
      const [port, adminPort] = [(await freePort(0))!, (await freePort(0))!];
      const options = { assembly: registry.assembly('first'), stack: STACK, endpoint: world.cloud.endpoint, port, adminPort };
      await startEdge(world, options, world.env);
      url = `http://127.0.0.1:${port}`;
    });

    test.each<[string, Partial<Command>]>([
      ['a version', { version: '1.0.0' }],
      ['a project', {}],
      ['a publisher', { ecosystem: '-', project: publisherCause(SIGNER.identity) }],
    ])('%s is refused soon after the command, also from a cache, and comes back as it was', async (what, target) => {
      const [file, page] = [await body(FILE), await body(PAGE)];
      const blocked = await until({ ...target, status: 451, reason: 'it stole tokens' }, 451);
      const refused = await get(FILE);
      expect([refused.headers.get('cache-control'), await refused.text()]).toEqual([
        'no-store',
        'Blocked by the registry: it stole tokens\n',
      ]);
      expect((await body(PAGE)).toString()).not.toContain('1.0.0');
      const unblocked = await until({ ...target, action: 'unblock' }, 200);
      console.info(`blocking ${what}: 451 after ${blocked} s, served again after ${unblocked} s`);
      expect(Math.max(blocked, unblocked)).toBeLessThan(MOST_SECONDS);
      expect([await body(FILE), await body(PAGE)]).toEqual([file, page]);
    });
  });
}
