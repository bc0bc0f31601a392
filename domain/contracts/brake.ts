/** The brake: what alarms, function, web ACL, edge function and command line share. docs/brake.md says what each degree does and why. */
import { INDEX_PREFIX, STATE_PREFIX } from './keys';

/** 0: off. 1: wasteful anonymous requests are refused. 2: anonymous addresses may draw less, too. 3: supporters and commercial only. */
export const BRAKE_DEGREES = [0, 1, 2, 3] as const;
export type BrakeDegree = (typeof BRAKE_DEGREES)[number];

/**
 * Signals of CloudWatch alarms: what is drawn now, over minutes (`fast`) and over hours (`slow`), and since the month began.
 * Each alarm sends its OK to the topic as well as its ALARM. Its threshold is the burn that the budget does not bear; how many times
 * that is passed decides about the degree: `domain/cost/brake-degrees.ts`.
 */
export const BURN_SIGNALS = ['bytes-fast', 'bytes-slow', 'requests-fast', 'requests-slow', 'month'] as const;
export type BurnSignal = (typeof BURN_SIGNALS)[number];

/** Begins the names of a registry's burn alarms; an alarm of any other name moves no brake. */
export const burnAlarmPrefix = (registry: string): string => `${registry}-burn-`;

/** Name of an alarm, which is how the brake knows its signal. */
export const burnAlarmName = (registry: string, signal: BurnSignal): string => burnAlarmPrefix(registry) + signal;

/** Signals of AWS Budgets, which come late and once for each threshold of a month; there is no OK to them but the month's end. */
export const BUDGET_SIGNALS = ['budget-actual', 'budget-forecast'] as const;
export type BudgetSignal = (typeof BUDGET_SIGNALS)[number];

export const isBudgetSignal = (name: BurnSignal | BudgetSignal): name is BudgetSignal =>
  BUDGET_SIGNALS.some((known) => known === name);

/** What one message says; the order in which messages come means nothing, only `at` does. */
export interface BrakeSignal {
  readonly name: BurnSignal | BudgetSignal;
  /** When the alarm changed, ISO 8601. */
  readonly at: string;
  readonly alarming: boolean;
  /** What was measured over the alarm's threshold, or the cost over the month's budget. @default 1 */
  readonly ratio?: number;
}

/** KeyValueStore: which move the store was last brought in line with; no request reads it. */
export const BRAKE_SETTLED_KEY = 'brake-settled';

/** The web ACL's sets of the addresses that its stricter rule is for: all of them or none. */
export const BRAKE_LISTS = ['brakeIpv4', 'brakeIpv6'] as const;
export type BrakeList = (typeof BRAKE_LISTS)[number];

/** What the schedule sends, so that quiet time counts and what a deployment has emptied comes back. */
export const BRAKE_CLOCK_MESSAGE = { clock: 'brake' } as const;

/** What the brake sends to the intake, which logs its moves. */
export const BRAKE_LOG_MESSAGE = { log: 'brake' } as const;

/** `off`: there is no brake. `dry-run`: moves are decided and logged, and nobody is refused. */
export const BRAKE_MODES = ['on', 'dry-run', 'off'] as const;
export type BrakeMode = (typeof BRAKE_MODES)[number];

/** What an operator has ordered; until it ends, signals are noted and move nothing. */
export interface BrakePin {
  readonly degree: BrakeDegree;
  readonly since: string;
  readonly until: string;
}

/** Actions of operators' commands. */
export const BRAKE_ACTIONS = ['brake-set', 'brake-hold', 'brake-release'] as const;
export type BrakeAction = (typeof BRAKE_ACTIONS)[number];

/** Stands where commands name a project. */
export const BRAKE_PROJECT = 'brake';

/** Why a degree is what it is. `quiet`: nothing has asked for more for long enough. `month`, too, ends by itself when a month begins. */
export type BrakeCause = BrakeSignal['name'] | 'operator' | 'quiet';

/** One change of the degree, or one order of an operator; the public ledger has it as `brake.moved`, without its `id`. */
export interface BrakeMove {
  /** Name of the command, or of the move. */
  readonly id: string;
  /** Counts from 1 without gaps. */
  readonly sequence: number;
  readonly at: string;
  readonly from: BrakeDegree;
  readonly to: BrakeDegree;
  readonly cause: BrakeCause;
  /** What an operator has ordered, and until when. */
  readonly order?: BrakeAction;
  readonly until?: string;
  /** Nobody is refused for it. */
  readonly dry?: true;
}

/** Everything the brake knows: what is to be in the web ACL and at the edge follows from it. */
export interface BrakeState {
  readonly schema: 1;
  /** Of the newest move; 0: there was none yet. */
  readonly sequence: number;
  readonly degree: BrakeDegree;
  /** Changes of each signal, oldest first, each once. */
  readonly signals: Readonly<Partial<Record<BrakeSignal['name'], readonly BrakeChange[]>>>;
  readonly pin?: BrakePin;
  /** An operator has released it: what was signalled until then asks for nothing any more. */
  readonly releasedAt?: string;
  /** The newest ones, oldest first. */
  readonly moves: readonly BrakeMove[];
  /** Sequence of the newest move that is in the ledger. */
  readonly logged: number;
  /** Sequence of the newest move that people were told of. @default none was ever to be told */
  readonly mailed?: number;
  /** Who tells of a move has until then, ISO 8601; another run leaves it alone. */
  readonly mailing?: { readonly sequence: number; readonly until: string };
  /** What the edge was last brought in line with: see `domain/cost/brake-effects.ts`. */
  readonly settled?: string;
}

/** A {@link BrakeSignal} under its name. */
export type BrakeChange = Omit<BrakeSignal, 'name'>;

/** `records` bucket: {@link BrakeState}. */
export const BRAKE_STATE_KEY = `${STATE_PREFIX}brake.json`;
/** `packages` bucket: what readers are told, {@link PublicBrake}. */
export const BRAKE_DOCUMENT_KEY = `${INDEX_PREFIX}-/limits/brake.json`;
export const BRAKE_DOCUMENT_PATH = '/-/limits/brake.json';

/** What {@link BRAKE_DOCUMENT_PATH} says. */
export interface PublicBrake {
  readonly schema: 1;
  /** Of the newest move. */
  readonly sequence: number;
  readonly degree: BrakeDegree;
  readonly dry: boolean;
  /** When the newest move was. */
  readonly since: string | null;
  readonly cause: BrakeCause | null;
  /** The foundation's words; '' at degree 0. */
  readonly message: string;
}
