import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchBurnMeter } from '../../../functions/shared/aws/cloudwatch-burn-meter';

interface Asked {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Value: string }[];
}

test('what has been drawn of several distributions is added up, day by day; of none it is nothing', async () => {
  const asked: string[] = [];
  const client = {
    send: (command: { readonly input: Asked }): Promise<unknown> => {
      expect(command).toBeInstanceOf(GetMetricStatisticsCommand);
      const { MetricName, Dimensions } = command.input;
      const place = Dimensions.map(({ Value }) => Value).join();
      asked.push(`${MetricName} ${place}`);
      const Sum = MetricName === 'Requests' ? 1 : 100;
      return Promise.resolve(place.startsWith('E1') ? { Datapoints: [{ Sum }, { Sum }] } : { Datapoints: [{ Sum: 10 * Sum }] });
    },
  } as never;
  const meter = (distributionIds: readonly string[]) =>
    new CloudWatchBurnMeter(client, { alarmPrefix: 'demo-', distributionIds });
  const [from, to] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-11-03T00:00:00Z')];
  expect(await meter(['E1', 'E2']).drawn(from, to)).toEqual({ bytes: 1_200, requests: 12 });
  expect(asked).toEqual(['BytesDownloaded E1,Global', 'Requests E1,Global', 'BytesDownloaded E2,Global', 'Requests E2,Global']);
  expect(await meter([]).drawn(from, to)).toEqual({ bytes: 0, requests: 0 });
});
