import fc from 'fast-check';
import { readEntry } from '../../../domain/records/ledger';
import type { SigningPolicy } from '../../../domain/signing/policy';
import type { Intake } from '../../../functions/lambda/intake/intake';
import { logPolicy } from '../../../functions/lambda/intake/log-policy';
import { type Bench, newBench, POLICY } from './bench';
import { checkPublished, ignoreFault, recorded } from './ledger-lab';
import { Turns } from './turns';
import { through } from './world';

const LARGER: SigningPolicy = { ...POLICY, limits: { ...POLICY.limits, maxFiles: 4 } };

const under = (intake: Intake, policy: SigningPolicy): Promise<void> => logPolicy({ ...intake, policy });
const log = (bench: Bench) => recorded(bench.records).map((stored) => readEntry(stored).event);

test('a policy is logged once, a change with what changed, and a return to it again', async () => {
  const bench = newBench();
  for (const policy of [POLICY, POLICY, LARGER, LARGER, POLICY]) await under(bench.intake, policy);
  const [first, second, third, ...more] = log(bench).map(({ policy }) => policy!);
  expect(more).toEqual([]);
  expect([first!.previous, second!.previous, third!.previous]).toEqual([undefined, first!.sha256, second!.sha256]);
  expect(third!.sha256).toBe(first!.sha256);
  expect([second!.changes, third!.changes]).toEqual([['limits, maxFiles: 3 became 4'], ['limits, maxFiles: 4 became 3']]);
});

test('what is known costs one look', async () => {
  const bench = newBench();
  await under(bench.intake, POLICY);
  const calls: string[] = [];
  await under(
    through(bench.intake, (name, call) => {
      calls.push(name);
      return call();
    }),
    POLICY,
  );
  expect(calls).toEqual(['records.get']);
});

test('property: however many functions notice a change at the same time, it is logged once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(59)), async (order) => {
      const bench = newBench();
      await under(bench.intake, POLICY);
      const taking = new Turns(3, (count) => (order.next().value as number) % count);
      const intake = through(bench.intake, taking.around);
      await Promise.all(
        [1, 2, 3].map(() =>
          under(intake, LARGER).finally(() => {
            taking.end();
          }),
        ),
      );
      expect(log(bench).map(({ policy }) => policy!.changes)).toEqual([expect.any(Array), ['limits, maxFiles: 3 became 4']]);
      checkPublished(bench.packages, bench.records, () => bench.signer.verifier);
    }),
    { numRuns: 60 },
  );
});

test('when any one call fails after it took effect, the next decision logs the change, once', async () => {
  for (let k = 1; ; k++) {
    const bench = newBench();
    let calls = 0;
    const faulty = through(bench.intake, async (_, call) => {
      const result = await call();
      if (++calls === k) throw new Error('fault');
      return result;
    });
    await under(faulty, POLICY).catch(ignoreFault);
    if (calls < k) break;
    await under(bench.intake, POLICY);
    expect([k, log(bench).length]).toEqual([k, 1]);
  }
});
