/** Reads what CloudWatch and AWS Budgets say. */
import { type BrakeSignal, BURN_SIGNALS, type BurnSignal, burnAlarmName } from '../contracts/brake';
import { BRAKE_MAIL } from './brake-mail';

/** What of an alarm matters, as its message has it and as CloudWatch describes it. */
export interface AlarmState {
  readonly name: string;
  readonly state: string;
  /** For people; the only place with the measured value. */
  readonly reason: string;
  readonly at: string;
}

export interface BrakeSource {
  readonly registry: string;
  /** The month's budget, US dollars. */
  readonly monthlyUsd: number;
}

/**
 * @param text of the message
 * @param sentAt when the topic took it, ISO 8601; AWS Budgets says the day only
 * @returns the signal; or why it is none of the brake's
 */
export function readMessage(text: string, sentAt: string, source: BrakeSource): BrakeSignal | string {
  if (text.startsWith('AWS Budget Notification')) return readBudget(text, sentAt, source);
  if (text.startsWith(BRAKE_MAIL)) return 'a mail of its own';
  const alarm = parseAlarm(text);
  return alarm
    ? (readAlarm(alarm, source.registry) ?? `an alarm of another kind, '${alarm.name}'`)
    : 'no alarm, and no message of AWS Budgets';
}

/** @returns undefined when the alarm is none of the brake's, or says nothing */
export function readAlarm({ name: alarm, state, reason, at }: AlarmState, registry: string): BrakeSignal | undefined {
  const name = BURN_SIGNALS.find((signal: BurnSignal) => burnAlarmName(registry, signal) === alarm);
  const time = Date.parse(at);
  if (!name || Number.isNaN(time) || !['ALARM', 'OK', 'INSUFFICIENT_DATA'].includes(state)) return undefined;
  const alarming = state === 'ALARM';
  const ratio = alarming ? ratioIn(reason) : undefined;
  return { name, at: new Date(time).toISOString(), alarming, ...(ratio !== undefined && { ratio }) };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html */
const VALUE = /\[([\d.E+-]+) \(/;
const THRESHOLD = /threshold \(([\d.E+-]+)\)/;

function ratioIn(reason: string): number | undefined {
  const ratio = Number(VALUE.exec(reason)?.[1]) / Number(THRESHOLD.exec(reason)?.[1]);
  return Number.isFinite(ratio) ? ratio : undefined;
}

function parseAlarm(text: string): AlarmState | undefined {
  const { AlarmName, NewStateValue, NewStateReason, StateChangeTime } = jsonObject(text);
  if (typeof AlarmName !== 'string' || typeof NewStateValue !== 'string' || typeof StateChangeTime !== 'string') return undefined;
  return {
    name: AlarmName,
    state: NewStateValue,
    reason: typeof NewStateReason === 'string' ? NewStateReason : '',
    at: StateChangeTime,
  };
}

function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const BUDGET_AMOUNT = /^(ACTUAL|FORECASTED) Amount: \$([\d,]+(?:\.\d+)?)\s*$/m;

/** Over the registry's whole budget, whichever budget it is about: that of a component alone asks for nothing. */
function readBudget(text: string, sentAt: string, { monthlyUsd }: BrakeSource): BrakeSignal | string {
  const [, type, amount = ''] = BUDGET_AMOUNT.exec(text) ?? [];
  if (!type || !/^Budget Type: Cost\s*$/m.test(text) || Number.isNaN(Date.parse(sentAt)))
    return 'a message of AWS Budgets without a cost';
  const ratio = Number(amount.replaceAll(',', '')) / monthlyUsd;
  return {
    name: type === 'ACTUAL' ? 'budget-actual' : 'budget-forecast',
    at: new Date(sentAt).toISOString(),
    alarming: true,
    ratio,
  };
}
