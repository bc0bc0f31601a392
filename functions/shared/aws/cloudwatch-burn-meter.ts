import { type CloudWatchClient, DescribeAlarmsCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmState } from '../../../domain/cost/brake-messages';
import type { Drawn } from '../../../domain/cost/month-to-date';
import type { BurnMeter } from '../ports';

const DAY_SECONDS = 24 * 60 * 60;

/**
 * Metrics of distributions, and the alarms whose names begin alike. These calls are within CloudWatch's free million a month: 71,000 for
 * four distributions every five minutes. `GetMetricData` would ask for all at once, and is never free.
 */
export class CloudWatchBurnMeter implements BurnMeter {
  constructor(
    private readonly client: CloudWatchClient,
    private readonly of: { readonly alarmPrefix: string; readonly distributionIds: readonly string[] },
  ) {}

  async alarms(): Promise<readonly AlarmState[]> {
    const { MetricAlarms = [] } = await this.client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: this.of.alarmPrefix }));
    return MetricAlarms.map(({ AlarmName = '', StateValue = '', StateReason = '', StateUpdatedTimestamp }) => ({
      name: AlarmName,
      state: StateValue,
      reason: StateReason,
      at: StateUpdatedTimestamp?.toISOString() ?? '',
    }));
  }

  async drawn(from: Date, to: Date): Promise<Drawn> {
    let [bytes, requests] = [0, 0];
    for (const id of this.of.distributionIds) {
      bytes += await this.sum(id, 'BytesDownloaded', from, to);
      requests += await this.sum(id, 'Requests', from, to);
    }
    return { bytes, requests };
  }

  private async sum(distributionId: string, MetricName: string, StartTime: Date, EndTime: Date): Promise<number> {
    const { Datapoints = [] } = await this.client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/CloudFront',
        MetricName,
        Dimensions: [
          { Name: 'DistributionId', Value: distributionId },
          { Name: 'Region', Value: 'Global' },
        ],
        StartTime,
        EndTime,
        Period: DAY_SECONDS,
        Statistics: ['Sum'],
      }),
    );
    return Datapoints.reduce((all, { Sum = 0 }) => all + Sum, 0);
  }
}
