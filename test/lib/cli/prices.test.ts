import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PRICES, type Price } from '../../../domain/cost/prices';
import { run } from '../../../lib/cli/program';
import { offersOf } from '../../domain/cost/price-list/made-offers';
import { fakeWorld } from './fake-world';

let folder: string;
let table: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prices-'));
  table = join(folder, 'prices.json');
  copyFileSync('domain/cost/prices.json', table);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const HOST = 'https://pricing.us-east-1.amazonaws.com';

/** AWS's price list, with what it says otherwise than the table. */
function listOf(changes: Readonly<Record<string, number | null>> = {}, other: Readonly<Record<string, Response | Error>> = {}) {
  const offers = offersOf(PRICES, changes);
  const asked: string[] = [];
  const fetch = (url: string): Promise<Response> => {
    asked.push(url);
    const answer = other[url];
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer) return Promise.resolve(answer);
    const [, code, rest] = /^https:\/\/pricing\.us-east-1\.amazonaws\.com\/offers\/v1\.0\/aws\/(\w+)\/(.+)$/.exec(url)!;
    if (rest !== 'current/region_index.json') return Promise.resolve(Response.json(offers.get(code!)!.offer));
    const currentVersionUrl = `/offers/v1.0/aws/${code!}/20261120000000/us-east-1/index.json`;
    return Promise.resolve(Response.json({ formatVersion: 'v1.0', regions: { 'us-east-1': { currentVersionUrl } } }));
  };
  return { fetch: fetch as typeof globalThis.fetch, asked };
}

async function refresh(list: ReturnType<typeof listOf>, ...args: readonly string[]) {
  const world = fakeWorld();
  world.fetch = list.fetch;
  const code = await run(['prices', 'refresh', '--table', table, ...args], world);
  return { code, out: world.printed.join('\n'), notes: world.notes.join('\n') };
}
const stored = (): Price[] => JSON.parse(readFileSync(table, 'utf8')) as Price[];
const priceOf = (id: string): number => stored().find((price) => price.id === id)!.price;

test('shows what has changed, and writes nothing', async () => {
  const { code, out } = await refresh(listOf({ 'waf.rule': 1.25 }));
  expect(code).toBe(0);
  expect(out).toContain('  waf.rule: $1 -> $1.25 (+25.0 %), list of 2026-11-20, ');
  expect(out).toMatch(/\nNothing was written; --write replaces \S+prices\.json\.$/);
  expect(stored()).toEqual(PRICES);
});

test('writes the whole table with --write, and leaves nothing beside it', async () => {
  const { code, out } = await refresh(listOf({ 'waf.rule': 1.25 }), '--write');
  expect([code, priceOf('waf.rule')]).toEqual([0, 1.25]);
  expect(out).toMatch(/\nWrote \S+prices\.json\. Now run: npm run docs, /);
  expect(stored().map(({ id }) => id)).toEqual(PRICES.map(({ id }) => id));
  expect(readdirSync(folder)).toEqual(['prices.json']);
});

test('writes nothing when one price could not be read, and says so by exit code 1', async () => {
  const { code, out } = await refresh(listOf({ 'waf.rule': 1.25, 'athena.scan': null }), '--write');
  expect(code).toBe(1);
  expect(out).toMatch(/Nothing was written: a table of which only a part is new would be worse than an old one\.$/);
  expect(stored()).toEqual(PRICES);
  const left = await refresh(listOf({ 'waf.rule': 1.25, 'athena.scan': null }), '--write', '--leave', 'athena.scan');
  expect([left.code, priceOf('waf.rule'), priceOf('athena.scan')]).toEqual([0, 1.25, 5]);
});

test('finds the current file of us-east-1 in the index of regions, and global offers without', async () => {
  const list = listOf();
  await refresh(list);
  expect(list.asked).toContain(`${HOST}/offers/v1.0/aws/AmazonCloudFront/current/index.json`);
  const s3 = list.asked.filter((url) => url.includes('/AmazonS3/'));
  expect(s3).toEqual([
    `${HOST}/offers/v1.0/aws/AmazonS3/current/region_index.json`,
    `${HOST}/offers/v1.0/aws/AmazonS3/20261120000000/us-east-1/index.json`,
  ]);
});

test('gives the result as JSON', async () => {
  const { out } = await refresh(listOf({ 'waf.rule': 1.25 }), '--json');
  expect(JSON.parse(out)).toMatchObject({
    schema: 1,
    written: false,
    changes: [{ id: 'waf.rule', from: 1, to: 1.25, percent: 25 }],
  });
});

const CLOUDFRONT = `${HOST}/offers/v1.0/aws/AmazonCloudFront/current/index.json`;
const S3 = `${HOST}/offers/v1.0/aws/AmazonS3/current/region_index.json`;

test.each<[string, string, Response | Error, string]>([
  [
    'offline',
    CLOUDFRONT,
    new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND pricing.us-east-1.amazonaws.com') }),
    `AWS's public price list cannot be reached, got: getaddrinfo ENOTFOUND pricing.us-east-1.amazonaws.com for ${CLOUDFRONT}; allowed: an answer; go online, or change prices by hand in domain/cost/prices.json, each with source and date. Nothing was written.`,
  ],
  [
    'refused',
    CLOUDFRONT,
    new Response('', { status: 403 }),
    `AWS's public price list is not as expected, got: HTTP 403 from ${CLOUDFRONT}; allowed: HTTP 200; try again later, or mend domain/cost/price-list if AWS has changed it. Nothing was written.`,
  ],
  [
    'another offer',
    CLOUDFRONT,
    Response.json(offersOf(PRICES).get('AmazonS3')!.offer),
    `AWS's public price list is not as expected, got: the offer AmazonS3 from ${CLOUDFRONT}; allowed: the offer AmazonCloudFront; try again later, or mend domain/cost/price-list if AWS has changed it. Nothing was written.`,
  ],
  [
    'no region',
    S3,
    Response.json({ formatVersion: 'v1.0', regions: {} }),
    `AWS's public price list is not as expected, got: no region 'us-east-1' from ${S3}; allowed: an index of format v1.0 with us-east-1; try again later, or mend domain/cost/price-list if AWS has changed it. Nothing was written.`,
  ],
])('%s: says what it got, and writes nothing', async (_, url, answer, message) => {
  const { code, notes } = await refresh(listOf({}, { [url]: answer }), '--write');
  expect([code, notes]).toEqual([1, message]);
  expect(stored()).toEqual(PRICES);
});

test('a cut file is no JSON', async () => {
  const { code, notes } = await refresh(listOf({}, { [CLOUDFRONT]: new Response('{"formatVersion":') }), '--write');
  expect(code).toBe(1);
  expect(notes).toMatch(/ not as expected, got: .*JSON.* from https:\S+; allowed: JSON; /);
});

test('a price that is not in the table cannot be left', async () => {
  const { code, notes } = await refresh(listOf(), '--leave', 'waf.rules');
  expect([code, notes]).toEqual([2, `There is no such price, got: waf.rules; name an id of ${table}`]);
});

test('without a table it says where to run it', async () => {
  rmSync(table);
  const { code, notes } = await refresh(listOf());
  expect(code).toBe(1);
  expect(notes).toMatch(
    /^The price table cannot be read, got: ENOENT.*; allowed: the registry's prices\.json; run this in a checkout of the registry, or name the file with --table$/,
  );
});
