/** What a cost rule says about a resource. */
import type { Resource, Template } from './template';

/** A finding, before it is known which rule it is of. */
export interface Found {
  /** Logical id; absent for what is about the whole template. */
  readonly id?: string;
  /** Where in the resource, e.g. `Properties.Rules`. */
  readonly at: string;
  readonly text: string;
}

/** What a template may hold beyond what is free; {@link NOTHING_PAID} by default. */
export interface PaidParts {
  /** Alarms beyond the free ones. */
  readonly alarms: number;
  /** Dashboards beyond the free ones. */
  readonly dashboards: number;
  /** Names of rule groups of AWS WAF with a monthly fee. */
  readonly ruleGroups: readonly string[];
}

export const NOTHING_PAID: PaidParts = { alarms: 0, dashboards: 0, ruleGroups: [] };

type Entry = readonly [id: string, resource: Resource];

export const resourcesOf = ({ Resources }: Template, ...types: readonly string[]): Entry[] =>
  Object.entries(Resources).filter(([, { Type }]) => types.includes(Type));

/** The construct's path where synthesis wrote it, else the logical id; with the type. */
export function nameOf([id, { Type, Metadata = {} }]: Entry): string {
  const path = Metadata['aws:cdk:path'];
  return `${typeof path === 'string' ? path : id} (${Type})`;
}

interface Sentence {
  readonly wrong: string;
  readonly got: string;
  readonly allowed: string;
  readonly change: string;
}

/** The one form of every message. */
export const sentence = ({ wrong, got, allowed, change }: Sentence): string =>
  `${wrong}; got: ${got}; allowed: ${allowed}; ${change}.`;

/** The same about one resource. */
export const about = (entry: Entry, at: string, { wrong, ...rest }: Sentence): Found => ({
  id: entry[0],
  at: `Properties.${at}`,
  text: sentence({ wrong: `${nameOf(entry)} ${wrong}`, ...rest }),
});

/** A value of a template, short enough for a message. */
export const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
