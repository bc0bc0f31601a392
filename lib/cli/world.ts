/** What the commands need of the world outside, so that tests can give it to them. */
import type { AccessLists, AccessRecord } from '../../domain/contracts/access';
import type { BrakeState } from '../../domain/contracts/brake';
import type { ListedTag } from '../../domain/cost/tag-activation';
import type { Template } from '../../domain/cost/template';
import type { PublicObject } from '../../domain/packages/ecosystem';
import type { Engine } from '../../domain/usage/engine';
import type { FairUseState } from '../../domain/usage/fair-use/state';
import type { ActualCost } from '../../domain/usage/report/input';
import type { Content } from './content';
import type { Place } from './place';
import type { PlanSubscription } from './plan-service';
import type { PairNames, Pairs } from './restore/buckets';

/** Objects of the staging bucket. */
export interface UploadStore {
  /**
   * Creates an object; never replaces one. `exists` when there is one of this key.
   * @param sent is told, for a {@link Content}, how many of its bytes are on their way
   */
  create(key: string, body: Buffer | Content, contentType: string, sent?: (bytes: number) => void): Promise<'created' | 'exists'>;
  /** Undefined when it is not there, or when S3 does not say so to who may not list. */
  find(key: string): Promise<Buffer | undefined>;
  /** Every object whose key begins with `prefix`, by key; undefined for who may not list, as publishers may not. */
  list(prefix: string): Promise<readonly StoredObject[] | undefined>;
}

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
}

/** A registry that was found. */
export interface Registry {
  readonly store: UploadStore;
  /** Its address, without a trailing slash; undefined when nobody said. */
  readonly url?: string;
  /** Projects with releases, as segments of keys. Absent when the records cannot be found. */
  readonly projects?: (ecosystem: string) => Promise<string[]>;
}

/** Whom a bundle of the test authority speaks for. */
export interface TestIdentity {
  readonly identity: string;
  readonly issuer: string;
}

/** Signs one file as a publisher would; gives the bundle. */
export type SignFile = (name: string, bytes: Buffer, who: TestIdentity) => Promise<object>;

/** A message that a function could not work off. */
export interface DeadLetter {
  readonly id: string;
  readonly body: string;
  /** When it was sent first. */
  readonly sent: Date;
  /** By which it is moved or put back, for two minutes. */
  readonly receipt: string;
}

export interface DeadLetterQueue {
  /** Of whose messages it is: `intake` or `invalidation`. */
  readonly name: string;
  /** Some messages, hidden from others for two minutes; none when there is no more. */
  receive(): Promise<readonly DeadLetter[]>;
  /** Gives a message back to the function that could not work it off. */
  moveBack(letter: DeadLetter): Promise<void>;
  /** Ends the hiding. */
  putBack(letter: DeadLetter): Promise<void>;
}

/** The entries that the edge function reads, and those that remember which tokens were issued. */
export interface TokenStore {
  /** Every entry, and the revision that they are of. */
  read(): Promise<{ readonly entries: ReadonlyMap<string, string>; readonly revision: string }>;
  /**
   * Writes entries, and takes out those that are undefined: all or nothing, and only on top of `revision`.
   * @returns false when another writer came between
   */
  update(changes: ReadonlyMap<string, string | undefined>, revision: string): Promise<boolean>;
}

export interface TokenRegistry {
  readonly store: TokenStore;
  /** As of {@link Registry}. */
  readonly url?: string | undefined;
}

/** What is allowed and blocked by address. */
export interface AccessRegistry {
  /** Where commands go, and answers come from. */
  readonly store: UploadStore;
  readonly record: () => Promise<AccessRecord>;
  /** What the web ACL's lists hold now. */
  readonly lists: () => Promise<AccessLists>;
  /** What the brake knows; as before its first move where there is none. */
  readonly brake: () => Promise<BrakeState>;
}

/** What is proposed about those who draw more than is fair. */
export interface FairUseStore {
  /** `revision` is undefined before the first proposal. */
  read(): Promise<{ readonly state: FairUseState; readonly revision?: string }>;
  /** Writes on top of `revision` only. @returns false when another writer came between */
  write(state: FairUseState, revision: string | undefined): Promise<boolean>;
}

/** Cost-allocation tags of the account that pays. */
export interface CostTagStore {
  /** Those of these keys that AWS has seen on a resource. */
  list(keys: readonly string[]): Promise<readonly ListedTag[]>;
  /** Activates up to 20; active ones stay so. @returns what AWS refused */
  activate(keys: readonly string[]): Promise<readonly { readonly key: string; readonly why: string }[]>;
  /** Asks for earlier costs to be split by what is active. @param from first day of a month; `busy` when one was asked for within a day */
  backfill(from: string): Promise<'started' | 'busy'>;
}

export interface TopicSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  /** False until somebody followed the link that AWS sends. */
  readonly confirmed: boolean;
}

/** What can be asked about a deployed registry. A question that may not be asked fails. */
export interface Deployment {
  /** As CloudFormation names it. */
  readonly status: string;
  readonly terminationProtection: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly plan: (arn: string) => Promise<PlanSubscription>;
  readonly topicSubscriptions: (topicArn: string) => Promise<readonly TopicSubscription[]>;
}

/** What a report is made from and where it goes. */
export interface UsageRegistry {
  /** As of {@link Registry}. */
  readonly url: string;
  /** Object of the packages bucket. */
  readonly find: (key: string) => Promise<Buffer | undefined>;
  readonly put: (object: PublicObject) => Promise<void>;
  /** Object of the usage bucket. */
  readonly findTable: (key: string) => Promise<Buffer | undefined>;
  readonly brake: () => Promise<BrakeState>;
  /** The deployed one. */
  readonly template: () => Promise<Template>;
  /** Copies the log files of these days into a folder, each below its key. */
  readonly fetchLogs: (days: readonly string[], folder: string) => Promise<void>;
}

export interface World {
  /** Writes lines to standard output, or to standard error. */
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
  /** Shows one line in place of the last one, on terminals only; '' takes it away. */
  readonly progress: (line: string) => void;
  /** Name of the person at the terminal. */
  readonly user: string;
  readonly clock: () => Date;
  readonly randomBytes: (count: number) => Buffer;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly connect: (place: Place) => Promise<Registry>;
  readonly connectQueues: (place: Place) => Promise<DeadLetterQueue[]>;
  readonly connectReplica: (place: Place, names: PairNames) => Promise<Pairs>;
  readonly connectAccess: (place: Place) => Promise<AccessRegistry>;
  readonly connectFairUse: (place: Place) => Promise<FairUseStore>;
  readonly connectDeployment: (place: Place) => Promise<Deployment>;
  readonly connectUsage: (place: Place) => Promise<UsageRegistry>;
  /** Reads a folder of log files; closed at the end, because what it writes holds addresses. */
  readonly openUsageEngine: (logs: string, scratch: string) => Promise<Engine & { close(): Promise<void> }>;
  /** Actual costs of a month, from files of a cost export below a folder. */
  readonly readCosts: (folder: string, of: { month: string; registry: string }) => Promise<ActualCost>;
  readonly connectTokens: (place: Place) => Promise<TokenRegistry>;
  /** With the credentials in use, whosever they are. */
  readonly connectCostTags: () => Promise<CostTagStore>;
  readonly fetch: typeof fetch;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks the person at the terminal for a secret; undefined where nobody can answer. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
  /** Opens the test authority of a folder, or makes one there. */
  readonly openAuthority: (directory: string) => Promise<SignFile>;
}
