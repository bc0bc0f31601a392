/**
 * CloudWatch in simulated time: the synthesised burn alarms over CloudFront's metrics, late as AWS is.
 *
 * - a minute's sum is there some minutes after it ended: {@link DELAY_MS}
 * - a standard alarm is evaluated once a minute, over the last `EvaluationPeriods` times `Period` seconds up to the last whole minute (a
 *   sliding window); one period above the threshold is enough (`DatapointsToAlarm`):
 *   https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 * - what is missing is not breaching; a message goes out when the state changes, never while it lasts
 */
import type { AlarmState } from '../../domain/cost/brake-messages';
import type { Drawn } from '../../domain/cost/month-to-date';
import type { Resource } from '../lib/synthesis';

/**
 * From the end of a minute until its sum can be read. AWS gives no figure for CloudFront; for metrics of one minute others measured about two
 * minutes: https://docs.datadoghq.com/integrations/guide/cloud-metric-delay/
 */
export const DELAY_MS = 120_000;
const MINUTE = 60_000;
/** The alarm looks just before the newest minute arrives: the unlucky case. */
const LOOKS_AT_MS = 59_000;

interface AlarmProperties {
  readonly AlarmName: string;
  readonly MetricName: 'BytesDownloaded' | 'Requests';
  readonly Namespace: string;
  readonly Statistic: string;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
}

/** What the topic gets. */
export interface Message {
  readonly text: string;
  readonly sentAt: string;
}

export type AlarmStateName = 'OK' | 'ALARM';

/** @throws Error when an alarm has a property that this does not simulate */
export function burnAlarms(resources: Readonly<Record<string, Resource>>): AlarmProperties[] {
  const alarms = Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && String(Properties.AlarmName).includes('-burn-'))
    .map(({ Properties }) => Properties as unknown as AlarmProperties);
  for (const alarm of alarms) {
    const { Namespace, Statistic, DatapointsToAlarm, ComparisonOperator, TreatMissingData } = alarm;
    const got = [Namespace, Statistic, DatapointsToAlarm, ComparisonOperator, TreatMissingData].join();
    if (got !== 'AWS/CloudFront,Sum,1,GreaterThanThreshold,notBreaching')
      throw new Error(`The alarm '${alarm.AlarmName}' is not simulated, got: ${got}`);
  }
  return alarms;
}

export class CloudWatch {
  private readonly minutes = new Map<number, Record<AlarmProperties['MetricName'], number>>();
  private readonly states = new Map<string, AlarmState>();

  constructor(
    private readonly alarms: readonly AlarmProperties[],
    private readonly delayMs = DELAY_MS,
  ) {}

  count(at: number, drawn: { readonly bytes: number; readonly requests: number }): void {
    const minute = Math.floor(at / MINUTE);
    const sums = this.minutes.get(minute) ?? { BytesDownloaded: 0, Requests: 0 };
    sums.BytesDownloaded += drawn.bytes;
    sums.Requests += drawn.requests;
    this.minutes.set(minute, sums);
  }

  /** All evaluations of the minute that begins at `minuteStart`. */
  evaluate(minuteStart: number): Message[] {
    const at = minuteStart + LOOKS_AT_MS;
    return this.alarms.flatMap((alarm) => {
      const sums = Array.from({ length: alarm.EvaluationPeriods }, (_, i) =>
        this.sum(alarm, minuteStart - i * alarm.Period * 1000, at),
      );
      const sum = sums.find((one) => one > alarm.Threshold) ?? sums[0]!;
      const state = sum > alarm.Threshold ? 'ALARM' : 'OK';
      const before = this.states.get(alarm.AlarmName)?.state ?? 'OK';
      if (state === before) return [];
      const reason = reasonOf(alarm, { state, sum, at });
      this.states.set(alarm.AlarmName, { name: alarm.AlarmName, state, reason, at: new Date(at).toISOString() });
      return [message(alarm, { state, before, reason, at })];
    });
  }

  /** Of what can be read already of the window. */
  sum({ MetricName, Period }: Pick<AlarmProperties, 'MetricName' | 'Period'>, end: number, at: number): number {
    let sum = 0;
    for (let minute = (end - Period * 1000) / MINUTE; minute < end / MINUTE; minute++)
      if (this.isReadable(minute, at)) sum += this.minutes.get(minute)?.[MetricName] ?? 0;
    return sum;
  }

  /** All that can be read at a time. */
  drawn(at: number): Drawn {
    const seen = [...this.minutes].filter(([minute]) => this.isReadable(minute, at)).map(([, sums]) => sums);
    const sum = (name: AlarmProperties['MetricName']): number => seen.reduce((total, sums) => total + sums[name], 0);
    return { bytes: sum('BytesDownloaded'), requests: sum('Requests') };
  }

  private isReadable(minute: number, at: number): boolean {
    return (minute + 1) * MINUTE + this.delayMs <= at;
  }

  /** As DescribeAlarms has them; those that never changed are left out. */
  described(): readonly AlarmState[] {
    return [...this.states.values()];
  }
}

/** As CloudWatch writes numbers: Java's `Double.toString`, which is 1.0E9 above ten million. */
const double = (value: number): string =>
  value >= 1e7
    ? value
        .toExponential()
        .replace('e+', 'E')
        .replace(/^(\d)E/, '$1.0E')
    : Number.isInteger(value)
      ? `${value}.0`
      : `${value}`;

interface Crossing {
  readonly state: AlarmStateName;
  readonly sum: number;
  readonly at: number;
}

function reasonOf({ Threshold }: AlarmProperties, { state, sum, at }: Crossing): string {
  const [date, clock] = new Date(at).toISOString().slice(2, 19).split('T') as [string, string];
  const [year, month, day] = date.split('-');
  const word = state === 'ALARM' ? 'greater' : 'not greater';
  return `Threshold Crossed: 1 datapoint [${double(sum)} (${day}/${month}/${year} ${clock})] was ${word} than the threshold (${double(Threshold)}).`;
}

interface Change {
  readonly state: AlarmStateName;
  readonly before: string;
  readonly reason: string;
  readonly at: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html */
function message({ AlarmName, MetricName, Period, Threshold }: AlarmProperties, { state, before, reason, at }: Change): Message {
  const time = new Date(at).toISOString();
  return {
    sentAt: time,
    text: JSON.stringify({
      AlarmName,
      AWSAccountId: '111122223333',
      NewStateValue: state,
      NewStateReason: reason,
      StateChangeTime: time.replace('Z', '+0000'),
      Region: 'US East (N. Virginia)',
      OldStateValue: before,
      Trigger: { MetricName, Namespace: 'AWS/CloudFront', Period, EvaluationPeriods: 1, Threshold },
    }),
  };
}
