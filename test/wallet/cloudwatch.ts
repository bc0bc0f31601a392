/**
 * CloudWatch in simulated time: the synthesised burn alarms over CloudFront's metrics, late as AWS is.
 *
 * - a minute's sum is there some minutes after it ended: {@link DELAY_MS}
 * - a standard alarm is evaluated once a minute, over the last `Period` seconds up to the last whole minute (a sliding window):
 *   https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 * - what is missing is not breaching; a message goes out when the state changes, never while it lasts
 */
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
    const { Namespace, Statistic, EvaluationPeriods, ComparisonOperator, TreatMissingData } = alarm;
    const got = [Namespace, Statistic, EvaluationPeriods, ComparisonOperator, TreatMissingData].join();
    if (got !== 'AWS/CloudFront,Sum,1,GreaterThanThreshold,notBreaching')
      throw new Error(`The alarm '${alarm.AlarmName}' is not simulated, got: ${got}`);
  }
  return alarms;
}

export class CloudWatch {
  private readonly minutes = new Map<number, Record<AlarmProperties['MetricName'], number>>();
  private readonly states = new Map<string, AlarmStateName>();

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
      const sum = this.sum(alarm, minuteStart, at);
      const state = sum > alarm.Threshold ? 'ALARM' : 'OK';
      const before = this.states.get(alarm.AlarmName) ?? 'OK';
      this.states.set(alarm.AlarmName, state);
      return state === before ? [] : [message(alarm, { state, before, sum, at })];
    });
  }

  /** Of what can be read already of the window. */
  sum({ MetricName, Period }: Pick<AlarmProperties, 'MetricName' | 'Period'>, end: number, at: number): number {
    let sum = 0;
    for (let minute = (end - Period * 1000) / MINUTE; minute < end / MINUTE; minute++)
      if ((minute + 1) * MINUTE + this.delayMs <= at) sum += this.minutes.get(minute)?.[MetricName] ?? 0;
    return sum;
  }

  statesOf(): ReadonlyMap<string, AlarmStateName> {
    return this.states;
  }
}

interface Change {
  readonly state: AlarmStateName;
  readonly before: AlarmStateName;
  readonly sum: number;
  readonly at: number;
}

/** As CloudWatch writes numbers: Java's `Double.toString`, which is 1.0E9 above ten million. */
const double = (value: number): string =>
  value >= 1e7 ? value.toExponential().replace('e+', 'E').replace(/^(\d)E/, '$1.0E') : Number.isInteger(value) ? `${value}.0` : `${value}`;

function message({ AlarmName, MetricName, Period, Threshold }: AlarmProperties, { state, before, sum, at }: Change): Message {
  const time = new Date(at);
  const [date, clock] = time.toISOString().slice(2, 19).split('T') as [string, string];
  const [year, month, day] = date.split('-');
  const word = state === 'ALARM' ? 'greater' : 'not greater';
  return {
    sentAt: time.toISOString(),
    text: JSON.stringify({
      AlarmName,
      AWSAccountId: '111122223333',
      NewStateValue: state,
      NewStateReason: `Threshold Crossed: 1 datapoint [${double(sum)} (${day}/${month}/${year} ${clock})] was ${word} than the threshold (${double(Threshold)}).`,
      StateChangeTime: time.toISOString().replace('Z', '+0000'),
      Region: 'US East (N. Virginia)',
      OldStateValue: before,
      Trigger: { MetricName, Namespace: 'AWS/CloudFront', Period, EvaluationPeriods: 1, Threshold },
    }),
  };
}
