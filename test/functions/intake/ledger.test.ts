/** The ledger and its public copy: writers at once, calls that fail, pages that fill, copies that are lost. */
import fc from 'fast-check';
import { HEAD_KEY, type LedgerHead, pageKey } from '../../../domain/records/ledger-documents';
import { restoreLedger } from '../../../functions/lambda/intake/publish-ledger';
import { type Bench, newBench } from './bench';
import { checkPublished, decideAbout, headOf, ignoreFault, published } from './ledger-lab';
import { Turns } from './turns';
import { through } from './world';

const name = (i: number): string => `upload-${String(i).padStart(4, '0')}`;
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => name(i));
const check = (bench: Bench): string[] => checkPublished(bench.packages, bench.records, () => bench.signer.verifier);

/** A ledger of this length, with as few steps as it takes. */
async function benchWith(entries: number): Promise<Bench> {
  const bench = newBench();
  for (const upload of names(entries)) await decideAbout(bench.intake, upload);
  return bench;
}

test('what is published is what is on record, with a head that names its end', async () => {
  const bench = await benchWith(3);
  expect(check(bench)).toEqual(names(3));
  const cacheControl = (key: string) => bench.packages.current(key)?.cacheControl;
  expect([cacheControl(HEAD_KEY), cacheControl(pageKey(0))]).toEqual(
    Array(2).fill('public, max-age=10, s-maxage=30, stale-if-error=86400'),
  );
});

test('a decision that comes again is neither logged nor published again', async () => {
  const bench = await benchWith(2);
  const before = bench.packages.history(pageKey(0)).length;
  await decideAbout(bench.intake, name(0));
  expect(check(bench)).toEqual(names(2));
  expect(bench.packages.history(pageKey(0))).toHaveLength(before);
});

/** Head and pages only ever grow: each version begins with the one before. */
function checkNeverBack({ packages }: Bench): void {
  const heads = packages.history(HEAD_KEY).map(({ body }) => (JSON.parse(body.toString()) as LedgerHead).entries);
  expect(heads).toEqual([...new Set(heads)].sort((a, b) => a - b));
  packages.history(pageKey(0)).reduce((before, after) => {
    expect(after.body.subarray(0, before.body.length).equals(before.body)).toBe(true);
    return after;
  });
}

test.each([2, 5])(
  'property: %d writers, their calls in any order, never fork the ledger and lose nothing of it',
  async (writers) => {
    const turns = fc.infiniteStream(fc.nat(59));
    await fc.assert(
      fc.asyncProperty(turns, async (order) => {
        const bench = newBench();
        const taking = new Turns(writers, (count) => (order.next().value as number) % count);
        const intake = through(bench.intake, taking.around);
        const write = async (writer: number): Promise<void> => {
          try {
            for (const each of [0, 1]) await decideAbout(intake, name(writer * 2 + each));
          } finally {
            taking.end();
          }
        };
        await Promise.all(Array.from({ length: writers }, (_, i) => write(i)));
        expect(check(bench).sort()).toEqual(names(2 * writers));
        checkNeverBack(bench);
      }),
      { numRuns: writers === 2 ? 100 : 30 },
    );
  },
);

test.each([
  ['is lost', false],
  ['is answered with an error after it took effect', true],
])('when any one call %s, the next try or the next decision mends it', async (_, afterEffect) => {
  for (let k = 1; ; k++) {
    const bench = await benchWith(1);
    let calls = 0;
    const faulty = through(bench.intake, async (_name, call) => {
      const fails = ++calls === k;
      if (fails && !afterEffect) throw new Error('fault');
      const result = await call();
      if (fails) throw new Error('fault');
      return result;
    });
    await decideAbout(faulty, name(1)).catch(ignoreFault);
    if (calls < k) break;
    await decideAbout(bench.intake, name(2));
    await decideAbout(bench.intake, name(1));
    expect([k, check(bench).sort()]).toEqual([k, names(3)]);
  }
});

describe('with more entries than a page holds', () => {
  const calls: string[][] = [];
  let bench: Bench;
  beforeAll(async () => {
    bench = newBench();
    for (const upload of names(1002)) {
      const made: string[] = [];
      const counting = through(bench.intake, (call, run) => {
        made.push(call);
        return run();
      });
      await decideAbout(counting, upload);
      calls.push(made);
    }
  });

  test('a full page is immutable and the next one goes on', () => {
    expect(check(bench)).toEqual(names(1002));
    expect(bench.packages.current(pageKey(0))?.cacheControl).toBe('public, max-age=31536000, immutable');
    expect(bench.packages.keys().filter((key) => key.startsWith('index/-/ledger/'))).toEqual([pageKey(0), pageKey(1), HEAD_KEY]);
  });

  test('a decision takes as many calls whatever the length of the ledger', () => {
    expect([calls[2], calls[998], calls[1001]].map((made) => made!.length)).toEqual(Array(3).fill(calls[1]!.length));
    expect(calls[1]!.filter((call) => call.startsWith('packages.'))).toEqual([
      'packages.get',
      'packages.get',
      'packages.put',
      'packages.put',
    ]);
  });

  test.each([
    ['all of it', [pageKey(0), pageKey(1), HEAD_KEY]],
    ['a page', [pageKey(0)]],
    ['the head', [HEAD_KEY]],
  ])('a copy that lost %s is made anew, byte for byte', async (_, lost) => {
    const rest = newBench();
    for (const key of bench.packages.keys().filter((each) => !lost.includes(each)))
      await rest.packages.put(key, bench.packages.current(key)!);
    await restoreLedger({ ...bench.intake, packages: rest.packages }, headOf(bench.packages).entries - 1);
    expect(Buffer.concat(published(rest.packages)).equals(Buffer.concat(published(bench.packages)))).toBe(true);
    expect(headOf(rest.packages)).toEqual(headOf(bench.packages));
  });
});

test('an entry that is not on record is not made up', async () => {
  const bench = newBench();
  await expect(restoreLedger(bench.intake, 0)).rejects.toThrow('The ledger has no entry 0.');
});
