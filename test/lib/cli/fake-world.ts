/** The world as tests give it to the commands: objects in memory, a clock that moves only by sleeping. */
import { NO_RECORD } from '../../../domain/access/record';
import type { AccessLists, AccessRecord } from '../../../domain/contracts/access';
import type { BrakeState } from '../../../domain/contracts/brake';
import { NO_BRAKE } from '../../../domain/cost/brake';
import { NO_PROPOSALS } from '../../../domain/usage/fair-use/state';
import { type Content, contentOfBytes } from '../../../lib/cli/content';
import type { Place } from '../../../lib/cli/place';
import type { PairNames, Pairs } from '../../../lib/cli/restore/buckets';
import { readCosts } from '../../../lib/cli/usage/costs';
import { openDuckdb } from '../../../lib/cli/usage/duckdb-engine';
import type {
  CostTagStore,
  DeadLetterQueue,
  Deployment,
  FairUseStore,
  SignFile,
  StoredObject,
  TokenStore,
  UploadStore,
  UsageRegistry,
  World,
} from '../../../lib/cli/world';

export const NOW = new Date('2026-03-01T12:00:00Z');

export class MemoryStore implements UploadStore {
  readonly objects = new Map<string, { body: Buffer; contentType: string; modified: Date }>();

  constructor(private readonly clock: () => Date) {}

  async create(
    key: string,
    body: Buffer | Content,
    contentType: string,
    sent?: (bytes: number) => void,
  ): Promise<'created' | 'exists'> {
    if (this.objects.has(key)) return 'exists';
    const content = Buffer.isBuffer(body) ? contentOfBytes(body) : body;
    const bytes = Buffer.concat(await content.open().toArray());
    sent?.(bytes.length);
    this.objects.set(key, { body: bytes, contentType, modified: this.clock() });
    return 'created';
  }

  /** False for a publisher. */
  mayList = true;

  find(key: string): Promise<Buffer | undefined> {
    return Promise.resolve(this.objects.get(key)?.body);
  }

  list(prefix: string): Promise<StoredObject[] | undefined> {
    if (!this.mayList) return Promise.resolve(undefined);
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix));
    return Promise.resolve(
      found.map(([key, { body, modified }]) => ({ key, size: body.length, modified })).sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
  }

  put(key: string, body: string): void {
    this.objects.set(key, { body: Buffer.from(body), contentType: '', modified: this.clock() });
  }
}

/** Entries in memory; `meanwhile` is what others write between a reading and the update upon it. */
export class MemoryTokens implements TokenStore {
  readonly entries = new Map<string, string>();
  meanwhile: (() => void) | undefined;
  #revision = 0;

  read() {
    return Promise.resolve({ entries: new Map(this.entries), revision: String(this.#revision) });
  }

  update(changes: ReadonlyMap<string, string | undefined>, revision: string): Promise<boolean> {
    if (this.meanwhile) {
      this.meanwhile();
      this.#revision++;
    }
    if (revision !== String(this.#revision)) return Promise.resolve(false);
    for (const [key, value] of changes) {
      if (value === undefined) this.entries.delete(key);
      else this.entries.set(key, value);
    }
    this.#revision++;
    return Promise.resolve(true);
  }
}

/** Proposals in memory; `meanwhile` is called once before a write. */
export class MemoryFairUse implements FairUseStore {
  state = NO_PROPOSALS;
  meanwhile: (() => void) | undefined;
  #revision = 0;

  read() {
    return Promise.resolve({ state: this.state, revision: String(this.#revision) });
  }

  write(state: typeof NO_PROPOSALS, revision: string | undefined): Promise<boolean> {
    if (this.meanwhile) {
      this.meanwhile();
      this.meanwhile = undefined;
      this.#revision++;
    }
    if (revision !== String(this.#revision)) return Promise.resolve(false);
    this.state = state;
    this.#revision++;
    return Promise.resolve(true);
  }
}

const nothingThere = () => Promise.reject(new Error('there is nothing to ask'));
const NOT_DEPLOYED: Deployment = {
  status: 'unknown',
  terminationProtection: false,
  outputs: {},
  plan: nothingThere,
  topicSubscriptions: nothingThere,
};

/** What is allowed and blocked by address. */
export interface MemoryAccess {
  record: AccessRecord;
  lists: AccessLists;
}

export interface FakeWorld extends World {
  readonly access: MemoryAccess;
  readonly brake: { state: BrakeState };
  readonly tokens: MemoryTokens;
  readonly fairUse: MemoryFairUse;
  readonly store: MemoryStore;
  readonly printed: string[];
  readonly notes: string[];
  readonly bars: string[];
  readonly places: Place[];
  readonly slept: number[];
  /** Called at each sleep: where tests let the intake decide. */
  onSleep: (count: number) => void;
  url: string | undefined;
  deployment: Deployment;
  queues: DeadLetterQueue[];
  costTags?: CostTagStore;
  usage?: UsageRegistry;
  env: Record<string, string>;
  fetch: typeof fetch;
  askSecret: World['askSecret'];
  projects?: (ecosystem: string) => Promise<string[]>;
  replica?: (names: PairNames) => Pairs;
}

export function fakeWorld(): FakeWorld {
  let now = NOW.getTime();
  const clock = () => new Date(now);
  const world: FakeWorld = {
    store: new MemoryStore(clock),
    tokens: new MemoryTokens(),
    fairUse: new MemoryFairUse(),
    brake: { state: NO_BRAKE },
    access: { record: NO_RECORD, lists: { allowIpv4: [], allowIpv6: [], blockIpv4: [], blockIpv6: [] } },
    printed: [],
    notes: [],
    bars: [],
    places: [],
    slept: [],
    onSleep: () => undefined,
    url: 'https://packages.example.org',
    out: (text) => world.printed.push(text),
    note: (text) => world.notes.push(text),
    progress: (line) => world.bars.push(line),
    user: 'ops',
    deployment: NOT_DEPLOYED,
    queues: [],
    env: {},
    fetch: () => Promise.reject(new Error('there is no network')),
    askSecret: () => Promise.resolve(undefined),
    clock,
    randomBytes: (count) => Buffer.alloc(count, 0xab),
    sleep: (milliseconds) => {
      now += milliseconds;
      world.slept.push(milliseconds);
      world.onSleep(world.slept.length);
      return Promise.resolve();
    },
    connect: (place) => {
      world.places.push(place);
      return Promise.resolve({
        store: world.store,
        ...(world.url !== undefined && { url: world.url }),
        ...(world.projects && { projects: world.projects }),
      });
    },
    connectAccess: (place) => {
      world.places.push(place);
      return Promise.resolve({
        store: world.store,
        record: () => Promise.resolve(world.access.record),
        lists: () => Promise.resolve(world.access.lists),
        brake: () => Promise.resolve(world.brake.state),
      });
    },
    connectFairUse: (place) => {
      world.places.push(place);
      return Promise.resolve(world.fairUse);
    },
    connectDeployment: (place) => {
      world.places.push(place);
      return Promise.resolve(world.deployment);
    },
    connectUsage: (place) => {
      world.places.push(place);
      return world.usage ? Promise.resolve(world.usage) : Promise.reject(new Error('there is no usage'));
    },
    openUsageEngine: (logs, scratch) => openDuckdb({ logs, scratch, memory: '200MB' }),
    readCosts: (folder, of) => readCosts(folder, of),
    connectTokens: (place) => {
      world.places.push(place);
      return Promise.resolve({ store: world.tokens, url: world.url });
    },
    connectQueues: (place) => {
      world.places.push(place);
      return Promise.resolve(world.queues);
    },
    connectCostTags: () => (world.costTags ? Promise.resolve(world.costTags) : Promise.reject(new Error('there are no tags'))),
    connectReplica: (place, names) => {
      world.places.push(place);
      return world.replica ? Promise.resolve(world.replica(names)) : Promise.reject(new Error('there is no replica'));
    },
    openAuthority: (directory) =>
      Promise.resolve(((name, _, who) => Promise.resolve({ signed: name, by: who.identity, in: directory })) satisfies SignFile),
  };
  return world;
}
