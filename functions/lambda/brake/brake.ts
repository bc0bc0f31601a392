/** What the brake's function does with a message of the alerts topic, and when its clock runs. */
import { BRAKE_LOG_MESSAGE, type BrakeSignal } from '../../../domain/contracts/brake';
import { unloggedMoves } from '../../../domain/cost/brake';
import { readAlarm, readMessage } from '../../../domain/cost/brake-messages';
import { type MonthBudget, monthSignal, monthStart } from '../../../domain/cost/month-to-date';
import { type Brake, moveBrake } from '../../shared/brake';
import type { BurnMeter, Queue, Topic } from '../../shared/ports';
import { tellMoves } from './tell-moves';

export interface BrakeFunction {
  readonly brake: Brake;
  /** Name of the registry, by which its alarms are known. */
  readonly registry: string;
  /** The month's budget, US dollars. */
  readonly monthlyUsd: number;
  /** @default what the month has drawn is not counted */
  readonly month?: MonthBudget | undefined;
  readonly meter: BurnMeter;
  /** To the intake, which keeps the ledger. */
  readonly log: Queue<typeof BRAKE_LOG_MESSAGE>;
  /** The one that it hears, too. */
  readonly alerts: Topic;
  /** Takes one line of JSON. */
  readonly print: (line: string) => void;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export interface TopicEvent {
  readonly Records: readonly { readonly Sns: { readonly Message: string; readonly Timestamp: string } }[];
}

/** @param event of the topic; anything else is the clock */
export async function workBrake(work: BrakeFunction, event: Partial<TopicEvent>): Promise<void> {
  const signals = event.Records ? told(work, event.Records) : await measured(work);
  if (event.Records && signals.length === 0) return;
  const state = await moveBrake(work.brake, { signals });
  const moves = unloggedMoves(state);
  for (const move of moves) work.print(JSON.stringify({ brake: move }));
  if (moves.length > 0) await work.log.send(BRAKE_LOG_MESSAGE);
  await tellMoves(work);
}

function told({ registry, monthlyUsd, print }: BrakeFunction, records: TopicEvent['Records']): BrakeSignal[] {
  return records.flatMap(({ Sns: { Message, Timestamp } }) => {
    const signal = readMessage(Message, Timestamp, { registry, monthlyUsd });
    if (typeof signal !== 'string') return [signal];
    print(JSON.stringify({ ignored: signal }));
    return [];
  });
}

/** Neither a lost message nor a month that nobody counts keeps the brake where it is; nor does CloudWatch when it does not answer. */
async function measured({ brake, registry, month, meter, print }: BrakeFunction): Promise<BrakeSignal[]> {
  const now = brake.clock();
  try {
    const alarms = (await meter.alarms()).flatMap((alarm) => readAlarm(alarm, registry) ?? []);
    const drawn = month && monthSignal(await meter.drawn(monthStart(now), now), month, now);
    return [...alarms, ...(drawn ? [drawn] : [])];
  } catch (error) {
    print(JSON.stringify({ unmeasured: String(error) }));
    return [];
  }
}
