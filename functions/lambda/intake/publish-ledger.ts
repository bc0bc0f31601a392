/** Copies the ledger to where readers find it. A copy can be lost: whatever is missing of it is made anew from the records. */
import { ledgerKey } from '../../../domain/contracts/keys';
import { readEach } from '../../../domain/read-each';
import { entryHash, readEntry } from '../../../domain/records/ledger';
import {
  HEAD_KEY,
  headObject,
  type LedgerHead,
  PAGE_ENTRIES,
  pageKey,
  pageObject,
  pageOf,
  splitPage,
} from '../../../domain/records/ledger-documents';
import { getJson } from '../../shared/json';
import type { ObjectStore } from '../../shared/ports';
import { publicWrite } from '../../shared/public-write';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import type { Intake } from './intake';

/**
 * Publishes entries up to this one: the pages first, then the head that names them. Neither ever goes back, whoever else publishes.
 * @param newest number of an entry that exists
 */
export async function publishLedger(intake: Intake, newest: number): Promise<void> {
  const { packages } = intake;
  await untilUndisturbed(HEAD_KEY, async () => {
    const stored = await getJson<LedgerHead>(packages, HEAD_KEY);
    const published = stored?.value.entries ?? 0;
    if (published > newest) return 'published';
    for (let page = pageOf(published); page < pageOf(newest); page++) await growPage(intake, page, newest);
    const head = headOf(newest, await growPage(intake, pageOf(newest), newest));
    return (await packages.put(HEAD_KEY, { ...publicWrite(headObject(head)), when: ifStill(stored) })) === 'stored'
      ? 'stored'
      : undefined;
  });
}

/** Makes pages that were lost anew. @param newest number of the newest entry; -1 when there is none */
export async function restoreLedger(intake: Intake, newest: number): Promise<void> {
  for (let page = 0; page <= pageOf(newest); page++) {
    if (!(await intake.packages.head(pageKey(page)))) await growPage(intake, page, newest);
  }
  if (newest >= 0) await publishLedger(intake, newest);
}

const headOf = (newest: number, stored: Buffer): LedgerHead => ({
  schema: 1,
  entries: newest + 1,
  head: entryHash(stored),
  time: readEntry(stored).time,
  pageEntries: PAGE_ENTRIES,
});

/** @returns the last entry of those up to `newest` that the page has */
function growPage({ packages, records }: Intake, page: number, newest: number): Promise<Buffer> {
  const first = page * PAGE_ENTRIES;
  const last = Math.min(newest, first + PAGE_ENTRIES - 1);
  return untilUndisturbed(pageKey(page), async () => {
    const stored = await packages.get(pageKey(page));
    const known = stored ? splitPage(stored.body) : [];
    const entries = [...known, ...(await readEntries(records, first + known.length, last))];
    if (entries.length === known.length) return entries[last - first];
    const write = { ...publicWrite(pageObject(page, entries)), when: ifStill(stored) };
    return (await packages.put(pageKey(page), write)) === 'stored' ? entries.at(-1) : undefined;
  });
}

async function readEntries(records: ObjectStore, first: number, last: number): Promise<Buffer[]> {
  const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const entries: Buffer[] = [];
  for await (const entry of readEach(numbers, (seq) => readStored(records, seq))) entries.push(entry);
  return entries;
}

async function readStored(records: ObjectStore, seq: number): Promise<Buffer> {
  const stored = await records.get(ledgerKey(seq));
  if (!stored) throw new Error(`The ledger has no entry ${seq}.`);
  return stored.body;
}
