/**
 * The drill of docs/runbook.md: the secret that makes tokens is exchanged while readers go on. Writes to a KeyValueStore reach each
 * edge location in its own time, and `cf.kvs()` reads whatever has arrived: each request here meets an edge that is up to date or
 * one step behind.
 */
import fc from 'fast-check';
import {
  addKey,
  type Changes,
  issueToken,
  readBook,
  retireKey,
  revokeHolder,
  revokeToken,
  type TokenBook,
} from '../../../domain/tiers/token-book';
import { ask, NOW, token } from './harness';

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

/** The store as one edge after the other sees it, and the decisions of `registry token` upon it. */
describe('the drill with the command’s own decisions', () => {
  const at = (seconds: number): Date => new Date((NOW + seconds) * 1000);
  const changed = (store: Store, make: (book: TokenBook) => Changes): Store => {
    const entries = new Map(Object.entries(store));
    for (const [key, value] of make(readBook(entries))) {
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
    }
    return Object.fromEntries(entries);
  };
  const issue = (store: Store, holder: string, now: Date) => {
    let made = { text: '', id: '', keyId: '' };
    const after = changed(store, (book) => {
      const claims = { tier: 'gold', holder, expires: NOW + 3600, now, newSecret: () => 'the first secret of 32 characters' };
      const { token: text, issued, changes } = issueToken(book, claims);
      made = { text, id: issued.id, keyId: issued.keyId };
      return changes;
    });
    return { ...made, after };
  };
  /** One after the other: the harness holds one store. */
  const saidAt = async (stores: readonly Store[], holder: string, text: string): Promise<string[]> => {
    const answers = [];
    for (const store of stores) answers.push(await said(holder, text, store));
    return answers;
  };
  const said = async (holder: string, text: string, store: Store): Promise<string> => {
    const { answer } = await ask(`/t/gold/${holder}/pypi/simple/demo/`, { headers: { authorization: `Bearer ${text}` }, store });
    return answer.uri === undefined ? /[A-Z_]+$/.exec(answer.statusDescription!)![0] : 'served';
  };

  test('rotate, issue anew, revoke the old by id, retire the key: no valid request fails at an edge a step behind', async () => {
    const first = issue({}, 'acme', at(-3000));
    const rotated = changed(first.after, (book) => addKey(book, at(-2000), 'the second secret of 32 characters').changes);
    const second = issue(rotated, 'acme', at(0));
    const revoked = changed(second.after, (book) => revokeToken(book, first.id, false));
    const retired = changed(revoked, (book) => retireKey(book, first.keyId, at(0), false));
    expect(second.keyId).not.toBe(first.keyId);
    const steps = [first.after, rotated, second.after, revoked, retired];
    const of = (text: string) => saidAt(steps, 'acme', text);
    expect(await of(first.text)).toEqual(['served', 'served', 'served', 'TOKEN_REVOKED', 'TOKEN_INVALID']);
    // Given out after the third step, so that an edge a step behind is at the second.
    expect(await of(second.text)).toEqual(['TOKEN_INVALID', 'served', 'served', 'served', 'served']);
  });

  test('a holder is revoked and allowed again, and others do not notice', async () => {
    const acme = issue({}, 'acme', at(-3000));
    const beta = issue(acme.after, 'beta', at(-3000));
    const revoked = changed(beta.after, (book) => revokeHolder(book, 'acme', false));
    const allowed = changed(revoked, (book) => revokeHolder(book, 'acme', true));
    const stores = [beta.after, revoked, allowed];
    expect(await saidAt(stores, 'acme', acme.text)).toEqual(['served', 'TOKEN_REVOKED', 'served']);
    expect(await saidAt(stores, 'beta', beta.text)).toEqual(['served', 'served', 'served']);
  });
});
