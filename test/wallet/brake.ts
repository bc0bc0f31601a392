/** The brake at work in simulated time. */
import type { BrakeDegree, BrakeSignal, BrakeState } from '../../domain/contracts/brake';
import { BRAKE_ENTRY_KEY } from '../../domain/contracts/brake-entry';
import { NO_BRAKE, nextBrake } from '../../domain/cost/brake';
import { type BrakeSettings, edgeEntry, setItems } from '../../domain/cost/brake-effects';
import { readMessage } from '../../domain/cost/brake-messages';
import { type MonthBudget, monthSignal } from '../../domain/cost/month-to-date';
import type { Message } from './cloudwatch';
import type { Settings } from './edge';

export interface SimulatedBrake {
  tell(message: Message, now: Date): Promise<void>;
  /** What its schedule does; with what the month has drawn, when it can count that. */
  clock(now: Date, drawn: { readonly bytes: number; readonly served: number } | undefined): Promise<void>;
  release(now: Date): Promise<void>;
  settings(): Settings;
  degreeAt(time: number): BrakeDegree;
}

const STORE_LAG_MS = 30_000;

export class PureBrake implements SimulatedBrake {
  private state: BrakeState = NO_BRAKE;

  constructor(
    private readonly wanted: BrakeSettings,
    private readonly budget: MonthBudget,
    private readonly setArn: string | undefined,
  ) {}

  tell({ text, sentAt }: Message, now: Date): Promise<void> {
    const signal = readMessage(text, sentAt, { registry: 'example', monthlyUsd: this.budget.monthlyUsd });
    if (typeof signal === 'string') throw new Error(`The brake did not take a message: ${signal}`);
    return this.next(now, [signal]);
  }

  clock(now: Date, drawn: { readonly bytes: number; readonly served: number } | undefined): Promise<void> {
    const before = { bytes: 1_024 * 2 ** 30, requests: 10_000_000 };
    const signal = drawn && monthSignal({ bytes: before.bytes + drawn.bytes, requests: before.requests + drawn.served }, this.budget, now);
    return this.next(now, signal ? [signal] : []);
  }

  release(now: Date): Promise<void> {
    this.state = nextBrake(this.state, { order: { id: `release-${now.getTime()}`, action: 'brake-release' } }, now, 'on');
    return Promise.resolve();
  }

  settings(): Settings {
    const entry = edgeEntry(this.state, this.wanted);
    return {
      entries: new Map(entry === undefined ? [] : [[BRAKE_ENTRY_KEY, entry]]),
      sets: new Map(this.setArn ? [[this.setArn, setItems('brakeIpv4', this.state, this.wanted)]] : []),
    };
  }

  degreeAt(time: number): BrakeDegree {
    const last = this.state.moves.findLast(({ at }) => Date.parse(at) + STORE_LAG_MS <= time);
    return last?.to ?? 0;
  }

  private next(now: Date, signals: readonly BrakeSignal[]): Promise<void> {
    this.state = nextBrake(this.state, { signals }, now, this.wanted.mode);
    return Promise.resolve();
  }
}
