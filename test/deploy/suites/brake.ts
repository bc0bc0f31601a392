/** An alarm moves the brake: metrics, alarms, topic, function, edge; and the command lets it go again. */
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { BRAKE_DOCUMENT_PATH, type PublicBrake } from '../../../domain/contracts/brake';
import { pageKey } from '../../../domain/records/ledger-documents';
import { PROJECT } from '../support/demo';
import { type Deployed, STACK } from '../support/deployed';
import { eventually, readText } from '../support/uploads';

/** pip tells so where the variable CI is set. */
const CI_ENVIRONMENT = 'pip/26.3 {"ci":true,"cpu":"x86_64"}';

export function brake(registry: Deployed): void {
  describe('brake', () => {
    let index: URL;
    let cloudWatch: CloudWatchClient;
    beforeAll(async () => {
      index = new URL(`/pypi/simple/${PROJECT}/`, await registry.edge());
      cloudWatch = new CloudWatchClient(registry.world.client);
    });
    afterAll(() => {
      cloudWatch.destroy();
    });

    const command = (...args: readonly string[]) => registry.world.registry(['brake', ...args, '--stack', STACK]);
    const asking = (userAgent: string) => fetch(index, { headers: { 'User-Agent': userAgent } });
    const answered = (status: number, userAgent: string) =>
      eventually(`${status} for ${userAgent}`, 30_000, async () => {
        const answer = await asking(userAgent);
        return answer.status === status ? answer : undefined;
      });
    /** As CloudFront reports what a minute's viewers have downloaded. */
    const downloaded = (bytes: number) =>
      cloudWatch.send(
        new PutMetricDataCommand({
          Namespace: 'AWS/CloudFront',
          MetricData: [
            {
              MetricName: 'BytesDownloaded',
              Dimensions: [
                { Name: 'DistributionId', Value: registry.output('DISTRIBUTION_ID') },
                { Name: 'Region', Value: 'Global' },
              ],
              Value: bytes,
              Timestamp: new Date(),
            },
          ],
        }),
      );

    test('the alarms are there, quiet, and tell the topic of begin and end', async () => {
      const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'example-burn-' }));
      const topic = [registry.output('ALERTS_TOPIC_ARN')];
      expect(
        MetricAlarms.map(({ AlarmName, StateValue, AlarmActions, OKActions }) => [
          AlarmName,
          StateValue === 'ALARM',
          AlarmActions,
          OKActions,
        ]).sort(),
      ).toEqual(
        ['bytes-fast', 'bytes-slow', 'requests-fast', 'requests-slow'].map((name) => [
          `example-burn-${name}`,
          false,
          topic,
          topic,
        ]),
      );
    });

    test('bytes that the budget does not bear move it: who wastes is refused in the words for it, a person is served', async () => {
      expect((await asking(CI_ENVIRONMENT)).status).toBe(200);
      await downloaded(20e9);
      const refused = await answered(429, CI_ENVIRONMENT);
      expect(await refused.text()).toContain('The registry saves money: robots and CI without a token wait.');
      expect((await asking('pip/26.3')).status).toBe(200);
      // It is written after the entry that refuses.
      const document = await eventually('the document', 60_000, async () => {
        const answer = await fetch(new URL(BRAKE_DOCUMENT_PATH, index));
        return answer.status === 200 ? ((await answer.json()) as PublicBrake) : undefined;
      });
      expect(document).toMatchObject({ degree: 1, dry: false, cause: 'bytes-fast' });
      expect((await command('status')).output).toMatch(/^Degree 1: robots and CI without a token are refused\.\n/);
    });

    test('an operator lets it go, and everybody is served', async () => {
      const { code, output } = await command('set', '0', '--reason', 'It is a release day.');
      expect([code, output]).toEqual([0, expect.stringMatching(/^Degree 0: off: everybody is served\./)]);
      expect((await answered(200, CI_ENVIRONMENT)).status).toBe(200);
    });

    test('both moves are in the ledger', async () => {
      const moves = await eventually('moves', 30_000, async () => {
        // The object: what the edge answers may be as old as its cache.
        const ledger = await readText(registry.world.s3, registry.output('PACKAGES_BUCKET'), pageKey(0));
        const found = [...ledger.matchAll(/"from":(\d),"to":(\d)/g)].map(([, from, to]) => `${from}${to}`);
        return found.length >= 2 ? found : undefined;
      });
      expect(moves).toEqual(['01', '10']);
    });
  });
}
