/** `registry verify-ledger`: whether the ledger of a registry, or a copy of it, is whole and only the registry's. */
import type { KeyObject } from 'node:crypto';
import { KEYS_KEY, OWN_PREFIX } from '../../domain/contracts/keys';
import { entryHash, type LedgerEntry } from '../../domain/records/ledger';
import { HEAD_KEY, type LedgerHead, PAGE_ENTRIES, pageKey, pageOf, splitPage } from '../../domain/records/ledger-documents';
import { type DatedKey, type KeysDocument, keyObject } from '../../domain/records/signing-keys';
import { BEGINNING, LedgerFault, type LedgerPoint, LedgerVerifier } from '../../domain/records/verify-ledger';
import { CliError, printable, UsageError } from './failure';
import { folderSource, type LedgerSource, registrySource, saving } from './ledger-source';
import { localUrl } from './place';
import { type DeepReport, verifyReleases } from './verify-releases';
import type { World } from './world';

export interface VerifyLedgerOptions {
  readonly url?: string;
  readonly local?: boolean;
  /** Folder of a copy. */
  readonly dir?: string;
  readonly save?: string;
  /** Number of the first entry to verify, with the hash of the one before. */
  readonly from?: number;
  readonly head?: string;
  /** Fingerprints of keys to trust. */
  readonly key?: readonly string[];
  readonly deep?: boolean;
  readonly json?: boolean;
}

interface Report extends LedgerPoint {
  /** First entry that was verified. */
  readonly from: number;
  /** Of the newest entry. */
  readonly time?: string;
  readonly kinds: Readonly<Record<string, number>>;
  /** Fingerprints of the keys that were trusted from the start. */
  readonly trusted: readonly string[];
  readonly releases?: DeepReport;
}

/** @returns the exit code 0 when everything verifies; a fault is thrown, or with `--json` printed, and becomes 1 */
export async function verifyLedgerCommand(options: VerifyLedgerOptions, world: World): Promise<number> {
  checkOptions(options);
  const source = sourceOf(options, world);
  try {
    const report = await verify(source, options, world);
    world.out(options.json ? JSON.stringify({ outcome: 'verified', ...report }, null, 2) : reportText(source.name, report));
    return 0;
  } catch (error) {
    if (!(error instanceof LedgerFault)) throw error;
    if (!options.json) throw new CliError(`not verified: ${printable(error.message)}`);
    world.out(JSON.stringify({ outcome: 'fault', entry: error.entry, message: error.message }, null, 2));
    return 1;
  }
}

function checkOptions({ url, local, dir, deep, from, head }: VerifyLedgerOptions): void {
  if ([url, local, dir].filter(Boolean).length !== 1) throw new UsageError('give one of --url, --local and --dir');
  if (deep && dir !== undefined) throw new UsageError('--deep fetches files from the registry; give --url or --local, not --dir');
  if ((from === undefined) !== (head === undefined))
    throw new UsageError('--from and --head belong together: an earlier run has printed both');
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
    throw new UsageError(
      `--head must be 64 lower-case hexadecimal digits, got: ${JSON.stringify(head)}; an earlier run has printed it`,
    );
}

const urlOf = ({ url, local }: VerifyLedgerOptions): string => (local ? localUrl() : url!).replace(/\/+$/, '');

function sourceOf(options: VerifyLedgerOptions, world: World): LedgerSource {
  const source = options.dir === undefined ? registrySource(urlOf(options), world) : folderSource(options.dir);
  return options.save === undefined ? source : saving(source, options.save);
}

async function verify(source: LedgerSource, options: VerifyLedgerOptions, world: World): Promise<Report> {
  const keys = trustedKeys(await required<KeysDocument>(source, KEYS_KEY), options);
  const start: LedgerPoint = options.head === undefined ? BEGINNING : { entries: options.from!, head: options.head };
  const verifier = new LedgerVerifier(lookup(keys), start);
  const head = checked(await required<Partial<LedgerHead>>(source, HEAD_KEY), source);
  if (head.entries < start.entries) throw truncated(head.entries, start.entries);
  const tally: Tally = { kinds: {}, accepted: [] };
  await readAll(source, verifier, head, world, (entry) => {
    count(tally, entry, options.deep === true);
  });
  const releases = options.deep ? await verifyReleases(tally.accepted, urlOf(options), world) : undefined;
  return {
    from: start.entries,
    ...verifier.point,
    ...(tally.time !== undefined && { time: tally.time }),
    kinds: tally.kinds,
    trusted: keys.map(({ fingerprint }) => fingerprint),
    ...(releases && { releases }),
  };
}

/** What is kept of verified entries, of which there may be many. */
interface Tally {
  time?: string;
  readonly kinds: Record<string, number>;
  readonly accepted: LedgerEntry[];
}

function count(tally: Tally, entry: LedgerEntry, isDeep: boolean): void {
  const { kind } = entry.event;
  tally.time = entry.time;
  tally.kinds[kind] = (tally.kinds[kind] ?? 0) + 1;
  if (isDeep && kind === 'release.accepted') tally.accepted.push(entry);
}

/** Verifies page by page, so that the bytes of one page only are held. */
async function readAll(
  source: LedgerSource,
  verifier: LedgerVerifier,
  head: LedgerHead,
  world: World,
  seen: (entry: LedgerEntry) => void,
): Promise<void> {
  await checkKnown(source, verifier.point, head, world);
  checkHead(verifier.point, head);
  for (let page = pageOf(verifier.point.entries); page * PAGE_ENTRIES < head.entries; page++) {
    const stored = await readPage(source, page, head.entries, world);
    for (const entry of stored.slice(verifier.point.entries - page * PAGE_ENTRIES)) {
      seen(verifier.add(entry));
      checkHead(verifier.point, head);
    }
  }
  if (verifier.point.entries < head.entries) throw truncated(verifier.point.entries, head.entries);
}

/** Pages may be further than the head; where the head points to, it must be right. */
function checkHead({ entries, head: found }: LedgerPoint, head: LedgerHead): void {
  if (entries !== head.entries || found === head.head) return;
  throw new LedgerFault(
    entries - 1,
    `Ledger entry ${entries - 1} is ${found}, the head names ${printable(head.head)}: one of them was exchanged.`,
  );
}

/** The entry before the first one to verify must still be what it was. */
async function checkKnown(
  source: LedgerSource,
  { entries, head: known }: LedgerPoint,
  head: LedgerHead,
  world: World,
): Promise<void> {
  if (entries === 0) return;
  const page = pageOf(entries - 1);
  const stored = (await readPage(source, page, head.entries, world))[entries - 1 - page * PAGE_ENTRIES];
  if (!stored) throw truncated(page * PAGE_ENTRIES, entries);
  if (entryHash(stored) === known) return;
  throw new LedgerFault(
    entries - 1,
    `Ledger entry ${entries - 1} is ${entryHash(stored)}, it was ${known}: it was changed after it had been seen, or the ledger has been forked.`,
  );
}

/** Caches let go of the growing page within half a minute, so a page that is shorter than the head says may have to be awaited. */
const PATIENCE = { times: 8, milliseconds: 5000 };

async function readPage(source: LedgerSource, page: number, entries: number, world: World): Promise<Buffer[]> {
  const length = Math.min(PAGE_ENTRIES, entries - page * PAGE_ENTRIES);
  const path = pathOf(pageKey(page));
  for (let i = 0; ; i++) {
    const stored = splitPage((await source.read(path)) ?? Buffer.alloc(0));
    if (stored.length >= length || !source.isCached || i === PATIENCE.times) return stored;
    await world.sleep(PATIENCE.milliseconds);
  }
}

const truncated = (found: number, expected: number): LedgerFault =>
  new LedgerFault(found, `Ledger entry ${found} is missing: there were ${expected} entries, now ${found} can be read.`);

/** Nobody has signed the head, so it may be anything; one that is no head would verify nothing. */
function checked(head: Partial<LedgerHead>, { name }: LedgerSource): LedgerHead {
  if (Number.isInteger(head.entries) && head.entries! > 0 && typeof head.head === 'string') return head as LedgerHead;
  throw new CliError(
    `not verified: ${pathOf(HEAD_KEY)} of ${name} does not name a number of entries and the last of them; ask its operator`,
  );
}

const pathOf = (key: string): string => key.slice(OWN_PREFIX.length);

async function required<T>(source: LedgerSource, key: string): Promise<T> {
  const body = await source.read(pathOf(key));
  if (!body)
    throw new CliError(`${source.name} has no ${pathOf(key)}; is it a registry that has decided something, or a saved copy?`);
  try {
    return JSON.parse(body.toString()) as T;
  } catch {
    throw new CliError(`${pathOf(key)} of ${source.name} is not JSON; fetch it again`);
  }
}

/**
 * Keys to begin with: those that the caller names; else the first that the registry ever had, which introduces the others. In the
 * middle of a ledger all that are published, as they were introduced before.
 */
function trustedKeys({ keys }: KeysDocument, { key: pinned, from }: VerifyLedgerOptions): readonly DatedKey[] {
  if (!pinned?.length) return from === undefined ? keys.slice(0, 1) : keys;
  const found = keys.filter(({ fingerprint }) => pinned.includes(fingerprint));
  if (found.length === pinned.length) return found;
  const listed = keys.map(({ fingerprint }) => printable(fingerprint)).join(', ');
  throw new CliError(
    `not verified: the registry does not have every key that you trust, got: ${listed}; do not rely on it until you know why`,
  );
}

function lookup(keys: readonly DatedKey[]): (keyId: string) => KeyObject | undefined {
  const byId = new Map(keys.map((key) => [key.keyId, keyObject(key)]));
  return (keyId) => byId.get(keyId);
}

function reportText(name: string, { from, entries, head, time, kinds, trusted, releases }: Report): string {
  const counts = Object.entries(kinds).map(([kind, count]) => `${count} ${printable(kind)}`);
  return [
    from === entries
      ? `verified: no entry after ${entries - 1} in the ledger of ${name}`
      : `verified: entries ${from} to ${entries - 1} of the ledger of ${name}, the newest of ${printable(time ?? '')}`,
    ...(counts.length > 0 ? [`  ${counts.join(', ')}`] : []),
    '  each number, hash and signature is right, and the head names the last entry',
    ...(releases ? [deepText(releases)] : []),
    `  trusted from the start: ${trusted.join(', ')} (--key asks for these next time)`,
    `  go on from here with: --from ${entries} --head ${head}`,
  ].join('\n');
}

const deepText = ({ releases, files, withdrawn }: DeepReport): string =>
  `  ${releases} releases: every record and ${files} files have the digests that were logged${withdrawn > 0 ? `; ${withdrawn} files are withdrawn` : ''}`;
