/** The brake's own handler at work in simulated time, on ports in memory. */
import { BRAKE_LISTS, BRAKE_STATE_KEY, type BrakeDegree, type BrakeList, type BrakeState } from '../../domain/contracts/brake';
import { BRAKE_ENTRY_KEY } from '../../domain/contracts/brake-entry';
import type { BrakeFile } from '../../domain/cost/brake-effects';
import type { AlarmState } from '../../domain/cost/brake-messages';
import type { Drawn } from '../../domain/cost/month-to-date';
import { workBrake } from '../../functions/lambda/brake/brake';
import { type Brake, moveBrake } from '../../functions/shared/brake';
import { MemoryAccessStore } from '../../functions/shared/memory/access-store';
import { MemoryEdgeStore } from '../../functions/shared/memory/edge-store';
import { MemoryObjectStore } from '../../functions/shared/memory/object-store';
import { MemoryQueue, MemoryTopic } from '../../functions/shared/memory/queue';
import type { Message } from './cloudwatch';
import { type Settings, STORE_LAG_MS } from './edge';

export interface BrakeMeans {
  readonly registry: string;
  readonly file: BrakeFile;
  /** ARNs of the web ACL's sets. */
  readonly arns: Readonly<Record<BrakeList, string>>;
}

/** What its schedule finds: the alarms as they are and what the month has drawn; undefined: CloudWatch is not asked. */
export interface Measured {
  readonly alarms: readonly AlarmState[];
  readonly drawn: Drawn;
}

export class SimulatedBrake {
  private readonly edge = new MemoryEdgeStore();
  private readonly sets = new MemoryAccessStore<BrakeList>(BRAKE_LISTS);
  private readonly records = new MemoryObjectStore();
  private readonly packages = new MemoryObjectStore();
  private readonly moves: { readonly at: number; readonly to: BrakeDegree }[] = [{ at: Number.NEGATIVE_INFINITY, to: 0 }];

  constructor(private readonly means: BrakeMeans) {}

  /** A message of the topic. */
  async tell({ text, sentAt }: Message, now: Date): Promise<void> {
    await this.work(now, { Records: [{ Sns: { Message: text, Timestamp: sentAt } }] });
  }

  /** Its schedule. */
  async clock(now: Date, measured: Measured | undefined): Promise<void> {
    await this.work(now, {}, measured);
  }

  /** `registry brake release`. */
  async release(now: Date): Promise<void> {
    await moveBrake(this.brake(now), { order: { id: `release-${now.getTime()}`, action: 'brake-release' } });
    await this.note(now);
  }

  settings(): Settings {
    const entry = this.edge.entries.get(BRAKE_ENTRY_KEY);
    return {
      entries: new Map(entry === undefined ? [] : [[BRAKE_ENTRY_KEY, entry]]),
      sets: new Map(BRAKE_LISTS.map((list) => [this.means.arns[list], this.sets.items.get(list) ?? []])),
    };
  }

  /** What every edge location knows at a time. */
  degreeAt(time: number): BrakeDegree {
    return this.moves.findLast(({ at }) => at + STORE_LAG_MS <= time)!.to;
  }

  private async work(now: Date, event: Parameters<typeof workBrake>[1], measured?: Measured): Promise<void> {
    const { registry, file } = this.means;
    await workBrake(
      {
        brake: this.brake(now),
        registry,
        monthlyUsd: file.monthlyUsd,
        month: file.month,
        meter: {
          alarms: () => Promise.resolve(measured?.alarms ?? []),
          drawn: () => Promise.resolve(measured?.drawn ?? { bytes: 0, requests: 0 }),
        },
        log: new MemoryQueue(),
        alerts: new MemoryTopic(),
        print: () => undefined,
      },
      event,
    );
    await this.note(now);
  }

  private brake(now: Date): Brake {
    const { records, packages, edge, sets } = this;
    return { records, packages, edges: [edge], sets, settings: this.means.file.settings, clock: () => now };
  }

  private async note(now: Date): Promise<void> {
    const state = await this.records.get(BRAKE_STATE_KEY);
    const { degree } = state ? (JSON.parse(state.body.toString()) as BrakeState) : { degree: 0 as const };
    if (degree !== this.moves.at(-1)!.to) this.moves.push({ at: now.getTime(), to: degree });
  }
}
