/** All that a registry holds, in a form that can be compared. */
import { isDeepStrictEqual } from 'node:util';
import { LEDGER_HEAD_KEY } from '../../domain/contracts/keys';
import { readEntry } from '../../domain/records/ledger';
import { verifyLedger } from '../../domain/records/verify-ledger';
import type { Registry } from './registry';
import { signerOf } from './registry';

/** Written once and never again: a second version would be an overwritten file, or a rewritten history. */
const ONCE = /^(files|releases|statuses|ledger|claims)\//;

/** Where to begin looking for the newest entry: a late write may set it back, and all that costs is a longer look. */
const HINT = `records/${LEDGER_HEAD_KEY}`;

const setOf = (values: readonly unknown[]): string[] => [...new Set(values.map((value) => JSON.stringify(value)))].sort();

/** Objects with all that is said about them, entries of the edge, and what was asked of others at least once. */
export function stateOf({
  staging,
  packages,
  records,
  edges,
  access,
  invalidations,
  invalidators,
  putBack,
}: Registry): Record<string, unknown> {
  const objects = Object.entries({ staging, packages, records }).flatMap(([name, store]) =>
    store.keys().map((key) => {
      const { body, id, ...rest } = store.current(key)!;
      return [`${name}/${key}`, { ...rest, body, ...(ONCE.test(key) && { id }) }] as const;
    }),
  );
  return {
    ...Object.fromEntries(objects.filter(([name]) => name !== HINT)),
    edges: edges.map(({ entries }) => [...entries].sort()),
    access: [...access.items],
    invalidations: setOf(invalidations.messages),
    invalidators: [invalidators.index, ...invalidators.files].map(({ requests }) => setOf(requests)),
    putBack: setOf(putBack),
  };
}

/** Ledgers, of which many runs have the same. */
const verified = new Set<string>();

/** Verifies the ledger, and that it has each decision once. @returns ids of the decisions */
export function decisionsIn({ records }: Registry): string[] {
  const entries = records
    .keys()
    .filter((key) => key.startsWith('ledger/'))
    .map((key) => records.current(key)!.body);
  const text = Buffer.concat(entries).toString();
  if (!verified.has(text)) verifyLedger(entries, (keyId) => signerOf(Number(keyId.replace('key-', ''))).verifier);
  verified.add(text);
  const ids = entries.map((entry) => readEntry(entry).event.id);
  expect(new Set(ids).size).toBe(ids.length);
  return ids;
}

/** @returns names of what is not the same */
export function differences(got: Record<string, unknown>, expected: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(got), ...Object.keys(expected)]);
  return [...names].filter((name) => !isDeepStrictEqual(got[name], expected[name])).map((name) => `${name} differs`);
}
