/** Says in words how one policy differs from another, for the ledger. */
import { createHash } from 'node:crypto';
import type { SigningPolicy } from './policy';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

/** A policy with its projects by name, and with digests in place of what is long. */
export type PolicyOutline = JsonObject;

/** An entry of the ledger stays readable; its digest stands for the whole. */
const MOST_CHANGES = 100;

/** Longer texts, such as keys in armour, are told by their digests. */
const LONGEST_TEXT = 300;

export function outlineOf({ projects, trustedRoot, instances = {}, ...rest }: SigningPolicy): PolicyOutline {
  const roots = Object.entries(instances).map(([name, root]) => [`trusted root '${name}'`, digestOf(root)] as const);
  const named = projects.map(({ ecosystem, project, ...policy }) => [`${ecosystem} project '${project}'`, policy] as const);
  const outline = { ...rest, 'trusted root': digestOf(trustedRoot), ...Object.fromEntries<unknown>([...roots, ...named]) };
  const json = JSON.stringify(outline, (_, value: unknown) =>
    typeof value === 'string' && value.length > LONGEST_TEXT ? digestOf(value) : value,
  );
  return JSON.parse(withoutMailboxes(json)) as PolicyOutline;
}

const digestOf = (value: unknown): string => `sha256:${createHash('sha256').update(JSON.stringify(value)).digest('hex')}`;

/** The ledger cannot forget, so it names no person: of a mail address only the domain stays. */
const withoutMailboxes = (text: string): string => text.replace(/[^\s"'<>@/:]+@(?=[\w-]+\.)/g, '…@');

/** One sentence for each difference; without a policy before, what the first one holds. */
export function policyChanges(before: PolicyOutline | undefined, after: PolicyOutline): string[] {
  const changes = differences('', before ?? {}, after);
  const more = changes.length - MOST_CHANGES;
  return more <= 0 ? changes : [...changes.slice(0, MOST_CHANGES), `and ${more} more`];
}

function differences(path: string, before: Json | undefined, after: Json | undefined): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(path ? `${path}, ${name}` : name, before[name], after[name]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return elements(path, before as readonly Json[], after as readonly Json[]);
  if (before === undefined) return [`${path}: ${JSON.stringify(after)} added`];
  if (after === undefined) return [`${path}: ${JSON.stringify(before)} removed`];
  return [`${path}: ${JSON.stringify(before)} became ${JSON.stringify(after)}`];
}

function elements(path: string, before: readonly Json[], after: readonly Json[]): string[] {
  const [old, now] = [before, after].map((list) => list.map((each) => JSON.stringify(each))) as [string[], string[]];
  const changes = [
    ...now.filter((each) => !old.includes(each)).map((each) => `${path}: ${each} added`),
    ...old.filter((each) => !now.includes(each)).map((each) => `${path}: ${each} removed`),
  ];
  return changes.length > 0 ? changes : [`${path}: put into another order`];
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
