/** What is so of a release that is begun again, beside its end: that one is tried call by call in test/faults. */
import type { Upload } from '../../../functions/lambda/intake/intake';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { type Bench, newBench, putWheel } from './bench';
import { through } from './world';

class Fault extends Error {}

/** Processes with the k-th call failing. Returns whether there was such a call. */
async function runWithFault(bench: Bench, upload: Upload, k: number, afterEffect: boolean): Promise<boolean> {
  let calls = 0;
  const faulty = through(bench.intake, async (name, call) => {
    const fails = ++calls === k;
    if (fails && !afterEffect) throw new Fault(name);
    const result = await call();
    if (fails) throw new Fault(name);
    return result;
  });
  try {
    await processUpload(faulty, upload);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  return calls >= k;
}

test('the time of a release is that of its claim, however long the rest takes', async () => {
  let minutes = 0;
  const clock = (): Date => new Date(Date.UTC(2026, 10, 22, 0, minutes++));
  for (let k = 1; ; k++) {
    const bench = newBench({ clock });
    const upload = await putWheel(bench, '1.0', 'upload-0001');
    if (!(await runWithFault(bench, upload, k, true))) break;
    const verdict = await processUpload(bench.intake, upload);
    const claim = JSON.parse(bench.records.current('claims/pypi/demo/1.json')!.body.toString()) as { at: string };
    const record = JSON.parse(bench.records.current('releases/pypi/demo/1.0.json')!.body.toString()) as { publishedAt: string };
    expect([k, verdict.at, record.publishedAt]).toEqual([k, claim.at, claim.at]);
  }
});

test('a retry does not read what it has stored, which may not fit into the memory', async () => {
  const bench = newBench();
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  const isDown = through(bench.intake, (name, call) => (name === 'signer.sign' ? Promise.reject(new Fault(name)) : call()));
  await expect(processUpload(isDown, upload)).rejects.toThrow(Fault);
  const stored = bench.packages.keys().filter((key) => key.startsWith('files/'));
  expect(stored).toContain('files/pypi/demo/demo-1.0-py3-none-any.whl');
  const read: string[] = [];
  const get = (key: string) => {
    read.push(key);
    return bench.packages.get(key);
  };
  const packages = new Proxy(bench.packages, {
    get: (target, name) => (name === 'get' ? get : (Reflect.get(target, name) as object)),
  });
  expect(await processUpload({ ...bench.intake, packages }, upload)).toMatchObject({ outcome: 'accepted' });
  expect(read.filter((key) => stored.includes(key))).toEqual([]);
});
