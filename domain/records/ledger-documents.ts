/** The ledger as it is published: pages of entries just as they are stored, and a pointer to the newest one. */
import { projectTag } from '../contracts/cache-tags';
import { ownKey, publicRecordKey } from '../contracts/keys';
import type { ReleaseRecord } from '../contracts/release';
import type { PublicObject } from '../packages/ecosystem';
import { IMMUTABLE } from '../packages/public-objects';
import type { LedgerPoint } from './verify-ledger';

/** Entries of a page, so that whoever verifies 100,000 of them fetches 100 documents. */
export const PAGE_ENTRIES = 1000;

/** `/-/ledger/head.json` */
export interface LedgerHead extends LedgerPoint {
  readonly schema: 1;
  /** Of the newest entry. */
  readonly time: string;
  /** Entries of each page `/-/ledger/<number>.ndjson` but the last, which grows. */
  readonly pageEntries: number;
}

export const HEAD_KEY = ownKey('ledger/head.json');
export const pageOf = (seq: number): number => Math.floor(seq / PAGE_ENTRIES);
export const pageKey = (page: number): string => ownKey(`ledger/${page}.ndjson`);

/** Old copies of a growing document are harmless and tell of no forgery, so nobody is told to forget them; they live for seconds. */
const GROWING = 'public, max-age=10, s-maxage=30, stale-if-error=86400';
/** On all documents of the registry itself. */
const TAGS = ['registry'];

export const headObject = (head: LedgerHead): PublicObject => ({
  key: HEAD_KEY,
  body: Buffer.from(JSON.stringify(head)),
  contentType: 'application/json',
  cacheControl: GROWING,
  tags: TAGS,
});

export const pageObject = (page: number, entries: readonly Buffer[]): PublicObject => ({
  key: pageKey(page),
  body: Buffer.concat(entries),
  contentType: 'application/x-ndjson',
  cacheControl: entries.length === PAGE_ENTRIES ? IMMUTABLE : GROWING,
  tags: TAGS,
});

/** A document of the registry itself that changes seldom. @param path below `/-/` */
export const ownObject = (path: string, json: unknown): PublicObject => ({
  key: ownKey(path),
  body: Buffer.from(JSON.stringify(json)),
  contentType: 'application/json',
  cacheControl: GROWING,
  tags: TAGS,
});

/** The entries of a page as they are stored. What is left over at its end counts as one. */
export function splitPage(body: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let start = 0; start < body.length; ) {
    const first = body.indexOf('\n', start);
    const second = first < 0 ? -1 : body.indexOf('\n', first + 1);
    const end = second < 0 ? body.length : second + 1;
    entries.push(body.subarray(start, end));
    start = end;
  }
  return entries;
}

/** A release record just as it is stored, so that readers can compare it with the ledger, and files and signatures with it. */
export const recordObject = (record: ReleaseRecord): PublicObject => ({
  key: publicRecordKey(record.ecosystem, record.project, record.version),
  body: Buffer.from(JSON.stringify(record)),
  contentType: 'application/json',
  cacheControl: IMMUTABLE,
  tags: [...TAGS, projectTag(record.ecosystem, record.project)],
});
