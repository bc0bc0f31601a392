/**
 * The drill of docs/runbook.md: the secret that makes tokens is exchanged while readers go on. Writes to a KeyValueStore reach each
 * edge location in its own time, and `cf.kvs()` reads whatever has arrived: each request here meets an edge that is up to date or
 * one step behind.
 */
import fc from 'fast-check';
import { ask, token } from './harness';

const PATH = '/t/gold/acme/pypi/simple/demo/';
const OLD = { keyId: 'k1', secret: 'the old secret of 32 characters' };
const NEW = { keyId: 'k2', secret: 'the new secret of 32 characters' };

type Key = typeof OLD;
type Store = Readonly<Record<string, string>>;

const holding = (...keys: Key[]): Store => Object.fromEntries(keys.map(({ keyId, secret }) => [`key:${keyId}`, secret]));
const made = ({ keyId, secret }: Key): string => token({ keyId }, secret);

/** What the operator has done so far, what edges may hold then, and with which keys holders present tokens. */
const STEPS: readonly (readonly [string, readonly Store[], readonly Key[]])[] = [
  ['before', [holding(OLD)], [OLD]],
  ['the new secret is written', [holding(OLD), holding(OLD, NEW)], [OLD]],
  ['it has arrived, and new tokens are given out', [holding(OLD, NEW)], [OLD, NEW]],
  ['every holder has a new token, and the old secret is deleted', [holding(OLD, NEW), holding(NEW)], [NEW]],
  ['it is gone everywhere', [holding(NEW)], [NEW]],
];

const statusWith = async (key: Key, store: Store): Promise<number> =>
  (await ask(PATH, { headers: { authorization: `Bearer ${made(key)}` }, store })).answer.statusCode ?? 200;

test('property: throughout the exchange no valid request fails, whichever edge answers', async () => {
  const traffic = fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(traffic, async (requests) => {
      for (const [step, stores, keys] of STEPS) {
        for (const [edge, holder] of requests) {
          const status = await statusWith(keys[holder % keys.length]!, stores[edge % stores.length]!);
          expect([step, status]).toEqual([step, 200]);
        }
      }
    }),
    { numRuns: 15 },
  );
});

test.each<[string, Key, Store]>([
  ['a token of the new secret at an edge that it has not reached', NEW, holding(OLD)],
  ['a token of the old secret after that is deleted', OLD, holding(NEW)],
])('%s would fail: that is what waiting is for', async (_, key, store) => {
  expect(await statusWith(key, store)).toBe(401);
});
