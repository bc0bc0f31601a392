/** What operators allow and block by address is in effect at the edge soon after the command, and no longer when it is over. */
import { get as httpGet } from 'node:http';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { ACCESS_CLOCK_MESSAGE } from '../../../domain/contracts/access';
import { ACCESS_KEY } from '../../../domain/contracts/keys';
import { PROJECT } from '../support/demo';
import { type Deployed, STACK } from '../support/deployed';
import { stackResources } from '../support/stack';
import { eventually, readText } from '../support/uploads';
import { setAddresses } from '../support/web-acl';

/** Nobody else asks from there. */
const SOMEBODY = '127.0.0.77';
const NEIGHBOUR = '127.0.0.78';

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

const getFrom = (localAddress: string, url: URL): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = httpGet(url, { localAddress, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode, body: Buffer.concat(chunks).toString() });
      });
    });
    asked.on('error', reject);
  });

export function access(registry: Deployed): void {
  describe('access', () => {
    let url: URL;
    beforeAll(async () => {
      url = new URL(`/pypi/simple/${PROJECT}/`, await registry.edge());
    });

    const command = (...args: readonly string[]) => registry.world.registry(['access', ...args, '--stack', STACK]);
    const answered = (status: number, from = SOMEBODY) =>
      eventually(`${status} for ${from}`, 30_000, async () => {
        const answer = await getFrom(from, url);
        return answer.status === status ? answer : undefined;
      });
    const listed = async () => {
      const { output } = await command('list', '--json');
      const { entries } = JSON.parse(output) as { entries: { what: string; state: string }[] };
      return entries.map(({ what, state }) => [what, state]);
    };
    /** As the schedule does. */
    const hour = async () => {
      const resources = await stackResources(registry.world.cloudFormation, STACK);
      const queue = resources.find(({ LogicalResourceId: id = '' }) => /^IntakeQueue[0-9A-F]{8}$/.test(id))!;
      const message = { QueueUrl: queue.PhysicalResourceId, MessageBody: JSON.stringify(ACCESS_CLOCK_MESSAGE) };
      await registry.world.sqs.send(new SendMessageCommand(message));
    };

    test('a blocked address is refused with a message that says so, its neighbour is not; forgotten, it is answered again', async () => {
      expect(await answered(200)).toMatchObject({ status: 200 });
      const blocked = await command('block', SOMEBODY, '--reason', 'It floods.', '--by', 'ada');
      expect([blocked.code, blocked.output]).toEqual([0, expect.stringContaining(`+ block ${SOMEBODY}/32`)]);
      expect((await answered(403)).body).toContain('This address is blocked');
      expect(await answered(200, NEIGHBOUR)).toMatchObject({ status: 200 });
      expect((await command('list')).output).toMatch(/block +127\.0\.0\.77\/32 +in effect .* ada \(\d{12}\) +It floods\./);
      expect(await command('forget', SOMEBODY)).toMatchObject({ code: 0 });
      expect(await answered(200)).toMatchObject({ status: 200 });
      expect(await listed()).toEqual([[`${SOMEBODY}/32`, 'ended']]);
    });

    test('a block ends by itself', async () => {
      const until = new Date(Date.now() + 15_000).toISOString().replace(/\.\d+/, '');
      expect(await command('block', SOMEBODY, '--reason', 'For a moment.', '--until', until)).toMatchObject({ code: 0 });
      await answered(403);
      await eventually('the end', 30_000, () => Promise.resolve(Date.now() > Date.parse(until) || undefined));
      await hour();
      expect(await answered(200)).toMatchObject({ status: 200 });
    });

    test('what a deployment has emptied is shown as missing, and comes back', async () => {
      expect(await command('block', SOMEBODY, '--reason', 'It floods.')).toMatchObject({ code: 0 });
      await setAddresses(registry.world, registry.output('BLOCK_IPV4_SET_ARN'), []);
      const { code, output } = await command('list');
      expect([code, output]).toEqual([
        1,
        expect.stringMatching(/127\.0\.0\.77\/32 +missing .*\n(.|\n)*npx registry access restore/),
      ]);
      await answered(200);
      expect(await command('restore')).toMatchObject({ code: 0 });
      await answered(403);
      expect(await command('forget', SOMEBODY)).toMatchObject({ code: 0 });
    });

    test('a dry run changes nothing', async () => {
      const { code, output } = await command('block', NEIGHBOUR, '--reason', 'Only asking.', '--dry-run');
      expect([code, output]).toEqual([0, `+ block ${NEIGHBOUR}/32\n`]);
      expect((await listed()).map(([what]) => what)).not.toContain(`${NEIGHBOUR}/32`);
    });

    test('every move is in the ledger, and no address is', async () => {
      const ledger = await (await fetch(new URL('/-/ledger/0.ndjson', url))).text();
      const moves = ledger.match(/"access":\{"action":"\w+"/g)?.map((move) => move.split('"').at(-2));
      expect(moves).toEqual(['block', 'forget', 'block', 'expire', 'block', 'restore', 'forget']);
      expect(ledger.includes(SOMEBODY)).toBe(false);
      expect(await readText(registry.world.s3, registry.output('RECORDS_BUCKET'), ACCESS_KEY)).toContain(SOMEBODY);
    });
  });
}
